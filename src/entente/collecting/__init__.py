"""Collecting rounds: an office asks its units for numbers, and keeps what they signed."""
