"""Experts from abroad: how they are engaged, when they are here, what they cost and leave."""
