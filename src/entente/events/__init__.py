"""Conferences and other events: against the rules, with who came."""
