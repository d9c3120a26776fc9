"""Ordinary public sites and pages, made through the services that people use."""

import io
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from entente.office import services as office
from entente.website import services
from entente.website.models import ArticlePage
from tests.factories import make_unit

NUMBERS = count(1)


def make_site(unit=None, **values):
    """Open a site with an empty first page in each language."""
    values = {
        "host": f"site-{next(NUMBERS)}.localhost",
        "name_zh": "国际合作",
        "name_en": "Cooperation",
    } | values
    return services.open_site(by=office.system_user(), unit=unit or make_unit(), **values)


def make_article(site, *, slug="about", by=None, **halves):
    """Write an article below the first page, as a draft in both languages."""
    halves = halves or {"zh": {"title": "概况"}, "en": {"title": "About"}}
    by = by or office.system_user()
    return services.write_pair(site.home_zh, ArticlePage, slug, by=by, **halves)[0]


def picture_file(width=800, height=600, *, name="picture.jpg", **notes):
    """Draw a picture as an upload."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG", **notes)
    return SimpleUploadedFile(name, out.getvalue())


def make_picture(site=None, **values):
    """Keep a picture of a site."""
    values = {"alt_zh": "签约仪式", "alt_en": "The signing", "credit": "Wang Fang"} | values
    return services.add_picture(
        by=office.system_user(), site=site or make_site(), upload=picture_file(), **values
    )
