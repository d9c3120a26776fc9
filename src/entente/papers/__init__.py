"""Papers: letters from templates of the office, and briefs."""
