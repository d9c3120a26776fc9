"""Figures: what can be counted, totals from before the records, sentences, releases."""
