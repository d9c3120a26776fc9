"""The five documents' pages written anew: their sentences, each number a figure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from entente.consortia.models import Consortium
from entente.figures.enums import RELEASE
from entente.figures.models import Figure
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.website import models, services
from entente.website.models import PublicPage, PublicSite

Body = list[tuple[str, Any]]
HOSTS = {"CUG": "cug", "SOE": "soe", "CUIT": "cuit", "CSU": "csu", "USTB": "ustb"}
ABOUT = {
    "CUG": (
        "“地球科学国际大学联盟”是世界地球科学高等教育机构按照自愿原则组成的国际教育合作组织。",
        "International cooperation in earth science, with the secretariat of a consortium.",
    ),
    "SOE": (
        "",
        "A wide range of international cooperation approaches and security mechanism have been"
        " established.",
    ),
    "CUIT": (
        "国际交流与合作处为我校职能部门，归口管理涉外事务和非学历教育相关事务，是学校对外交流的窗口。",
        "CUIT attaches great importance to international exchange and cooperation.",
    ),
    "CSU": (
        "",
        "CSU keeps promoting the internationalization of graduate education and focuses on"
        " cultivating the top innovative talents with international competence.",
    ),
    "USTB": ("", "Cooperation cases of University of Science and Technology Beijing."),
}
WORDS = {
    "partners": ("合作院校", "Partners"),
    "figures": ("数据", "Figures"),
    "cases": ("合作案例", "Cases"),
    "news": ("新闻", "News"),
}


class Publishing:
    """One home's pages on their way to the public."""

    def __init__(self, unit: Unit, *, on: datetime.date, by: User) -> None:
        self.unit, self.on, self.by = unit, on, by
        self.figures: dict[str, Figure] = {
            it.name_en: it for it in Figure.objects.filter(top_unit=unit.top_id)
        }

    def run(self, code: str) -> PublicSite:
        """Open the site and publish everything that the document says."""
        site = services.open_site(
            by=self.by,
            unit=self.unit,
            host=f"{HOSTS[code]}.localhost",
            name_zh=self.unit.name_zh,
            name_en=self.unit.name_en,
        )
        self._first(site, code)
        self._section(site, models.PartnersPage, "partners", named=self._named(code))
        {"USTB": self._cases, "CSU": self._news, "CUG": self._league}.get(code, _nothing)(site)
        self._section(site, models.FiguresPage, "figures")
        return site

    def _named(self, code: str) -> Body:
        rows = Organisation.objects.standing().filter(unit__isnull=True)
        document = {"SOE": "001", "CUIT": "002", "CSU": "003", "USTB": "004"}.get(code)
        if document is None:
            return []
        return [("partner", it) for it in rows.filter(source__contains=f"Document {document}")]

    def _first(self, site: PublicSite, code: str) -> None:
        for page, intro in zip((site.home_zh, site.home_en), ABOUT[code], strict=True):
            home = page.specific
            home.intro = intro
            home.highlights = [("figure", it) for it in list(self.figures.values())[:5]]
            home.body = self._sentences()
            home.save_revision(user=self.by)
        services.publish_pair(site.home_zh.specific, by=self.by, on=self.on)

    def _sentences(self) -> Body:
        return [("figure", figure) for figure in self.figures.values()]

    def _section(
        self, site: PublicSite, kind: type[PublicPage], slug: str, **values: Any
    ) -> PublicPage:
        zh, en = WORDS[slug]
        return self._publish(
            site.home_zh, kind, slug, zh={"title": zh, **values}, en={"title": en, **values}
        )

    def _publish(
        self, parent: Any, kind: type[PublicPage], slug: str, **halves: dict[str, Any]
    ) -> PublicPage:
        made = services.write_pair(parent, kind, slug, by=self.by, **halves)
        return services.publish_pair(made[0], by=self.by, on=self.on)[0]

    def _words(self, pieces: Iterable[str]) -> tuple[str, Any]:
        """Write running text: a piece that names a figure becomes its number."""
        return "sentence", [
            ("figure", self.figures[it]) if it in self.figures else ("words", it) for it in pieces
        ]

    # --- What each document has besides ---------------------------------------------------------

    def _league(self, site: PublicSite) -> None:
        for consortium in Consortium.objects.filter(top_unit=self.unit.top_id):
            self._publish(
                site.home_zh,
                models.ConsortiumPage,
                "consortium",
                zh={"title": consortium.name_zh, "consortium": consortium},
                en={"title": consortium.name_en, "consortium": consortium},
            )
        self._publish(
            site.home_zh,
            models.ContactPage,
            "contact",
            zh={"title": "联系我们", "email": "IUCES@cug.edu.cn"},
            en={"title": "Contact", "email": "IUCES@cug.edu.cn"},
        )

    def _news(self, site: PublicSite) -> None:
        news = self._section(site, models.SectionPage, "news")
        body = [
            self._words(
                [
                    "During the visit to Pohang University of Science and Technology in South"
                    " Korea, the delegation had deep conversations and established the primary"
                    " intent to cooperate on the exchange of graduates and some scientific fields"
                    " including metallurgy and machinery.",
                ]
            ),
            self._words(
                [
                    "In 2019 CSU granted ",
                    "Visits abroad that were funded",
                    " graduates money for a visit abroad; of these, ",
                    "Students who have left",
                    " have left. ",
                    "Students at conferences",
                    " students attended international conferences.",
                ]
            ),
        ]
        self._publish(
            news,
            models.NewsPage,
            "interschool-cooperation",
            en={
                "title": "CSU Promotes Interschool Cooperation to Accelerate"
                " Internationalization of Graduate Education",
                "intro": "During the period from December 7 - 14, 2019, Zhu Xuehong, Vice"
                " President of Central South University (CSU) and his delegation visited Pohang"
                " University of Science and Technology in South Korea, Kyushu University and Kyoto"
                " University in Japan.",
                "on": datetime.date(2020, 1, 8),
                "source": "Graduate School",
                "body": body,
            },
        )

    def _cases(self, site: PublicSite) -> None:
        cases = self._section(site, models.SectionPage, "cases")
        self._case(
            cases,
            "aachen",
            "USTB-RWTH Aachen University",
            "RWTH Aachen University",
            "1979",
            [
                "Since 1979 USTB has sent ",
                "Students sent to RWTH Aachen",
                " students to RWTH Aachen for further study, while RWTH Aachen has in turn sent ",
                "Students received from RWTH Aachen",
                " students to USTB for internships and cultural exchange.",
            ],
            [("1979", "The two universities sign a cooperative agreement")],
        )
        self._case(
            cases,
            "tata",
            "USTB-TATA",
            "Tata Steel",
            "2014",
            [
                "Based on the center, the two sides leverage respective advantages in academia and"
                " business, and establish an international exchange platform for related experts"
                " and scholars.",
            ],
            [
                ("2014", "Cooperation agreement and collaborative research center"),
                ("2015", "Joint scientific research projects are approved by Tata Steel"),
                ("2016, 2017", "Training courses for middle-level technical managers"),
            ],
        )
        self._case(
            cases,
            "tohoku",
            "USTB-Tohoku University",
            "Tohoku University",
            "2002",
            [
                "The platform carries out scientific and technological innovation exchanges in the"
                " fields of metallurgy, resources, iron and steel materials, environment and"
                " informatization, and has been awarded as an excellent international exchange"
                " platform by the Ministry of Education of Japan.",
            ],
            [("2002", "The cooperation and exchange platform is established")],
        )

    def _case(
        self,
        parent: Any,
        slug: str,
        title: str,
        partner: str,
        since: str,
        pieces: list[str],
        story: list[tuple[str, str]],
    ) -> None:
        organisation = Organisation.objects.standing().get(name_en=partner)
        rows = Agreement.objects.filter(
            top_unit=self.unit.top_id, parties__organisation=organisation
        )
        self._publish(
            parent,
            models.CasePage,
            slug,
            en={
                "title": title,
                "partner": organisation,
                "since": since,
                "body": [self._words(pieces)],
                "agreements": [("agreement", it) for it in rows.distinct()],
                "timeline": [("year", {"when": when, "what": what}) for when, what in story],
            },
        )


def _nothing(_site: PublicSite) -> None:
    return None


def publish_pages(code: str, *, on: datetime.date, by: User) -> bool:
    """Publish the pages of a home once; say whether it was done now."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None or PublicSite.objects.filter(unit=unit).exists():
        return False
    signer = next((it for it in User.objects.people().order_by("pk") if it.may(RELEASE, unit)), by)
    Publishing(unit, on=on, by=signer).run(code)
    return True
