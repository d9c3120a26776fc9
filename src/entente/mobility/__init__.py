"""Mobility: who goes and comes, on which programme, from when until when."""
