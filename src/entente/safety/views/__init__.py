"""Pages of safety checks."""
