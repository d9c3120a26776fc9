"""Pages of the office: units, users, roles, one's own settings, the trail."""
