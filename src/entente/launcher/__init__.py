"""The commands of the house that are not Django's: start, test, check, serve."""
