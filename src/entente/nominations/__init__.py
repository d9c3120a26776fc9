"""Nominations: partners name the guests they send, by a link and within their places."""
