"""How fast the house is: synthetic records in number, and a stopwatch."""
