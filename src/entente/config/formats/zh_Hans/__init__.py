"""Chinese of the mainland."""
