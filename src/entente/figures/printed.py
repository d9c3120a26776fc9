"""Charts as files of their own, SVG and PNG; yearly reports as PDF and as lines of a sheet."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from entente.kit import typeset
from entente.kit.charts import Rows, Series, rows

TEMPLATE = "figures/typst/picture.typ"
# The colours of the light theme (`tokens.css`): a picture stands on white paper.
COLOURS = {"f1": "#2b5c96", "f2": "#b36f12", "f3": "#3b8264", "f4": "#8a5a9c"}
INK, DIM = "#14222e", "#51606d"
MARGIN, HEAD, KEY, FOOT = 16.0, 26.0, 20.0, 26.0


def svg(chart: Rows, *, title: str, note: str) -> str:
    """Draw a chart as a file that needs nothing beside it: title, key, bars, and when it counts."""
    key = KEY if len(chart.series) > 1 else 0.0
    width, height = chart.width + 2 * MARGIN, chart.height + HEAD + key + FOOT + 2 * MARGIN
    fonts = ", ".join([*(f"'{name}'" for name in typeset.chinese_fonts()), "sans-serif"])
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" font-family="{escape(fonts)}" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        _text(MARGIN, MARGIN + 12, title, size=15),
        *_key(chart.series, MARGIN + HEAD + 8 if key else 0),
        f'<g transform="translate({MARGIN:.0f} {MARGIN + HEAD + key:.0f})">',
    ]
    drawn += [_text(label.x, label.y, label.text, colour=DIM) for label in chart.labels]
    for bar in chart.bars:
        drawn.append(
            f'<rect x="0" y="{bar.y}" width="{bar.width}" height="{bar.height}"'
            f' fill="{COLOURS[bar.css]}"/>'
        )
        drawn.append(_text(bar.text_x, bar.text_y, f"{bar.value:,}"))
    drawn += ["</g>", _text(MARGIN, height - MARGIN, note, colour=DIM, size=11), "</svg>"]
    return "\n".join(drawn)


def png(picture: str, *, title: str, on: datetime.date) -> bytes:
    """Draw a picture in dots, twice as fine as it is large."""
    return typeset.drawn(TEMPLATE, {"svg": picture}, title=title, on=on, form="png")[0]


def _key(series: Sequence[Series], y: float) -> list[str]:
    if not y:
        return []
    drawn, x = [], MARGIN
    for one in series:
        name = str(one.name)
        drawn.append(
            f'<rect x="{x:.0f}" y="{y - 8:.0f}" width="9" height="9" fill="{COLOURS[one.css]}"/>'
        )
        drawn.append(_text(x + 14, y, name, colour=DIM))
        x += 34 + sum(12.0 if ord(letter) > 0x2E7F else 7.0 for letter in name)
    return drawn


def _text(x: float, y: float, words: object, *, colour: str = INK, size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}">'
        f"{escape(str(words))}</text>"
    )


REPORT = "figures/typst/yearly_report.typ"


def report_pdf(contents: Mapping[str, Any], *, draft: bool) -> bytes:
    """Draw a yearly report in both languages; the same contents give the same bytes."""
    titles = contents["titles"]
    figures = [it | {"chart": _years_drawn(it)} for it in contents["figures"]]
    day = datetime.date.fromisoformat(contents["day"])
    return typeset.pdf(
        REPORT,
        {**contents, "figures": figures, "draft": draft},
        title=f"{titles['zh']} · {titles['en']}",
        on=day,
        language="zh",
        author=contents["unit"]["zh"],
        running=f"{contents['unit']['zh']} · {contents['unit']['en']} · {contents['day']}",
    )


def _years_drawn(figure: Mapping[str, Any]) -> str:
    years = figure["years"]
    drawing = rows([str(year) for year, _n in years], [Series("", "f1", [n for _y, n in years])])
    if drawing is None:
        return ""
    note = f"{figure['units']['zh']} · {figure['units']['en']}"
    return svg(drawing, title=f"{figure['names']['zh']} · {figure['names']['en']}", note=note)


def report_lines(contents: Mapping[str, Any]) -> list[list[Any]]:
    """Give what a report says line by line, for a sheet."""
    figures = [
        [
            *(it["names"][language] for language in ("zh", "en")),
            it["plain"],
            it["units"]["zh"],
            it["units"]["en"],
            it["periods"]["zh"],
            it["periods"]["en"],
            it["released_on"],
            *(it["sentences"][language] for language in ("zh", "en")),
        ]
        for it in contents["figures"]
    ]
    agreements = [
        [it["titles"]["zh"], it["titles"]["en"], "", "", "", it["signed_on"]]
        for it in contents["agreements"]
    ]
    return [*figures, *agreements]
