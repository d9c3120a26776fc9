"""Agreements: parties, texts, dates, and the flow from draft to end."""
