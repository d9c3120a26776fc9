"""Pages of non-degree education."""
