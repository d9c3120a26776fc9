"""The world's side: institutions, their names and identifiers."""
