"""Public sites and their pages."""

from entente.website.models.pages import (
    ArticlePage,
    CasePage,
    ConsortiumPage,
    ContactPage,
    EventPage,
    FiguresPage,
    HomePage,
    NewsPage,
    PartnersPage,
    ProgrammePage,
    PublicPage,
    SectionPage,
)
from entente.website.models.pictures import OldAddress, Picture, PictureUse
from entente.website.models.reviews import PageReview
from entente.website.models.sites import PublicSite

__all__ = [
    "ArticlePage",
    "CasePage",
    "ConsortiumPage",
    "ContactPage",
    "EventPage",
    "FiguresPage",
    "HomePage",
    "NewsPage",
    "OldAddress",
    "PageReview",
    "PartnersPage",
    "Picture",
    "PictureUse",
    "ProgrammePage",
    "PublicPage",
    "PublicSite",
    "SectionPage",
]
