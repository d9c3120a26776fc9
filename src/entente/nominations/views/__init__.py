"""Pages about nominations: those of the office, and the partner's own."""
