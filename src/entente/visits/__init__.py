"""Visits: delegations that come and go, where they stop, what they brought."""
