"""Staff's face: home, search, calendar, notices; it draws slots and imports no app for it."""
