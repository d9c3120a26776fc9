"""People whom a document names with what they are, and whom it says to be appointed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from entente.intake.documents.cues import cue, words_of
from entente.intake.documents.naming import Mention
from entente.intake.documents.page import Page, Sentence
from entente.intake.documents.proposal import Proposal, Span

# The family names that most people in China bear; a name of two to four signs begins with one.
_FAMILIES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺"
    "赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒"
    "耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房"
)
_WORD = r"[A-Z][a-zà-ÿ'’-]+"
_NAME = rf"(?:{_WORD}\s(?:[A-Z]\.\s)?){{1,2}}{_WORD}"


@dataclass(frozen=True)
class Person:
    """Somebody in a document: the name, what the person is, and where."""

    name_en: str
    name_zh: str
    role: str
    start: int
    end: int
    body: Mention | None


@cache
def _titles(language: str) -> str:
    return "|".join(sorted(words_of("title", language), key=len, reverse=True))


@cache
def _english() -> re.Pattern[str]:
    title = _titles("en")
    return re.compile(
        rf"(?P<name>{_NAME}|{_WORD}\s{_WORD}),\s(?:the\s)?(?:then\s)?(?P<role>{title})\b"
        rf"|\b(?P<role2>{title})\s(?P<name2>{_NAME}|{_WORD}\s{_WORD})\b"
    )


@cache
def _chinese() -> re.Pattern[str]:
    title = _titles("zh")
    return re.compile(
        rf"(?P<role>{title})[、]?(?P<name>[{_FAMILIES}][\u4e00-\u9fff]{{1,2}})"
        r"(?=[为率带一等、，。,;；:：表出会与和及在应到访介致说\s]|$)"
    )


def persons_in(sentence: Sentence) -> list[Person]:
    """Give the people of a sentence with their role and their organisation."""
    found: list[Person] = []
    if not cue("title").search(sentence.text):
        return found
    for match in _english().finditer(sentence.text):
        name, role = match["name"] or match["name2"], match["role"] or match["role2"]
        if any(sentence.start + match.start() < it.end and it.start < sentence.start + match.end()
               and it.start <= sentence.start + match.start("name" if match["name"] else "name2")
               for it in sentence.named):  # fmt: skip
            continue
        start, end = sentence.start + match.start(), sentence.start + match.end()
        body = next((it for it in sentence.bodies if 0 <= it.start - end <= 12), None)
        found.append(Person(name, "", " ".join(role.split()), start, end, body))
    for match in _chinese().finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        body = next((it for it in sentence.bodies if 0 <= start - it.end <= 3), None)
        found.append(Person("", match["name"], match["role"], start, end, body))
    return found


def people_in(page: Page) -> Iterable[Proposal]:
    """Propose every person who is named with a role."""
    for sentence in page.sentences:
        for it in persons_in(sentence):
            fields: dict[str, Any] = {
                "name_en": it.name_en,
                "name_zh": it.name_zh,
                "role": it.role,
                "organisation": it.body.plain() if it.body else None,
            }
            spans = [page.span(it.start, it.end)]
            spans += [page.of(it.body)] if it.body else []
            yield Proposal("person", fields, spans, 0.85 if it.body else 0.6)


def appointments_in(page: Page) -> Iterable[Proposal]:
    """Propose the appointments of people who are named: as what, where, from when."""
    for sentence in page.sentences:
        said = cue("appoint").search(sentence.text)
        role = cue("role").search(sentence.text, said.end()) if said else None
        if not said or not role:
            continue
        for name, span in _appointed(page, sentence, said.start(), role.start()):
            yield Proposal(
                "appointment",
                {
                    "person": name,
                    "role": role[0],
                    "starts_on": sentence.dated[0].common if sentence.dated else "",
                    "organisation": sentence.bodies[0].plain() if sentence.bodies else None,
                },
                [span, page.of(sentence)],
                0.7,
            )


def _appointed(page: Page, sentence: Sentence, said: int, role: int) -> Iterable[tuple[str, Span]]:
    people = persons_in(sentence)
    if people:
        for it in people:
            yield it.name_zh or it.name_en, page.span(it.start, it.end)
        return
    english = re.compile(_NAME).search(sentence.text)
    if english and not sentence.in_chinese:
        start = sentence.start + english.start()
        if not any(it.start <= start < it.end for it in sentence.named):
            yield english[0], page.span(start, sentence.start + english.end())
        return
    chinese = re.search(
        rf"[{_FAMILIES}][\u4e00-\u9fff]{{1,2}}(?=[为担任])", sentence.text[said:role]
    )
    if chinese:
        start = sentence.start + said + chinese.start()
        yield chinese[0], page.span(start, start + len(chinese[0]))
