"""Pages about joint research."""
