"""Consortia: members, mandates, editions of what they hold together."""
