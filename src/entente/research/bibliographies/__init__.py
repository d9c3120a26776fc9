"""What bibliographies say: DOIs, authors in a line each. Pure: no database, no requests."""

from entente.research.bibliographies.authors import Author, affiliations_of, read_authors
from entente.research.bibliographies.doi import doi_fault, plain_doi
from entente.research.bibliographies.titles import title_key

__all__ = [
    "Author",
    "affiliations_of",
    "doi_fault",
    "plain_doi",
    "read_authors",
    "title_key",
]
