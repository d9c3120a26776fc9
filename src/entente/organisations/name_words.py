"""Words in names of organisations: those that mean the same, and those that tell nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from rapidfuzz.distance import OSA

from entente.kit.letters import fold, runs

_SAME = {
    "university": "u uni univ universite universitat universitaet universidad universita"
    " universidade uniwersytet universiteit universitet universitetet universiti universitas"
    " universitatea universitate univerzita univerzitet univerza universitesi universitetas"
    " egyetem yliopisto ulikool sveuciliste panepistimio",
    "institute": "inst institut instituto istituto instytut instituut institutet institutul"
    " enstitusu intezet",
    "technology": "tech technol technologie technologies tecnologia teknologi technologii"
    " tecnologico tecnologica technological",
    "technical": "techn technische technischen technischer technique tecnico tecnica tekniska"
    " teknisk technicka technicke technicznego tehnica tehnicka teknik",
    "polytechnic": "polytech politecnico politecnica politecnic polytechnique politechnika"
    " polytechnische politehnica politeknik",
    "college": "coll colegio collegio",
    "school": "sch schule escuela ecole scuola escola szkola skola hochschule hogeschool",
    "academy": "acad akademie academie academia accademia akademia akademi akademija",
    "national": "nat natl nacional nationale nationaal nazionale nacionala",
    "state": "estatal estadual statale",
    "autonomous": "autonoma autonome",
    "catholic": "catolica cattolica catholique katholische katholieke katolicki",
    "science": "sci sciences ciencias ciencia scienze wissenschaften wissenschaft nauk",
    "applied": "appl angewandte appliquees aplicadas",
    "medical": "med medizinische medica medicala medyczny",
    "agricultural": "agri agr agraria agricole agricola",
    "faculty": "fac facultad faculte fakultat facolta faculdade",
    "department": "dept dep departamento departement dipartimento",
    "centre": "center ctr centro zentrum",
    "laboratory": "lab laboratoire laboratorio laboratories labs",
    "international": "intl internacional internationale internazionale",
    "saint": "st sankt",
}
WORDS = {word: meaning for meaning, words in _SAME.items() for word in words.split()}
_MEANINGS = tuple(word for word in _SAME if len(word) > 6)


@lru_cache(maxsize=20_000)
def meaning(word: str) -> str:
    """Give the word that stands for this one in a key, through language and one slip."""
    if word in WORDS or len(word) < 7 or word in _SAME:
        return WORDS.get(word, word)
    return next((known for known in _MEANINGS if OSA.distance(word, known) == 1), word)


_STOP = (
    "of the for and at in on an a de la las le les los el du des d l del della delle dello dei di"
    " da do dos das e i y et der die den dem und fur zu zum zur van voor het og och"
)
STOP = frozenset(_STOP.split())
_LEGAL = (
    "gmbh ggmbh mbh ltd limited inc incorporated llc plc sa srl spa ag ev asbl bv nv corp"
    " corporation"
)
LEGAL = frozenset(_LEGAL.split())
LEGAL_HAN = re.compile(r"(?:股份|责任)?(?:有限(?:责任)?)?公司$")

_TELL_NOTHING = (
    "american european african asian british french german northern southern eastern western"
    " north south east west central open free christian islamic art arts music business"
    " management economics engineering education educational new royal federal public private"
    " higher pedagogical normal language languages foreign studies health social humanities law"
    " city metropolitan research general company group association society"
)
GENERIC = (frozenset(_SAME) | frozenset(_TELL_NOTHING.split())) - {"saint"}
GENERIC_HAN = re.compile(
    "研究中心|科学院|外国语|中医药|天主教|基督教|实验室|"
    "大学|学院|学校|研究院|研究所|中心|国立|公立|私立|州立|皇家|联邦|综合|理工|科技|技术|科学|"
    "工业|工程|农业|林业|医科|医学|师范|民族|财经|政法|外语|语言|艺术|美术|音乐|体育|海洋|交通|"
    "电子|信息|药科|商学|经济|管理|应用|职业|高等|专科|国际|开放|公开|女子|友谊|人民|自由|首都|"
    "城市|教育|文化|传媒|旅游|航空|航天|石油|化工|矿业|地质|水利|电力|邮电|公司|集团|协会"
)

# --- Countries ------------------------------------------------------------------------------------

# Beside these our own region names stand inside a school's name: 中国人民大学, 香港中文大学.
KEPT_IN_FRONT = frozenset({"CN", "HK", "MO", "TW"})
_ALSO = {
    "AE": "阿联酋;uae",
    "AU": "澳洲",
    "BA": "波黑;bosnia",
    "CI": "cote divoire;ivory coast",
    "CN": "pr china;p r china;peoples republic of china;prc;中华人民共和国",
    "CZ": "czech republic;捷克共和国;república checa",
    "GB": "uk;u k;england;scotland;wales;northern ireland;great britain;united kingdom;inglaterra",
    "IE": "eire;irlanda eire;ireland eire;republic of ireland",
    "HK": "hong kong;hong kong sar;hongkong;香港",
    "IR": "iran islamic republic of",
    "KG": "吉尔吉斯",
    "KR": "korea;south korea;republic of korea;korea south;corea del sur",
    "LA": "lao pdr;老挝人民民主共和国",
    "MD": "republic of moldova",
    "MK": "macedonia",
    "MO": "macao;macau;macau sar;macao sar;澳门",
    "NL": "holland;the netherlands;países bajos;holanda;荷兰王国",
    "PS": "palestine",
    "RU": "russian federation;俄罗斯联邦;俄国",
    "SA": "沙特;ksa",
    "SK": "slovak republic",
    "SY": "syrian arab republic",
    "TR": "turkey;turkiye;turquia",
    "TW": "taiwan;台湾;中国台湾",
    "TZ": "united republic of tanzania",
    "US": "usa;u s a;us;united states of america;eeuu;ee uu;estados unidos",
    "VN": "viet nam",
}
_LANGUAGES = ("zh", "en", "es", "fr", "de", "it", "pt")


def _countries() -> dict[str, str]:
    """Map the names of countries, folded, to their two letters."""
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ"}:
                names.setdefault(_key(name), code)
    for code, more in _ALSO.items():
        names |= {_key(name): code for name in more.split(";")}
    return names | {_without_stops(name): code for name, code in names.items()}


def _key(name: str) -> str:
    return " ".join(runs(fold(name)))


def _without_stops(name: str) -> str:
    return " ".join(meaning(word) for word in name.split() if word not in STOP)


COUNTRIES = _countries()
LONGEST_COUNTRY = max(len(name) for name in COUNTRIES if not name.isascii())
