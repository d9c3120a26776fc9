"""Amounts of money are written in groups of three, as accounts in China write them."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
