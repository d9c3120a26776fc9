"""The shapes in which the documents' facts are written down: nothing without its origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.core.files.base import ContentFile

Language = str
Kind = Literal["official", "short", "alias", "former"]


@dataclass(frozen=True)
class Origin:
    """Where a fact comes from."""

    name: str


@dataclass(frozen=True)
class Document(Origin):
    """One of the five pages; `dated` is its own date, empty where it carries none."""

    number: str = ""
    about: str = ""
    dated: str = ""

    @property
    def date(self) -> str:
        """Say when the page was written, as far as it says so."""
        return f"Dated {self.dated}" if self.dated else "Without a date"

    def says(self, *words: str) -> Quote:
        """Give the exact words of the page that carry a fact."""
        return Quote(self, words)


@dataclass(frozen=True)
class Quote:
    """Words of one document, in its own spelling; left-out text stands between two passages."""

    document: Document
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.document.name}: “{' … '.join(self.words)}”"


# A register of research organisations with identifiers, names and places, in the public domain.
ROR = Origin("Research Organization Registry (ROR)")
# Names and years that everybody in the field uses, though none of the five documents prints them.
CUSTOMARY = Origin("customary")


@dataclass(frozen=True)
class Name:
    """One name of an organisation: as a document prints it, or as the origin says."""

    text: str
    language: Language
    origin: Origin
    kind: Kind = "official"
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Place:
    """A country or region (ISO 3166 code), a town, and where it lies; empty is unknown."""

    country: str
    town: str = ""
    town_zh: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Partner:
    """An organisation that a document names, with what identifies it.

    `part_of` is the partner it belongs to; `became` is the one that it has gone over into, in
    the year `ended`.
    """

    names: tuple[Name, ...]
    place: Place
    kind: Literal["university", "faculty", "laboratory", "company", "other"] = "university"
    ror: str = ""
    part_of: Partner | None = None
    became: Partner | None = None
    ended: str = ""

    @property
    def name(self) -> str:
        """What this program calls the partner: its first name in English, else its first."""
        english = [name.text for name in self.names if name.language == "en"]
        return english[0] if english else self.names[0].text


@dataclass(frozen=True)
class Mention:
    """A partner, and the words by which a document names it."""

    partner: Partner
    source: Quote


@dataclass(frozen=True)
class Home:
    """One of our own units, with those below it."""

    code: str
    kind: Literal["university", "school", "department", "secretariat"]
    source: Quote
    name_zh: str = ""
    name_en: str = ""
    below: tuple[Home, ...] = ()


@dataclass(frozen=True)
class Promise:
    """An agreement between a home and one partner, as far as a document states it.

    Its title is in the page's words, its date as exact as the page; what the page does not say
    stays empty. `note` is for the officer who reads on.
    """

    partner: Partner
    kind: Literal["memorandum", "exchange", "cooperation", "research"]
    title_en: str
    source: Quote
    signed: str = ""
    note: str = ""


@dataclass(frozen=True)
class Somebody:
    """A person whom a document names, and what the person was then."""

    family_name: str
    given_name: str
    position_en: str
    source: Quote
    name_zh: str = ""
    position_zh: str = ""


@dataclass(frozen=True)
class Halt:
    """A partner at which a journey stopped, and what happened there in the page's words."""

    partner: Partner
    about_en: str
    source: Quote


@dataclass(frozen=True)
class Brought:
    """What a journey brought; `led_to` is the partner with whom an agreement came of it."""

    kind: Literal["intent", "memorandum", "exchange", "project", "promise"]
    text_en: str
    source: Quote
    led_to: Partner | None = None


@dataclass(frozen=True)
class Journey:
    """A delegation that the home sent; of its members the page names the leader alone."""

    title_en: str
    starts_on: str
    ends_on: str
    leader: Somebody
    source: Quote
    halts: tuple[Halt, ...]
    brought: tuple[Brought, ...]


@dataclass(frozen=True)
class Together:
    """A laboratory or centre that a home keeps with partners, as far as its page tells.

    `founded_by` is the partner of the agreement by which it was founded.
    """

    kind: Literal["laboratory", "centre"]
    name_en: str
    source: Quote
    partners: tuple[Partner, ...] = ()
    level: Literal["", "national"] = ""
    founded: str = ""
    founded_by: Partner | None = None


@dataclass(frozen=True)
class JointWork:
    """A project of a home and a partner who approved it, dated as exactly as its page."""

    title_en: str
    partner: Partner
    source: Quote
    approved: str


@dataclass(frozen=True)
class Membership:
    """A member of a consortium; `initiator` where the English text counts it among them."""

    partner: Partner
    source: Quote
    initiator: Quote | None = None


@dataclass(frozen=True)
class Edition:
    """One summer school of a consortium; `on` is as exact as the page."""

    host: Partner
    on: str
    source: Quote
    place: str


@dataclass(frozen=True)
class League:
    """A consortium as its page describes it."""

    names: tuple[Name, ...]
    founded: str
    place_zh: str
    place_en: str
    address: str
    source: Quote
    members: tuple[Membership, ...]
    chair: Somebody
    chair_source: Quote
    secretariat: Partner
    secretariat_source: Quote
    mandates_since: str
    series_source: Quote
    editions: tuple[Edition, ...]


@dataclass(frozen=True)
class Institution:
    """Everything that one document says: one of the five homes and its cooperation."""

    document: Document
    home: Home
    itself: Partner
    mentions: tuple[Mention, ...] = ()
    promises: tuple[Promise, ...] = ()
    people: tuple[Somebody, ...] = ()
    journeys: tuple[Journey, ...] = ()
    league: League | None = None
    kept_together: tuple[Together, ...] = ()
    projects: tuple[JointWork, ...] = ()

    def quotes(self) -> tuple[Quote, ...]:
        """List every quoted passage once, in the order in which they are first needed."""
        found = [self.home.source, *(unit.source for unit in self.home.below)]
        found += [mention.source for mention in self.mentions]
        found += [promise.source for promise in self.promises]
        found += [person.source for person in self.people]
        for journey in self.journeys:
            found += [journey.source, *(halt.source for halt in journey.halts)]
            found += [brought.source for brought in journey.brought]
        if self.league:
            found += [self.league.source, self.league.chair_source, self.league.secretariat_source]
            for member in self.league.members:
                found += [member.source, *([member.initiator] if member.initiator else [])]
            found.append(self.league.series_source)
            found += [edition.source for edition in self.league.editions]
        found += [centre.source for centre in self.kept_together]
        found += [project.source for project in self.projects]
        return tuple(dict.fromkeys(found))

    def printed(self, partner: Partner) -> dict[Language, str]:
        """Give a partner's names in this document's own spelling, empty where it has none."""
        names = [n for n in partner.names if n.origin == self.document and n.kind != "short"]
        return {
            language: next((name.text for name in names if name.language == language), "")
            for language in ("zh", "en")
        }

    def text(self) -> str:
        """Write what is quoted from the document as a text of its own."""
        document = self.document
        words = dict.fromkeys(words for quote in self.quotes() for words in quote.words)
        return "\n\n".join([document.name, document.about, document.date, *words]) + "\n"

    def as_file(self) -> ContentFile[bytes]:
        """Give the quoted words as a file to hang on a record."""
        return ContentFile(self.text().encode(), name=f"document-{self.document.number}.txt")

    def about_file(self) -> dict[str, str]:
        """Say what that file is."""
        return {"title_en": self.document.name, "source": self.document.date}
