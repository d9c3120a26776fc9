"""Tools of the trade: nothing here knows the domain."""
