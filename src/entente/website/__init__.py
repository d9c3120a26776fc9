"""The public pages: two equal trees of languages for each home, published by review."""
