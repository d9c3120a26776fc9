"""Totals that the documents state, as tallies, and sentences made from figures.

Each tally cites the line of `claims.tsv` that it is. Where the Chinese and the English text of one
page disagree, the Chinese one is entered, for it says what is counted; the conflict stays to be
settled. “22 consecutive years” since 2002 cannot be, so it is no tally.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from entente.demo import partners as p
from entente.demo.facts import Partner


@dataclass(frozen=True)
class Stated:
    """A total of a document: which claim it is, what it counts, of which time.

    `also` names a measure other than the claim's own word, `role` or `partner` narrow it. `but` is
    how many of them are records of their own, so that the tally stands beside the records for the
    others.
    """

    claim: str
    also: str = ""
    since: str = ""
    until: str = ""
    partner: Partner | None = None
    role: str = ""
    but: int = 0


@dataclass(frozen=True)
class Saying:
    """A figure with its sentences; `period` are the columns that give its period."""

    measure: str
    name_zh: str
    name_en: str
    zh: str
    en: str
    period: dict[str, Any] = field(default_factory=lambda: {"period_kind": "in_all"})
    partner: Partner | None = None
    role: str = ""
    style: str = "over"
    per_year: bool = False


AS_OF: dict[str, Any] = {"period_kind": "as_of"}
IN_2019: dict[str, Any] = {"period_kind": "year", "period_year": 2019}
SINCE_1979: dict[str, Any] = {
    "period_kind": "since",
    "period_from": "1979",
    "fixed_on": "2020-10-22",
}
THEN: dict[str, Any] = {"period_kind": "as_of", "fixed_on": "2020-10-22"}


def between(first: str, last: str) -> dict[str, Any]:
    """Give a period with both its ends."""
    return {"period_kind": "between", "period_from": first, "period_to": last}


STATED: dict[str, tuple[Stated, ...]] = {
    "SOE": (
        Stated("001.1"),
        Stated("001.2"),
        Stated("001.3"),
        Stated("001.4", role="adjunct_supervisor"),
        Stated("001.5"),
        Stated("001.6"),
        Stated("001.7"),
        Stated("001.8"),
        Stated("001.10", but=1),
    ),
    "CUIT": (
        Stated("002.1"),
        Stated("002.3"),
        Stated("002.5"),
        Stated("002.7"),
        Stated("002.9"),
        Stated("002.11"),
        Stated("002.13"),
        Stated("002.15", "expert_appointments_times"),
        Stated("002.17", "staff_outbound_times"),
        Stated("002.19", "students_inbound_times"),
    ),
    "CSU": (
        Stated("003.1", since="2019-12-07", until="2019-12-14"),
        Stated("003.2", since="2019", until="2019"),
        Stated("003.3", since="2019", until="2019"),
        Stated("003.4", since="2019", until="2019"),
        Stated("003.5", since="2019", until="2019"),
        Stated("003.6", since="2019", until="2019"),
    ),
    "USTB": (
        Stated("004.2", since="1979", until="2020-10-22", partner=p.AACHEN),
        Stated("004.3", since="1979", until="2020-10-22", partner=p.AACHEN),
        Stated("004.6", since="2016", until="2017", partner=p.TATA_STEEL),
    ),
}

SAYINGS: dict[str, tuple[Saying, ...]] = {
    "IUCES": (
        Saying(
            "consortium_members",
            "联盟成员",
            "Members of the consortium",
            "联盟现有{number}家成员单位。",
            "The consortium has {number} members.",
            AS_OF,
            style="exact",
        ),
        Saying(
            "consortium_initiators",
            "联盟发起单位",
            "Initiators of the consortium",
            "联盟由{number}家单位发起。",
            "The consortium was initiated by {number} institutions.",
            AS_OF,
            style="exact",
        ),
        Saying(
            "consortium_member_countries",
            "成员所在国家和地区",
            "Countries and regions of the members",
            "成员来自{number}个国家和地区。",
            "The members come from {number} countries and regions.",
            AS_OF,
            style="exact",
        ),
    ),
    "SOE": (
        Saying(
            "exchange_agreements",
            "学生交换协议",
            "Student exchange agreements",
            "学院与国（境）外高校签有{number}份有效的学生交换协议。",
            "The school has {number} student exchange agreements in force.",
            AS_OF,
            style="exact",
        ),
        Saying(
            "students_outbound",
            "联合培养研究生",
            "Graduate students in joint cultivation",
            "每年派出{number}名联合培养研究生。",
            "Every year {number} graduate students go abroad for joint cultivation.",
            style="exact",
            per_year=True,
        ),
        Saying(
            "expert_appointments",
            "长期合作专家",
            "Long-term experts",
            "聘请长期合作专家{number}人。",
            "The school works with {number} long-term experts.",
        ),
        Saying(
            "expert_appointments",
            "外籍兼职博导",
            "Foreign adjunct doctoral supervisors",
            "其中外籍兼职博士生导师{number}人。",
            "Among them are {number} experts who supervise doctoral students.",
            role="adjunct_supervisor",
            style="exact",
        ),
        Saying(
            "conference_attendance",
            "参加国际会议的师生",
            "Attendance of conferences",
            "每年有{number}名师生参加国际会议。",
            "Every year {number} teachers and students attend international conferences.",
            style="about",
            per_year=True,
        ),
        Saying(
            "joint_research_centres",
            "国际联合研究中心",
            "Joint research centres",
            "建有{number}个国际联合研究中心。",
            "The school keeps {number} international joint research centers.",
            style="exact",
        ),
    ),
    "CUIT": (
        Saying(
            "partners",
            "合作高校",
            "Partner universities",
            "与国（境）外{number}所高校建立合作关系。",
            "CUIT works with {number} universities abroad.",
        ),
        Saying(
            "students_outbound",
            "出国学习交流学生",
            "Students sent abroad",
            "派出学生{number}人出国学习交流。",
            "CUIT has sent {number} students abroad.",
        ),
        Saying(
            "conferences_hosted",
            "国际学术会议",
            "International conferences",
            "承办高层次国际学术会议{number}场。",
            "CUIT has hosted {number} international academic conferences.",
        ),
        Saying(
            "visitors_received",
            "接待来访团组人次",
            "Visitors received in delegations",
            "接待国（境）外来访团组{number}人次。",
            "Delegations have brought {number} visitors (person-times) to CUIT.",
        ),
        Saying(
            "expert_funding",
            "外专经费",
            "Funds for foreign experts",
            "获国家外专经费{number}元。",
            "CUIT has received {number} yuan of public funds for foreign experts.",
        ),
        Saying(
            "expert_projects",
            "引智项目",
            "Projects to bring in experts",
            "执行引智项目{number}项。",
            "CUIT has carried out {number} projects to bring in foreign experts.",
        ),
        Saying(
            "expert_appointments_times",
            "外籍专家来校任教讲学",
            "Engagements of foreign experts",
            "聘请外籍专家来校任教讲学{number}人次。",
            "There were {number} engagements (person-times) of foreign experts.",
            style="exact",
        ),
        Saying(
            "students_inbound_times",
            "接收留学生人次",
            "Receptions of international students",
            "接收留学生{number}人次。",
            "International students came to CUIT {number} times (person-times).",
        ),
        Saying(
            "joint_labs",
            "国际联合实验室",
            "Joint laboratories",
            "联合建立{number}个国际联合实验室。",
            "CUIT keeps {number} international joint laboratories.",
            style="exact",
        ),
    ),
    "CSU": (
        Saying(
            "visits_funded",
            "出国（境）访学资助",
            "Visits abroad that were funded",
            "2019年资助{number}名研究生出国（境）访学。",
            "In 2019 CSU granted {number} graduates money for a visit abroad.",
            IN_2019,
            style="exact",
        ),
        Saying(
            "students_outbound",
            "已派出研究生",
            "Students who have left",
            "其中{number}名学生已派出。",
            "Of these, {number} students have left.",
            IN_2019,
            style="exact",
        ),
        Saying(
            "conference_attendance",
            "参加国际会议的研究生",
            "Students at conferences",
            "2019年有{number}名研究生参加国际会议。",
            "In 2019 {number} students attended international conferences.",
            IN_2019,
            style="exact",
        ),
    ),
    "USTB": (
        Saying(
            "students_outbound",
            "赴亚琛工业大学学习",
            "Students sent to RWTH Aachen",
            "1979年以来，派出{number}名学生赴亚琛工业大学深造。",
            "Since 1979 USTB has sent {number} students to RWTH Aachen.",
            SINCE_1979,
            p.AACHEN,
        ),
        Saying(
            "students_inbound",
            "亚琛工业大学来校学生",
            "Students received from RWTH Aachen",
            "1979年以来，接收亚琛工业大学{number}名学生。",
            "Since 1979 USTB has received {number} students from RWTH Aachen.",
            SINCE_1979,
            p.AACHEN,
        ),
        Saying(
            "joint_research_centres",
            "与塔塔钢铁共建研究中心",
            "Research centre with Tata Steel",
            "与塔塔钢铁共建{number}个研究中心。",
            "USTB and Tata Steel keep {number} collaborative research center.",
            THEN,
            p.TATA_STEEL,
            style="exact",
        ),
        Saying(
            "training_courses",
            "塔塔钢铁技术管理人员培训",
            "Courses for Tata Steel",
            "2016年和2017年为塔塔钢铁举办{number}期培训班。",
            "In 2016 and 2017 USTB held {number} training courses for Tata Steel.",
            between("2016", "2017"),
            p.TATA_STEEL,
            style="exact",
        ),
    ),
}
