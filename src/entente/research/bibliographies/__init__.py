"""What bibliographies say: DOIs, authors, whole files of entries. No database, no requests."""

from entente.research.bibliographies.authors import Author, affiliations_of, read_authors
from entente.research.bibliographies.doi import doi_fault, plain_doi
from entente.research.bibliographies.entries import Broken, Entry, Place
from entente.research.bibliographies.reading import MOST_ENTRIES, read_bibliography
from entente.research.bibliographies.titles import title_key

__all__ = [
    "MOST_ENTRIES",
    "Author",
    "Broken",
    "Entry",
    "Place",
    "affiliations_of",
    "doi_fault",
    "plain_doi",
    "read_authors",
    "read_bibliography",
    "title_key",
]
