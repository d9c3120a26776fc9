"""What stands in a cell: days, years, numbers, countries, languages, as offices write them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.intake.shipped import Mapping
from entente.kit.errors import DomainError
from entente.kit.letters import fold, is_han, runs
from entente.kit.periods import FIRST_YEAR, LAST_YEAR, PartialDate
from entente.mobility.enums import Kind, StayState
from entente.organisations.name_words import COUNTRIES
from entente.organisations.places import CODES
from entente.partnerships.enums import AgreementKind, Direction, StudyLevel
from entente.people.enums import Sex

_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEARS = re.compile(r"(\d{4})(?:\s*[-–/~至]\s*(\d{2}|\d{4}))?\s*(?:学年(?:度)?|年(?:度)?)?")
_CODE = re.compile(r"\[?([\d.]+)\]?\s*[-–:]?\s*(?:\[?[\d.]+\]?\s*[-–:]\s*)?(.*)", re.DOTALL)
_CEFR = re.compile(r"\b([ABC][12])\b")
_YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "1",
        "是",
        "√",
        "✓",
        "x",
        "sí",
        "si",
        "ja",
        "oui",
        "国内",
        "境内",
        "domestic",
    ]
)
_NO = frozenset(["no", "n", "false", "0", "否", "×", "nein", "non", "国际", "international"])
_DIRECTIONS = {
    Direction.OUTBOUND: "out outbound outgoing outgoings 派出 出境 出 out going 赴外 外派",
    Direction.INBOUND: "in inbound incoming incomings 接收 来华 入境 进 来访 接受",
}
_KINDS = {
    AgreementKind.MEMORANDUM: "mou memorandum mou/moa memorandum_of_understanding 备忘录 谅解备忘录"
    " 合作备忘录 意向书",
    AgreementKind.COOPERATION: "cooperation general framework cooperation_agreement"
    " general_agreement framework_agreement moa 合作协议 框架协议 校际协议 合作框架协议 校级协议",
    AgreementKind.EXCHANGE: "exchange student_exchange student_exchange_agreement mobility erasmus"
    " sea 学生交换 交换协议 交换生 学生交换协议 交流协议 交换 学生交流 交换生协议",
    AgreementKind.JOINT_CULTIVATION: "joint_cultivation joint_training joint_programme 联合培养"
    " 联合培养协议",
    AgreementKind.JOINT_DEGREE: "joint_degree double_degree dual_degree double_diploma 双学位"
    " 联合学位 双学位协议 双硕士",
    AgreementKind.PROGRAMME: "cooperative_programme 中外合作办学项目 合作办学项目 合作办学",
    AgreementKind.INSTITUTION: "cooperative_institution 中外合作办学机构 合作办学机构",
    AgreementKind.RESEARCH: "research research_cooperation research_agreement 科研合作 科研合作协议"
    " 科研",
    AgreementKind.TRAINING: "training 培训 培训协议",
    AgreementKind.OTHER: "other 其他 其它",
}
_LEVELS = {
    StudyLevel.BACHELOR: "bachelor undergraduate ba bsc ug 本科 本科生 学士",
    StudyLevel.MASTER: "master masters ma msc 硕士 硕士生 硕士研究生",
    StudyLevel.DOCTOR: "doctor doctorate phd doctoral 博士 博士生 博士研究生",
    StudyLevel.POSTGRADUATE: "postgraduate graduate pg 研究生",
    StudyLevel.STAFF: "staff teacher teachers 教师 教职工",
    StudyLevel.SHORT: "short 短期 专科",
}
_STAY_KINDS = {
    Kind.EXCHANGE: "exchange student_exchange sms 交换 交换生 学生交换 校际交换 学期交换",
    Kind.JOINT: "joint_cultivation joint_training 联合培养 联培",
    Kind.DEGREE: "degree degree_study 攻读学位 学历 学位 学历生",
    Kind.VISITING: "visiting visiting_study 访学 访问学习 访问学生 访问学者",
    Kind.STUDY_TOUR: "study_tour 游学 研学 短期交流 短期访学",
    Kind.CAMP: "camp summer_camp winter_camp summer_school 夏令营 冬令营 暑期学校",
    Kind.SCHOLARSHIP: "scholarship csc 国家公派 公派 国家留学基金",
    Kind.CONFERENCE: "conference 参会 国际会议 会议",
    Kind.INTERNSHIP: "internship traineeship smp 实习",
    Kind.LANGUAGE: "language 语言进修 语言生 语言学习",
    Kind.RESEARCH: "research 科研 研究 合作研究 科研合作",
    Kind.TEACHING: "teaching sta 讲学 授课 教学",
    Kind.TRAINING: "training stt 培训 进修",
    Kind.OTHER: "other 其他 其它",
}
_STATES = {
    StayState.PLANNED: "planned 计划 拟派 待派出 未出发",
    StayState.UNDER_WAY: "under_way ongoing current 在外 在读 在校 进行中",
    StayState.DONE: "done completed returned finished 已完成 已回国 已返校 已结束 结业",
    StayState.BROKEN_OFF: "broken_off interrupted 中止 提前返回 提前回国",
    StayState.NOT_TAKEN: "not_taken cancelled withdrawn 未派出 取消 放弃",
}
_SEXES = {Sex.FEMALE: "f female w 女 女性", Sex.MALE: "m male 男 男性", Sex.OTHER: "x other"}
NOT_NAMED = "mis"
_OTHERS = frozenset({"otros", "other", "others", "其他", "其它", "sonstige", "autres"})


def day(text: str, day_first: bool = False) -> PartialDate:
    """Read a day, a month or a year; one that can be read in two ways is refused."""
    text = unicodedata.normalize("NFKC", text).strip()
    if found := _DAY.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        if first != second and max(first, second) <= 12 and not day_first and "." not in text:
            raise DomainError(
                _("“%(text)s” can be read in two ways. Write it as %(one)s or %(other)s.")
                % {
                    "text": text,
                    "one": f"{year}-{second:02d}-{first:02d}",
                    "other": f"{year}-{first:02d}-{second:02d}",
                }
            )
        if second > 12:
            first, second = second, first
        return PartialDate.parse(f"{year}-{second}-{first}")
    return PartialDate.parse(text.removesuffix(" 00:00"))


def exact_day(text: str, day_first: bool = False) -> datetime.date:
    """Read a day."""
    read = day(text, day_first)
    if read.day is None:
        raise DomainError(_("Write the whole day, for example 2026-05-01."))
    return read.earliest


def academic_year(text: str) -> int:
    """Read the calendar year in which an academic year begins: 2017, 2017/18, 2017-2018学年."""
    found = _YEARS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    year = int(found[1]) if found else 0
    follows = not found or not found[2] or int(found[2][-2:]) == (year + 1) % 100
    if not (FIRST_YEAR <= year <= LAST_YEAR) or not follows:
        raise DomainError(
            _("“%(text)s” is no academic year. Write 2026 or 2026/27.") % {"text": text}
        )
    return year


def number(text: str) -> int:
    """Read how many; a number of places is whole and not negative."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    plain = re.sub(r"(?<=\d)[个名人]$", "", plain)
    if re.fullmatch(r"[-−]\d+(\.0+)?", plain):
        raise DomainError(_("A number of places cannot be negative."))
    if not re.fullmatch(r"\d{1,6}(\.0+)?", plain):
        raise DomainError(_("“%(text)s” is no whole number.") % {"text": text})
    return int(float(plain))


