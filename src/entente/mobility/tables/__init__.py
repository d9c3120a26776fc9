"""How records of mobility are listed and filtered."""
