"""What is written, cut into the words and pieces by which names are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from entente.kit.letters import fold, is_dense, is_han, runs
from entente.organisations.name_words import COUNTRIES, GENERIC, LEGAL, STOP, meaning
from entente.organisations.resolving.other_scripts import is_foreign, latin_words

_PARTS = re.compile(r"[,;|/\n\t，；、()（）\[\]【】{}:：]+|\s[-–—]+\s|(?<=\w)\.\s+(?=[A-Z(])")
_MAIL = re.compile(r"\S+@\S+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_AMPERSAND = re.compile(r"\b(\w)\s?[&＆]\s?(\w)\b")
_SIGNS = re.compile(r"[^a-z0-9]+")
_NUMBERED = re.compile(r"\d")
LONGEST = 2000
SHORTEST_COMPOUND = 4

# Beside the words of keys: words that stand in names of institutions in more languages.
_SAME = {
    "university": (
        "universitesi unversity universit universitatis universitas unibertsitatea universiteti"
        " universitety universytet daehaggyo daehakgyo universidades univesity universities"
        " daigaku universitario universitaria universitaire universitaires universitari"
        " univerzitete hochschule fachhochschule hogskola hogskolan hoyskole hogskole"
        " ammattikorkeakoulu kolegija yuksekokulu egyetemi"
    ),
    "technology": (
        "tekhnologiy teknolojisi tecnologico teknologi tecnologie technologi technologia"
        " technologiczny technologiczna technologijos"
    ),
    "technical": (
        "tekhnicheskiy tekhnicheskii tekhnichnyy teknik teknisk techniczna tecnologica"
        " technologic technologique"
    ),
    "state": (
        "gosudarstvennyy gosudarstvennyi derzhavnyy gosudarstvennaya panstwowa panstwowy"
        " valstybinis statale devlet"
    ),
    "national": "kebangsaan natsionalnyy natsionalnyi nacionalnyy narodowy narodni ulusal",
    "science": (
        "ilmu nauchnyy nauchno fan stiinte veda ved tudomany scientific nauka nauki scientifique"
        " bilimleri bilim wissenschaftliche"
    ),
    "medical": "meditsinskiy meditsinskii medychnyy medyczna medicine medicina medecine medizin",
    "pedagogical": (
        "pedagogicheskiy pedagogicheskii pedagogichnyy pedagogiczny pedagogika padagogische"
        " paedagogische pedagogique pedagogica teachers"
    ),
    "agricultural": (
        "selskokhozyaystvennyy selskokhozyaistvennyi agrarnyy agrarian agrarna rolniczy"
        " agriculture agronomique agronomica"
    ),
    "economics": (
        "economic ekonomicheskiy ekonomicheskii ekonomichnyy ekonomiczny economia economie"
        " ekonomi ekonomicka wirtschaft okonomie oekonomie economique"
    ),
    "academy": "akademiya akademiia akademia",
    "institute": "instytut institutu institutes instytutu institutum enstitusu",
    "polytechnic": (
        "politekhnicheskiy politekhnicheskii politekhnichnyy polytechnical politechniczny"
        " politeknik polytechnica"
    ),
    "engineering": (
        "ingenieria ingegneria ingenierie ingenieurs ingenieur engenharia inzhenernyy"
        " muhendislik ingenieurwissenschaften"
    ),
    "catholic": "katolicki catolico katolik cattolico",
    "applied": "angewandten stosowanych toegepaste",
    "art": "arts arte arti artes kunst kunste kuenste kunsten beaux sztuk umeni",
    "music": "musik musica musique muzyczna muzyki musikhochschule",
    "education": "educacion educacao educazione erziehung edukacji bildung",
    "administration": "administracion administracao verwaltung amministrazione administracji",
    "business": "comercio commerce gewerbe handels handelshochschule affaires",
    "federal": "federale federalnyy bundes",
    "faculty": "fakultet fakulta facultes faculties",
    "department": "departments departament kafedra",
    "hospital": "hospitals krankenhaus hopital ospedale klinikum clinic clinica",
    "free": "libre freie vrije libera livre",
    "higher": "superior superieur superieure superiore superieures superiores wyzsza vysoka tinggi",
    "islamic": "islam islami islamique islamica islamski",
    "health": "salud sante saude salute saglik kesehatan gesundheit zdravotnicka",
    "law": "droit derecho diritto direito recht hukum prawa hukuk yuridicheskiy",
    "research": (
        "recherche recherches investigacion investigaciones pesquisa pesquisas ricerca ricerche"
        " forschung penelitian badan arastirma issledovatelskiy"
    ),
    "studies": "etudes estudios studi estudos studiow studien",
    "social": "sociales sociais sociali sociale spoleczne sosial",
    "humanities": "humanas humanidades humaines humanistyczny humanistyczna humaniora",
    "management": "gestion gestao gestione manajemen zarzadzania yonetim upravleniya verwaltungs",
    "architecture": "arquitectura arquitetura architettura architektur arkhitekturnyy mimarlik",
    "conservatory": "conservatorio conservatoire conservatori konservatorium konservatuvari",
    "environment": "ambiente environnement umwelt srodowiska",
    "development": "desarrollo developpement desenvolvimento sviluppo entwicklung",
    "central": "centrale tsentralnyy zentrale",
    "maritime": "maritima marittima morska morskoy morskaya",
    "mining": "minas mines minera gornyy gornictwa gornicza",
    "transport": "transporta transportu transportes transports trasporti",
    "forestry": "forestal forestiere forestier lesnoy lesnicka",
    "culture": "kultury cultura kultur kebudayaan",
    "sport": "sports sportu deporte deportes idmana sporta olahraga",
    "industry": "industrie industria industrial industriel industriales",
    "nursing": "enfermeria infirmiers enfermagem keperawatan pielegniarstwa",
    "theatre": "teatro theater teatr teatralnyy szinhaz",
    "film": "cine cinema kino",
    "language": "languages lenguas langues lingue linguas jezykow sprachen",
    "foreign": "extranjeras etrangeres straniere obcych fremd",
    "communication": "comunicacion comunicacao comunicazione kommunikation komunikasi",
    "veterinary": "veterinaria veterinaire veterinarnyy weterynaryjny tierarztliche",
    "military": "militar militaire militare wojskowa voennyy askeri",
    "north": "norte nord",
    "south": "sur sul sud",
    "royal": "real royale reale koninklijke kungliga",
    "saint": "santa sainte san sao sv",
    "city": "ciudad ville citta",
    "new": "nueva nouvelle nuova nova neue",
}
WORDS = {word: one for one, words in _SAME.items() for word in words.split()}
_ALSO_STOP = (
    "named imeni atyndagy iz din ta w v u o s dos im am auf aus bei sur sous par con per pri na ve"
    " the el al und"
)
SILENT = STOP.union(_ALSO_STOP.split())


def parts_of(text: str) -> list[str]:
    """Cut a line into what commas, brackets and dashes part; mail addresses go."""
    text = _MAIL.sub(" ", text[:LONGEST])
    text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    return [part.strip(" .'\"“”*") for part in _PARTS.split(text) if part and part.strip(" .")]


@lru_cache(maxsize=200_000)
def _word(run: str) -> str:
    return meaning(WORDS.get(run, run))


@lru_cache(maxsize=100_000)
def words_of(text: str) -> tuple[str, ...]:
    """Give the words that tell: folded, in one language where we know it, others in Latin script.

    Chinese and Japanese stay in their characters, each stretch in one piece.
    """
    text = _AMPERSAND.sub(r"\1\2", text)
    if not text.isascii() and is_foreign(text):
        text = latin_words(text)
    found: list[str] = []
    for run in runs(fold(text)):
        if is_dense(run) and is_han(run):
            found.append(run)
        else:
            latin = run if run.isascii() else _in_latin(run)
            found += [_word(part) for part in latin.split() if part not in SILENT]
    while len(found) > 1 and found[-1] in LEGAL:
        found.pop()
    return tuple(found)


@lru_cache(maxsize=50_000)
def _in_latin(run: str) -> str:
    from anyascii import anyascii  # names in other scripts only

    return _SIGNS.sub("", anyascii(run).lower())


def compounds_of(names: Iterable[Iterable[str]]) -> frozenset[str]:
    """Find the words that some names write as one and others as two: Jiaotong, Jiao Tong."""
    rows = [list(name) for name in names]
    known = {word for row in rows for word in row if len(word) > SHORTEST_COMPOUND}
    return frozenset(
        both
        for row in rows
        for one, other in pairwise(row)
        if (both := one + other) in known and both not in GENERIC and both.isascii()
    )


def compounded(words: Iterable[str], compounds: AbstractSet[str]) -> list[str]:
    """Write as one what some names write as two."""
    found: list[str] = []
    for word in words:
        if found and found[-1] + word in compounds:
            found[-1] += word
        else:
            found.append(word)
    return found


def pairs(word: str) -> list[str]:
    """Cut Chinese into pairs of characters; a single character stands alone."""
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]


def without_numbers(words: Iterable[str]) -> list[str]:
    """Leave out postcodes and house numbers; `Paris 7` keeps its small numbers."""
    return [word for word in words if not (_NUMBERED.search(word) and len(word) > 2)]


@lru_cache(maxsize=20_000)
def country_of(part: str) -> str:
    """Give the country that a whole part of a line names, ISO two letters, or ""."""
    return COUNTRIES.get(" ".join(runs(fold(part))), "")


@lru_cache(maxsize=50_000)
def country_at_end(part: str) -> str:
    """Give the country that the last words of a part name, or ""."""
    words = runs(fold(part))
    for length in (4, 3, 2, 1):
        if len(words) > length and (code := COUNTRIES.get(" ".join(words[-length:]), "")):
            return code
    return ""


@lru_cache(maxsize=300)
def words_of_country(code: str) -> frozenset[str]:
    """Give every Latin word of the names of a country."""
    names = (name for name, of in COUNTRIES.items() if of == code and not is_dense(name))
    return frozenset(word for name in names for word in words_of(name))
