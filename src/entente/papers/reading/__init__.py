"""Read a Word file as it is set on paper: paragraphs, tables, pictures, head and foot."""

from entente.papers.reading.sheet import Sheet, read

__all__ = ["Sheet", "read"]
