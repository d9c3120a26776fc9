"""What a column of a sheet of agreements can mean, and by which headings it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.imports import plain
from entente.kit.letters import fold, runs
from entente.organisations.name_words import COUNTRIES

_SAMPLE = 40


@dataclass(frozen=True)
class Target:
    """A thing that a column can mean: its name in a mapping, its label, headings it is known by."""

    name: str
    label: str | Promise
    called: str

    def headings(self) -> Iterable[str]:
        """List the headings, ready to be compared."""
        return (plain(word) for word in (self.name, *self.called.split("|")))


TARGETS = (
    Target(
        "partner",
        _("Partner"),
        "partner institution|partner university|institution|university|organisation|organization|"
        "host university|name of partner|universidad_acuerdo|合作院校|合作学校|合作单位|合作方|"
        "外方学校|外方院校|外方单位|外方机构|对方学校|对方单位|签约方|机构|学校|大学|院校名称|伙伴",
    ),
    Target(
        "partner_zh",
        _("Partner, in Chinese"),
        "partner in chinese|chinese name|合作院校中文名|合作方中文名称|外方中文名称|中文名|"
        "中文名称|机构中文名称|学校中文名",
    ),
    Target(
        "partner_en",
        _("Partner, in English"),
        "partner in english|english name|合作院校英文名|合作方英文名称|外方英文名称|英文名|"
        "英文名称|机构英文名称|学校英文名",
    ),
    Target(
        "country",
        _("Country or region"),
        "country|region|country/region|nation|pais_universidad_acuerdo|国家|国别|国家或地区|"
        "国家和地区|国家/地区|国家（地区）|所在国家|地区",
    ),
    Target(
        "reference",
        _("Our number"),
        "number|no|no.|reference|agreement number|ref|id|编号|协议编号|协议号|档案号|合同编号",
    ),
    Target(
        "title_zh",
        _("Title in Chinese"),
        "chinese title|title chinese|协议名称|协议中文名称|中文标题|协议标题|文本名称|名称",
    ),
    Target(
        "title_en",
        _("Title in English"),
        "title|agreement|agreement title|english title|title english|协议英文名称|英文标题",
    ),
    Target("kind", _("Kind"), "type|agreement type|category|类型|协议类型|类别|协议类别|合作类型"),
    Target(
        "programme",
        _("Programme"),
        "program|scheme|nombre_programa_movilidad|项目|项目名称|所属项目|计划",
    ),
    Target(
        "unit",
        _("Unit of ours"),
        "unit|school|faculty|department|our unit|responsible unit|centro|学院|所属学院|我方单位|"
        "负责单位|承办单位|牵头单位|所属单位|院系|部门",
    ),
    Target(
        "signed_on",
        _("Signed on"),
        "signed|date signed|signature|signature date|date of signature|签署日期|签订日期|签约日期|"
        "签署时间|签订时间|签约时间|签字日期",
    ),
    Target(
        "starts_on",
        _("In force from"),
        "start|starts|begin|begins|valid from|from|start date|effective|生效日期|开始日期|起始日期|"
        "生效时间|起始时间|有效期起",
    ),
    Target(
        "ends_on",
        _("Last day"),
        "end|ends|expires|expiry|expiry date|valid until|until|to|end date|到期日期|到期日|"
        "终止日期|截止日期|失效日期|到期时间|有效期至|有效期止|结束日期",
    ),
    Target(
        "academic_year",
        _("Academic year"),
        "year|curso_academico|学年|年度|年份",
    ),
    Target(
        "direction",
        _("Direction"),
        "in/out|in_out|in or out|inbound/outbound|方向|派出/接收|派出接收|类向",
    ),
    Target(
        "number",
        pgettext_lazy("places under an agreement", "Places"),
        "places|quota|slots|number of places|places offered|plazas_ofertadas_alumnos|名额|"
        "名额数|人数|交换名额|派出名额",
    ),
    Target(
        "used",
        _("Places used"),
        "used|assigned|places used|places assigned|plazas_asignadas_alumnos_out|已用名额|"
        "使用名额|实际派出|实派人数",
    ),
    Target(
        "field",
        _("Field of study"),
        "field|subject|subject area|isced|discipline|nombre_area_estudios_mov|专业|学科|"
        "学科领域|专业领域",
    ),
    Target(
        "level",
        _("Level"),
        "study level|level of study|degree level|层次|学历层次|培养层次|学习层次",
    ),
    Target(
        "language",
        _("Language asked for"),
        "language|language requirement|nombre_idioma_nivel_movilidad|语言|语言要求|外语要求",
    ),
    Target("as_of", _("Use as of"), "updated|updated on|fecha_actualizacion|更新日期|统计日期"),
    Target("domestic", _("Domestic"), "domestic|境内|国内"),
    Target("notes", _("Notes"), "notes|remarks|comment|comments|备注|说明|附注"),
)
BY_NAME = {target.name: target for target in TARGETS}
_DIRECTIONS = frozenset(
    {"in", "out", "inbound", "outbound", "incoming", "outgoing", "派出", "接收"}
)


def suggest(
    headings: Sequence[str], rows: Sequence[Sequence[str]], learned: Mapping[str, str]
) -> dict[int, str]:
    """Propose what each column means: by what was saved before, by its heading, by its values.

    `learned` maps headings of saved mappings, made ready by `plain`, to targets. No target is
    proposed twice, and what stays unclear is left to a person.
    """
    known = {word: target.name for target in reversed(TARGETS) for word in target.headings()}
    known |= learned
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        name = known.get(plain(heading), "")
        if name in BY_NAME and name not in found.values():
            found[at] = name
    for at in range(len(headings)):
        values = [row[at] for row in rows[:_SAMPLE] if at < len(row) and row[at]]
        name = _by_values(values)
        if at not in found and name and name not in found.values():
            found[at] = name
    return found


def heading_matches(cells: Iterable[str], learned: Mapping[str, str]) -> int:
    """Count the cells of a row that are headings as people write them."""
    known = {word for target in TARGETS for word in target.headings()} | learned.keys()
    return len({plain(cell) for cell in cells if cell} & known)


def _by_values(values: Sequence[str]) -> str:
    if len(values) < 3:
        return ""
    for name, fits in (("country", _is_country), ("direction", _is_direction)):
        if sum(map(fits, values)) * 10 >= len(values) * 9:
            return name
    schools = sum("univ" in fold(value) or "大学" in value for value in values)
    return "partner" if schools * 2 > len(values) else ""


def _is_country(value: str) -> bool:
    return " ".join(runs(fold(value))) in COUNTRIES


def _is_direction(value: str) -> bool:
    return value.strip().casefold() in _DIRECTIONS
