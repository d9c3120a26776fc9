"""Returns: tables that others prescribe, filled from records by mappings that can be edited."""