def country(text: str) -> str:
    """Read a country or region, by name or by its two letters."""
    if text.upper() in CODES:
        return text.upper()
    found = COUNTRIES.get(" ".join(runs(fold(text))), "")
    if not found:
        raise DomainError(_("There is no country or region “%(text)s”.") % {"text": text})
    return found


def field_of_study(text: str) -> tuple[str, str]:
    """Read a field as code and words: "0211-Audio-visual techniques", or words alone."""
    found = _CODE.fullmatch(text)
    if not found:
        return "", text[:120]
    return found[1].strip(".")[:10], found[2].strip(" -–")[:120]


def language(text: str) -> tuple[str, str]:
    """Read a language and its level: "German - B1", "英语 CET-6"."""
    level = _CEFR.search(text.upper())
    name, _dash, rest = text.partition(" - ")
    words = runs(fold(name))
    code = _one_of(words)
    if not code:
        raise DomainError(_("There is no language “%(text)s”.") % {"text": name.strip()})
    if level:
        return code, level[1]
    if not rest and len(words) > 1:
        rest = " ".join(name.split()[1:])
    return code, rest.strip()[:40]


def _one_of(words: list[str]) -> str:
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length])
        if name in _OTHERS:
            return NOT_NAMED
        if found := _languages().get(name):
            return found
    return ""


