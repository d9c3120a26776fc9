"""Funding: schemes with budgets, grants to stays in instalments behind gates, payments."""
