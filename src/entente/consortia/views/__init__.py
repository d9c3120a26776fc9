"""Pages about consortia."""