@cache
def _languages() -> dict[str, str]:
    names: dict[str, str] = {}
    for spoken in ("zh", "en", "es", "fr", "de", "it", "pt"):
        for code, name in Locale(spoken).languages.items():
            if len(code) <= 3:
                names.setdefault(" ".join(runs(fold(name))), code)
    return names | {"汉语": "zh", "中文": "zh", "英文": "en", "法文": "fr", "德文": "de"}


def _choice(words: dict[Any, str], enum: Any, refusal: Any) -> Callable[[str], str]:
    @cache
    def known() -> dict[str, str]:
        found = {
            word.replace("_", ""): str(value)
            for value, them in words.items()
            for word in them.split()
        }
        for spoken in ("en", "zh-hans"):
            with override(spoken):
                found |= {_bare(str(member.label)): str(member.value) for member in enum}
        return found | {str(member.value): str(member.value) for member in enum}

    def read(text: str) -> str:
        found = known().get(text) or known().get(_bare(text))
        if not found:
            raise DomainError(refusal % {"text": text})
        return found

    return read


def _bare(text: str) -> str:
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", text).casefold())


direction = _choice(
    _DIRECTIONS,
    Direction,
    gettext_lazy("“%(text)s” is no direction. Write OUT or IN, 派出 or 接收."),
)
kind = _choice(_KINDS, AgreementKind, gettext_lazy("“%(text)s” is no kind of agreement."))
stay_kind = _choice(
    _STAY_KINDS, Kind, gettext_lazy("“%(text)s” is no kind of stay: exchange, research, camp …")
)
stay_state = _choice(
    _STATES, StayState, gettext_lazy("“%(text)s” is no state: planned, under way, completed …")
)
sex = _choice(_SEXES, Sex, gettext_lazy("Write female or male, 女 or 男; “%(text)s” is neither."))
level = _choice(_LEVELS, StudyLevel, gettext_lazy("“%(text)s” is no level of study."))


def yes_or_no(text: str) -> bool:
    """Read yes or no."""
    word = text.strip().casefold()
    if word not in _YES | _NO:
        raise DomainError(_("Write yes or no; “%(text)s” is neither.") % {"text": text})
    return word in _YES


def words(longest: int) -> Callable[[str], str]:
    """Make a reader of text up to a length."""

    def read(text: str) -> str:
        text = " ".join(text.split())
        if len(text) > longest:
            raise DomainError(_("This is longer than %(most)s characters.") % {"most": longest})
        return text

    return read


READERS: dict[str, Callable[[str], Any]] = {
    "partner": words(300),
    "partner_zh": words(300),
    "partner_en": words(300),
    "country": country,
    "reference": words(100),
    "title_zh": words(300),
    "title_en": words(300),
    "kind": kind,
    "programme": words(60),
    "unit": words(200),
    "academic_year": academic_year,
    "direction": direction,
    "number": number,
    "used": number,
    "field": field_of_study,
    "level": level,
    "language": language,
    "domestic": yes_or_no,
    "notes": words(5000),
}


DAYS = {"signed_on": day, "starts_on": day, "ends_on": day, "as_of": exact_day}


def reader_of(target: str, mapping: Mapping) -> Callable[[str], Any]:
    """Give the reader of a target's cells."""
    if target in DAYS:
        return partial(DAYS[target], day_first=mapping.day_first)
    return READERS[target]


def language_of(name: str) -> str:
    """Say in which language a name stands, as far as it shows: Chinese, English, or another."""
    if any(is_han(run) for run in runs(fold(name))):
        return "zh"
    english = {"university", "college", "institute", "school", "of", "the"}
    return "en" if english & set(name.casefold().split()) else "und"


def without_country(name: str, code: str) -> str:
    """Take the country in brackets off the end of a name that stands beside its country."""
    found = re.fullmatch(r"(.+?)\s*[(（]([^()（）]+)[)）]", name)
    if found and code and COUNTRIES.get(" ".join(runs(fold(found[2])))) == code:
        return found[1]
    return name
