"""Pages about mobility."""
