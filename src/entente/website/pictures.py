"""Pictures for public pages: read, turned upright, freed of what a camera writes into them."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from entente.kit.errors import DomainError
from entente.kit.files.kinds import JPEG, PNG, WEBP

ALLOWED = (JPEG, PNG, WEBP)
# The reading column is 42 rem wide; twice that is sharp on every screen.
LARGE, SMALL = 1344, 640
# What previews in social media ask for.
SOCIAL = (1200, 630)
# A picture below this would be blown up on a phone.
FEWEST = 400
# A bomb is refused before it unfolds.
MOST_POINTS = 80_000_000


@dataclass(frozen=True)
class Prepared:
    """A picture in the sizes that pages use, and the points across and down of the large one."""

    large: bytes
    small: bytes
    social: bytes
    width: int
    height: int


def prepared(content: bytes) -> Prepared:
    """Give a picture in three sizes, without place, camera or time in it.

    A file that is no picture, is too small or has too many points is refused (`DomainError`).
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_POINTS:
                message = _("This picture has more than %(most)s million points.")
                raise DomainError(message % {"most": MOST_POINTS // 1_000_000}, code="too_large")
            if min(opened.size) < FEWEST // 2 or max(opened.size) < FEWEST:
                message = _("This picture is too small: %(width)s × %(height)s points.")
                size = {"width": opened.width, "height": opened.height}
                raise DomainError(message % size, code="too_small")
            upright = _on_white(ImageOps.exif_transpose(opened))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DomainError(_("This picture cannot be read."), code="no_picture") from error
    large = _within(upright, LARGE)
    return Prepared(
        _written(large, "WEBP"),
        _written(_within(upright, SMALL), "WEBP"),
        _written(ImageOps.fit(upright, SOCIAL, Image.Resampling.LANCZOS), "JPEG"),
        *large.size,
    )


def _on_white(picture: Image.Image) -> Image.Image:
    colours = picture.convert("RGBA")
    ground = Image.new("RGBA", colours.size, "white")
    return Image.alpha_composite(ground, colours).convert("RGB")


def _within(picture: Image.Image, most: int) -> Image.Image:
    small = picture.copy()
    small.thumbnail((most, most), Image.Resampling.LANCZOS)
    return small


def _written(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    # A new picture of the same points: nothing of the old one's notes comes along.
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    bare.save(out, kind, quality=80, optimize=True)
    return out.getvalue()
