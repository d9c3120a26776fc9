"""Pages about events and those who register for them."""
