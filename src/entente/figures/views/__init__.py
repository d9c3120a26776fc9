"""Pages of measures, tallies and figures."""
