"""Pages of collecting rounds."""
