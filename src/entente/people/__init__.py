"""Persons, their consent, where they belong, and contacts at organisations."""
