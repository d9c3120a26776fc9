"""Entente: international cooperation as records, and what is said of it computed from them."""

__version__ = "0.1.0"
