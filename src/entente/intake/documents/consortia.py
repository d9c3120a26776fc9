"""Consortia: their names and founding, their members, who holds an office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from entente.intake.documents.cues import cue, cues_of, words_of
from entente.intake.documents.naming import Mention
from entente.intake.documents.page import Page, Sentence
from entente.intake.documents.people import persons_in
from entente.intake.documents.proposal import Proposal, Span

_WORD = r"[A-Z][A-Za-z'-]+"
_ENGLISH = re.compile(
    rf"(?P<name>(?:{_WORD}\s(?:(?:of|for|in|on|and|the)\s)?){{1,7}}(?:{_WORD}))"
    r"(?:\s?[(（]|[，,]\s?)(?:简称|以下简称)?\s?(?P<short>[A-Z]{3,10})(?=[)）])"
)
_CHINESE = re.compile(
    r"[“\"「《](?P<name>[\u4e00-\u9fff]{3,24}"
    rf"(?:{'|'.join(words_of('consortium', 'zh'))}))[”\"」》]"
)
_KIND = re.compile(rf"\b(?:{'|'.join(words_of('consortium', 'en'))})\b")
_AT = re.compile(r"在(?P<zh>[\u4e00-\u9fff]{2,8})(?:成立|创立)|\bin (?P<en>[A-Z]\w+, [A-Z]\w+)")


@dataclass
class League:
    """A consortium as a document names it."""

    name_zh: str = ""
    name_en: str = ""
    short: str = ""
    also: list[str] = field(default_factory=list)
    founded: str = ""
    place: str = ""
    spans: list[Span] = field(default_factory=list)

    @property
    def called(self) -> str:
        """The name by which its members and offices refer to it."""
        return self.short or self.name_en or self.name_zh


def consortia_in(page: Page) -> Iterable[Proposal]:
    """Propose the consortium of a document, its members and the holders of its offices."""
    league = _league(page)
    if league is None:
        return
    yield Proposal(
        "consortium",
        {
            "name_zh": league.name_zh,
            "name_en": league.name_en,
            "short": league.short,
            "also": league.also,
            "founded_on": league.founded,
            "place": league.place,
        },
        sorted(set(league.spans)),
        0.9 if league.founded else 0.7,
        conflicts=[],
    )
    yield from _members(page, league)
    yield from _offices(page, league)


def _league(page: Page) -> League | None:
    """Gather the names of the consortium that the document is about, and its founding."""
    league = League()
    for sentence in page.sentences:
        _name(page, league, sentence)
    if not (league.name_zh or league.name_en):
        return None
    for sentence in page.sentences:
        _found(page, league, sentence)
    return league


def _name(page: Page, league: League, sentence: Sentence) -> None:
    for match in _CHINESE.finditer(sentence.text):
        league.name_zh = league.name_zh or match["name"]
        if match["name"] == league.name_zh:
            start = sentence.start + match.start("name")
            league.spans.append(page.span(start, start + len(match["name"])))
    for match in _ENGLISH.finditer(sentence.text):
        if not _KIND.search(match["name"]) or league.short not in {"", match["short"]}:
            continue
        name = re.sub(r"^(?:The|A|An)\s", "", match["name"])
        league.short = match["short"]
        start = sentence.start + match.start("name")
        league.spans.append(page.span(start, start + len(match["name"])))
        _call(league, name, in_chinese=sentence.in_chinese)


def _call(league: League, name: str, *, in_chinese: bool) -> None:
    """Keep an English name; the one in an English sentence is the main one."""
    if not league.name_en or (not in_chinese and name != league.name_en):
        if league.name_en:
            league.also.append(league.name_en)
        league.name_en = name
    elif name != league.name_en and name not in league.also:
        league.also.append(name)


def _found(page: Page, league: League, sentence: Sentence) -> None:
    if not sentence.dated or not cue("founded").search(sentence.text):
        return
    names = filter(None, (league.name_zh, league.name_en, league.short))
    if not any(name in sentence.text for name in names):
        return
    on = sentence.dated[0].common
    if len(on) > len(league.founded) and on.startswith(league.founded):
        league.founded = on
        league.spans.append(page.of(sentence.dated[0]))
        if place := _AT.search(sentence.text):
            league.place = place["zh"] or place["en"]


def _members(page: Page, league: League) -> Iterable[Proposal]:
    for sentence in page.sentences:
        for name in ("members", "initiators"):
            said = cue(name).search(sentence.text)
            if not said:
                continue
            start = sentence.start + said.end()
            for it in _unlike(sentence.after(start)):
                yield Proposal(
                    "member",
                    {
                        "consortium": league.called,
                        "organisation": it.plain(),
                        "initiator": name == "initiators",
                        "joined_on": league.founded,
                    },
                    [page.span(sentence.start + said.start(), start), page.of(it)],
                    0.9 * (0.6 + 0.4 * it.confidence),
                )


def _unlike(named: Sequence[Mention]) -> list[Mention]:
    return list({it.key: it for it in named}.values())


def _offices(page: Page, league: League) -> Iterable[Proposal]:
    for sentence in page.sentences:
        for office, pattern in cues_of("mandate"):
            said = pattern.search(sentence.text)
            if not said:
                continue
            about = _office(page, sentence, said, office)
            if about is None:
                continue
            fields, spans = about
            first = "首" in sentence.text[max(said.start() - 2, 0) : said.start()]
            yield Proposal(
                "mandate",
                {
                    "consortium": league.called,
                    "office": office,
                    "starts_on": league.founded if first or office == "secretariat" else "",
                    **fields,
                },
                spans,
                0.85,
            )


def _office(
    page: Page, sentence: Sentence, said: re.Match[str], office: str
) -> tuple[dict[str, object], list[Span]] | None:
    """Give who holds an office, with the words: a person, or for a secretariat a body."""
    at = page.span(sentence.start + said.start(), sentence.start + said.end())
    place = sentence.start + said.start()
    if office == "secretariat":
        bodies = sentence.before(place) or sentence.after(place)
        if not bodies:
            return None
        holder = bodies[0]
        named: dict[str, object] = {"person": "", "organisation": holder.plain()}
        return named, [page.of(holder), at]
    people = [it for it in persons_in(sentence) if it.end <= place <= it.end + 8]
    if not people:
        return None
    it = people[-1]
    fields: dict[str, object] = {
        "person": it.name_zh or it.name_en,
        "function": it.role,
        "organisation": it.body.plain() if it.body else None,
    }
    return fields, [page.span(it.start, it.end), at]
