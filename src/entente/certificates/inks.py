"""Pictures of seals and signatures: read, freed from the paper behind them, made small."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, UnidentifiedImageError

from entente.kit.errors import DomainError
from entente.kit.files.kinds import JPEG, PNG
from entente.kit.models import StoredFile

PICTURES = (PNG, JPEG)
# A seal is 42 mm across: 360 points are 220 to the inch, and the paper stays light to send.
LARGEST = 360
# More points than any scan of a seal has; a bomb is refused before it unfolds.
MOST_POINTS = 40_000_000
# From this brightness on it is paper.
PAPER = 205


def cleared(content: bytes) -> bytes:
    """Give a picture of ink as a small PNG with nothing behind it.

    What has no transparent ground is taken for a scan or a photograph on white paper. A file that
    is no picture, is too large, or on which nothing is drawn, is refused (`DomainError`).
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_POINTS:
                message = _("This picture has more than %(most)s million points.")
                raise DomainError(message % {"most": MOST_POINTS // 1_000_000}, code="too_large")
            ink = _lifted(opened)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DomainError(_("This picture cannot be read."), code="no_picture") from error
    drawn = ink.getchannel("A").point([0] * 24 + [255] * 232).getbbox()
    if drawn is None:
        raise DomainError(
            _("Nothing is drawn on this picture: it is all paper."), code="empty_picture"
        )
    small = ink.crop(drawn)
    small.thumbnail((LARGEST, LARGEST))
    out = io.BytesIO()
    small.quantize(64, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lifted(opened: Image.Image) -> Image.Image:
    """Make the paper transparent, unless the ground is so already."""
    colours = opened.convert("RGBA")
    red, green, blue, alpha = colours.split()
    if alpha.histogram()[255] < alpha.width * alpha.height:
        return colours
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    strength = [min(255, max(0, (PAPER - at) * 255 // 120)) for at in range(256)]
    colours.putalpha(darkest.point(strength))
    return colours


@lru_cache(maxsize=32)
def _drawing(location: str) -> str:
    with default_storage.open(location) as stored:
        content = stored.read()
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    data = quoteattr(f"data:image/png;base64,{base64.b64encode(content).decode()}")
    box = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} viewBox="0 0 {width} {height}">'
        f"<image {box} href={data}/></svg>"
    )


def drawing(file: StoredFile | None) -> str:
    """Give a kept picture as a drawing that a paper can hold; empty for none."""
    return _drawing(file.location) if file else ""
