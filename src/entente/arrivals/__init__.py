"""Guests who come for long: their visa papers, and where they lodge."""
