"""Reading an instance from the plain data of the exchange format.

What is wrong with them is refused, each fault in a sentence that names its row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from entente.mobility.placement.faults import is_whole
from entente.mobility.placement.instance import (
    FORMAT,
    Instance,
    drawn,
    instance_hash,
)
from entente.mobility.placement.quotas import QuotaReader, are_languages

WHOLE = {int}


def read(data: Any) -> Instance:
    """Read an instance from plain data; a `DomainError` lists what is wrong."""
    return _Reader(data).read()


class _Reader(QuotaReader):
    """Reads one instance and collects the faults."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.people: list[str] = []
        self.start, self.wished, self.scores = [0], list[int](), list[int]()
        self.asking: dict[int, tuple[list[int], int]] = {}

    def read(self) -> Instance:
        """Read it all, the quotas first: what follows names them."""
        data = self.data
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            self.fault(
                _("This is no placement instance: its format is not “%(format)s”."), format=FORMAT
            )
            self.stop()
        if not isinstance(data.get("seed"), str):
            self.fault(_("The seed of the lottery is missing, or is no text."))
        nodes = self.rows("nodes")
        caps, parents, rules = self.quotas(nodes)
        self.stop()
        names = [node["id"] for node in nodes]
        chains = {option: list(_up(option, parents)) for option in sorted(self.options)}
        fund_names, fund_caps = self.funds()
        self.applicants({name: at for at, name in enumerate(fund_names)})
        fixed = self.fixed()
        self.stop()
        taken = self.taken(fixed, names, caps, chains)
        self.stop()
        return Instance(
            data["seed"],
            names,
            caps,
            parents,
            rules,
            chains,
            self.people,
            data["applicants"],
            self.start,
            self.wished,
            self.scores,
            self.asking,
            fixed,
            {at: fixed[name] for at, name in enumerate(self.people) if name in fixed}
            if fixed
            else {},
            taken,
            fund_names,
            fund_caps,
            drawn(data["seed"], self.people),
            instance_hash(data),
        )

    # --- Applicants -----------------------------------------------------------------------------

    def applicants(self, funds: Mapping[str, int]) -> None:
        """Read the applicants and their wishes into columns."""
        rows = self.rows("applicants")
        self.people = [row["id"] for row in rows]
        if len(set(self.people)) < len(rows):
            self.refuse_twice()
        for at, row in enumerate(rows, 1):
            if not _plain(row):
                self.refuse_facts(row, at)
            self.wishes(row, at)
            self.start.append(len(self.wished))
            if row.get("fund"):
                self.read_funds(row, funds, at)

    def refuse_twice(self) -> None:
        """Say which applicants stand there twice."""
        seen: dict[str, int] = {}
        for at, name in enumerate(self.people, 1):
            if seen.setdefault(name, at) != at:
                words = {"id": name, "first": seen[name], "second": at}
                self.fault(
                    _("Applicant %(id)s stands there twice: rows %(first)s and %(second)s."),
                    **words,
                )

    def refuse_facts(self, row: Mapping[str, Any], at: int) -> None:
        """Say what of an applicant cannot be read."""
        words = {"id": row["id"], "row": at}
        gpa, languages = row.get("gpa"), row.get("languages")
        if gpa is not None and not is_whole(gpa):
            sentence = _("Applicant %(id)s (row %(row)s): the grade %(gpa)s is no whole number.")
            self.fault(sentence, **words, gpa=gpa)
        if languages is not None and not are_languages(languages):
            sentence = _(
                "Applicant %(id)s (row %(row)s): a language has no level from A1 to C2: %(said)s."
            )
            self.fault(sentence, **words, said=json.dumps(languages, ensure_ascii=False))
        for name in ("level", "field"):
            if not isinstance(row.get(name, ""), (str, type(None))):
                sentence = _("Applicant %(id)s (row %(row)s): “%(name)s” is no text.")
                self.fault(sentence, **words, name=name)

    def wishes(self, row: Mapping[str, Any], at: int) -> None:
        """Read the wishes of an applicant, in their order."""
        prefs = row.get("prefs")
        if prefs is None:
            return
        if not isinstance(prefs, list):
            words = {"id": row["id"], "row": at}
            self.fault(_("Applicant %(id)s (row %(row)s): “prefs” is no list."), **words)
            return
        try:
            wished = [self.number[wish["option"]] for wish in prefs]
            scores = [wish["score"] for wish in prefs]
        except (KeyError, TypeError):
            self.refuse_wishes(row, prefs, at)
            return
        chosen = set(wished)
        if (
            len(chosen) == len(wished)
            and chosen <= self.options
            and (not scores or set(map(type, scores)) == WHOLE)
        ):
            self.wished += wished
            self.scores += scores
        else:
            self.refuse_wishes(row, prefs, at)

    def refuse_wishes(self, row: Mapping[str, Any], prefs: list[Any], at: int) -> None:
        """Say which wish is wrong."""
        ranked: dict[Any, int] = {}
        for rank, wish in enumerate(prefs, 1):
            words: dict[str, Any] = {"id": row["id"], "row": at, "rank": rank}
            if not isinstance(wish, dict) or not isinstance(wish.get("option"), str):
                sentence = _("Applicant %(id)s (row %(row)s), wish %(rank)s names no option.")
                self.fault(sentence, **words)
                continue
            words["option"] = option = wish["option"]
            if option not in self.number:
                self.fault(
                    _(
                        "Applicant %(id)s (row %(row)s), wish %(rank)s: there is no option"
                        " %(option)s."
                    ),
                    **words,
                )
            elif self.number[option] not in self.options:
                self.fault(
                    _(
                        "Applicant %(id)s (row %(row)s), wish %(rank)s: %(option)s is a quota, not"
                        " an option that can be wished for."
                    ),
                    **words,
                )
            if ranked.setdefault(option, rank) != rank:
                self.fault(
                    _(
                        "Applicant %(id)s (row %(row)s) wishes for %(option)s twice: wishes"
                        " %(first)s and %(rank)s."
                    ),
                    **words,
                    first=ranked[option],
                )
            if not is_whole(wish.get("score")):
                self.fault(
                    _(
                        "Applicant %(id)s (row %(row)s), wish %(rank)s: the score %(score)s is no"
                        " whole number."
                    ),
                    **words,
                    score=wish.get("score"),
                )

    # --- Funds, fixed places --------------------------------------------------------------------

    def funds(self) -> tuple[list[str], list[int]]:
        """Read the funds: how many grants each gives."""
        rows = self.rows("funds", optional=True)
        seen: dict[str, int] = {}
        for at, row in enumerate(rows, 1):
            words = {"id": row["id"], "row": at, "cap": row.get("cap")}
            if seen.setdefault(row["id"], at) != at:
                sentence = _("Fund %(id)s stands there twice: rows %(first)s and %(row)s.")
                self.fault(sentence, **words, first=seen[row["id"]])
            if not is_whole(row.get("cap")) or row["cap"] < 0:
                sentence = _("Fund %(id)s (row %(row)s): the cap %(cap)s is no whole number.")
                self.fault(sentence, **words)
        self.stop()
        return [row["id"] for row in rows], [row["cap"] for row in rows]

    def read_funds(self, row: Mapping[str, Any], funds: Mapping[str, int], at: int) -> None:
        """Read for which funds somebody applies, the dearest first, and with which score."""
        asked = row["fund"]
        words: dict[str, Any] = {"id": row["id"], "row": at}
        if not isinstance(asked, list):
            self.fault(_("Applicant %(id)s (row %(row)s): “fund” is no list."), **words)
            return
        for name in asked:
            if not isinstance(name, str) or name not in funds:
                sentence = _("Applicant %(id)s (row %(row)s): there is no fund %(fund)s.")
                self.fault(sentence, **words, fund=name)
                return
        if len(set(asked)) != len(asked):
            self.fault(_("Applicant %(id)s (row %(row)s) names a fund twice."), **words)
        if not is_whole(row.get("fund_score")):
            sentence = _(
                "Applicant %(id)s (row %(row)s): the score for funds, %(score)s, is no whole"
                " number."
            )
            self.fault(sentence, **words, score=row.get("fund_score"))
            return
        self.asking[at - 1] = [funds[name] for name in asked], row["fund_score"]

    def fixed(self) -> dict[str, int]:
        """Read the places that are given already."""
        said = self.data.get("fixed")
        if said is None:
            return {}
        if not isinstance(said, dict):
            self.fault(_("“fixed” is no object."))
            return {}
        for name, option in said.items():
            known = isinstance(option, str) and self.number.get(option, -1) in self.options
            if not known:
                sentence = _("The fixed place of %(id)s is no option: %(option)s.")
                self.fault(sentence, id=name, option=option)
        self.stop()
        return {name: self.number[option] for name, option in said.items()}

    def taken(
        self,
        fixed: Mapping[str, int],
        names: Sequence[str],
        caps: Sequence[int],
        chains: Mapping[int, list[int]],
    ) -> list[int]:
        """Count the fixed places against every quota; refuse more than there are."""
        taken = [0] * len(caps)
        for option in fixed.values():
            for node in chains[option]:
                taken[node] += 1
        for node, number in enumerate(taken):
            if number > caps[node]:
                words = {"number": number, "id": names[node], "cap": caps[node]}
                self.fault(
                    _("%(number)s places are fixed in quota %(id)s, which has %(cap)s."), **words
                )
        return taken


def _up(node: int, parents: Sequence[int]) -> Iterator[int]:
    while node >= 0:
        yield node
        node = parents[node]


def _plain(row: Mapping[str, Any]) -> bool:
    """Say whether what rules ask of an applicant can be read."""
    gpa, languages = row.get("gpa"), row.get("languages")
    return (
        (gpa is None or type(gpa) is int)
        and (languages is None or are_languages(languages))
        and isinstance(row.get("level", ""), (str, type(None)))
        and isinstance(row.get("field", ""), (str, type(None)))
    )
