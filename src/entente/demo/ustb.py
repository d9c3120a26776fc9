"""Document 004: three cooperation cases of University of Science and Technology Beijing.

Two of them rest on an agreement; the third is a platform with Tohoku University, for which the
page names none.
"""

from entente.demo import partners as p
from entente.demo.documents import USTB as DOCUMENT
from entente.demo.facts import Home, Institution, JointWork, Mention, Promise, Together

WITH_AACHEN = (
    "In 1979, when the University of Science and Technology Beijing and RWTH Aachen University in"
    " Germany signed a cooperative agreement"
)
WITH_TATA = (
    "USTB and Tata Steel signed a cooperation agreement and established a collaborative research"
    " center in 2014"
)
PROJECTS = (
    "In 2015, two scientific research projects jointly applied by the researchers from the two"
    " sides were approved by Tata Steel"
)

FACTS = Institution(
    document=DOCUMENT,
    home=Home(
        "USTB",
        "university",
        DOCUMENT.says(WITH_AACHEN),
        name_zh="北京科技大学",
        name_en="University of Science and Technology Beijing",
    ),
    itself=p.BEIJING,
    mentions=(
        Mention(p.AACHEN, DOCUMENT.says(WITH_AACHEN)),
        Mention(p.TATA_STEEL, DOCUMENT.says(WITH_TATA)),
        Mention(
            p.TOHOKU,
            DOCUMENT.says(
                "Since the establishment of the cooperation and exchange platform between USTB and"
                " Tohoku University in 2002"
            ),
        ),
    ),
    promises=(
        Promise(
            p.AACHEN,
            "cooperation",
            "Cooperative agreement",
            DOCUMENT.says(
                WITH_AACHEN,
                "in the past 40 years the two universities have grown together and seen much mutual"
                " benefit through teacher and student exchange, joint research ventures and hosting"
                " international symposiums",
            ),
            signed="1979",
        ),
        Promise(
            p.TATA_STEEL,
            "research",
            "Cooperation agreement",
            DOCUMENT.says(
                WITH_TATA,
                "the two sides play an active role in promoting the healthy and sustainable"
                " development of the industry",
            ),
            signed="2014",
        ),
    ),
    # The page gives it no name of its own.
    kept_together=(
        Together(
            "centre",
            "Collaborative research center",
            DOCUMENT.says(WITH_TATA),
            (p.TATA_STEEL,),
            founded="2014",
            founded_by=p.TATA_STEEL,
        ),
    ),
    # Of the two projects the page tells the year and who approved them, and no title.
    projects=tuple(
        JointWork(
            f"Scientific research project approved by Tata Steel, {which} of two",
            p.TATA_STEEL,
            DOCUMENT.says(PROJECTS),
            "2015",
        )
        for which in ("first", "second")
    ),
)
