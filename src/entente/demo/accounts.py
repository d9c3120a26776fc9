"""The sample people of the demo: one login for each role, and an officer in each institution.

They are not from the documents. Each carries the word 示例 or "Sample" in its name, and all have
the one password that the demo prints when it starts.
"""

from __future__ import annotations

from dataclasses import dataclass

from entente.office import roles
from entente.office.roles import Role

PASSWORD = "entente-demo"  # noqa: S105 — the demo says it aloud


@dataclass(frozen=True)
class Account:
    """A sample person: the login name, the role, the unit it covers (empty: all of them)."""

    username: str
    role: Role
    unit: str
    name_zh: str
    name_en: str
    desk: str = ""

    @property
    def home(self) -> str:
        """The code of the unit where the person works."""
        return self.desk or self.unit


ACCOUNTS: tuple[Account, ...] = (
    Account("cug", roles.OFFICER, "CUG", "示例经办人（地大）", "Sample officer, CUG"),
    Account("soe", roles.OFFICER, "SOE", "示例经办人（环境）", "Sample officer, SOE"),
    Account(
        "cuit", roles.OFFICER, "CUIT", "示例经办人（成信大）", "Sample officer, CUIT", "CUIT-IO"
    ),
    Account("csu", roles.OFFICER, "CSU", "示例经办人（中南）", "Sample officer, CSU", "CSU-OICE"),
    Account("ustb", roles.OFFICER, "USTB", "示例经办人（北科大）", "Sample officer, USTB"),
    Account("head", roles.HEAD, "USTB", "示例处领导", "Sample head of office"),
    Account("coordinator", roles.COORDINATOR, "SOE", "示例院系联络人", "Sample unit coordinator"),
    Account("secretariat", roles.SECRETARIAT, "IUCES", "示例联盟秘书", "Sample secretariat"),
    Account("legal", roles.LEGAL, "USTB", "示例法务", "Sample legal affairs"),
    Account("finance", roles.FINANCE, "USTB", "示例财务", "Sample finance"),
    Account("continuing", roles.CONTINUING, "USTB", "示例继续教育", "Sample continuing education"),
    Account("confidentiality", roles.CONFIDENTIALITY, "USTB", "示例保密", "Sample confidentiality"),
    Account("keeper", roles.SEAL_KEEPER, "USTB", "示例印章管理员", "Sample seal keeper"),
    Account("editor", roles.EDITOR, "CUG", "示例编辑", "Sample editor"),
    Account("auditor", roles.AUDITOR, "", "示例审计员", "Sample auditor"),
    Account("administrator", roles.ADMINISTRATOR, "", "示例管理员", "Sample administrator"),
    # What a home publishes is signed by a person of its own.
    Account("cug-head", roles.HEAD, "CUG", "示例处领导（地大）", "Sample head of office, CUG"),
    Account("soe-head", roles.HEAD, "SOE", "示例处领导（环境）", "Sample head of office, SOE"),
    Account(
        *("cuit-head", roles.HEAD, "CUIT", "示例处领导（成信大）"),
        *("Sample head of office, CUIT", "CUIT-IO"),
    ),
    Account(
        *("csu-head", roles.HEAD, "CSU", "示例处领导（中南）"),
        *("Sample head of office, CSU", "CSU-OICE"),
    ),
)
# One of each role, where the same page is looked at by every role.
ONE_OF_EACH_ROLE = tuple({account.role.code: account for account in reversed(ACCOUNTS)}.values())
