"""Spreadsheets into records: read, mapped, looked through, imported, undone."""
