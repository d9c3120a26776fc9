"""Our side: units, users, roles and what each may see."""
