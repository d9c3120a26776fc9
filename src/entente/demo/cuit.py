"""Document 002: Chengdu University of Information Technology and its laboratories' partners.

The page counts partners and programmes but names no agreement, so there is none. It counts its six
laboratories as laboratories whatever their names say, and so do we; when they were founded it does
not tell.
"""

from entente.demo import partners as p
from entente.demo.documents import CUIT as DOCUMENT
from entente.demo.facts import Home, Institution, Mention, Partner, Together

TOGETHER = "联合建立了6个国际联合实验室"

MENTIONS = (
    Mention(
        p.COLORADO_STATE,
        DOCUMENT.says(
            "先后与美国科罗拉多州立大学",
            TOGETHER,
            "the International Laboratory for Atmospheric Observations with Colorado State"
            " University, the US",
        ),
    ),
    Mention(
        p.SIEGEN,
        DOCUMENT.says(
            "德国锡根大学",
            TOGETHER,
            "the International Joint Research Center for Robotic and Intelligence system with"
            " University Siegen, Germany",
        ),
    ),
    Mention(
        p.VANDERBILT,
        DOCUMENT.says(
            "美国范德比特大学",
            TOGETHER,
            "the International Joint Research Center for Image and Vision with Vanderbilt"
            " University, the US",
        ),
    ),
    Mention(
        p.HUDDERSFIELD,
        DOCUMENT.says(
            "英国哈德斯菲尔德大学",
            TOGETHER,
            "the Joint Research laboratory for Machine Vision and Smart Computing with"
            " Huddersfield University",
        ),
    ),
    Mention(
        p.METROLOGY_HUB,
        DOCUMENT.says(
            "英国国家未来计量联盟",
            TOGETHER,
            "the EPSRC Future Metrology Hub with International Research Center for Intelligent"
            " Tolerance,the UK",
        ),
    ),
    # The Chinese text names 塞尔维亚大学, which does not exist; both wordings stay readable.
    Mention(
        p.BELGRADE,
        DOCUMENT.says(
            "塞尔维亚大学",
            TOGETHER,
            "“the Belt and Road” Joint Laboratory on Environment and Energy with University of"
            " University of Belgrade, Serbia",
        ),
    ),
)

# What the page calls the laboratory kept with each.
NAMED: dict[Partner, str] = {
    p.SIEGEN: "International Joint Research Center for Robotic and Intelligence system",
    p.COLORADO_STATE: "International Laboratory for Atmospheric Observations",
    p.VANDERBILT: "International Joint Research Center for Image and Vision",
    p.HUDDERSFIELD: "Joint Research laboratory for Machine Vision and Smart Computing",
    p.METROLOGY_HUB: "International Research Center for Intelligent Tolerance",
    p.BELGRADE: "“the Belt and Road” Joint Laboratory on Environment and Energy",
}

FACTS = Institution(
    document=DOCUMENT,
    home=Home(
        "CUIT",
        "university",
        DOCUMENT.says(
            "Chengdu University of Information Technology (CUIT) is an administrative department"
        ),
        name_zh="成都信息工程大学",
        name_en="Chengdu University of Information Technology",
        below=(
            Home(
                "CUIT-IO",
                "department",
                DOCUMENT.says(
                    "国际交流与合作处为我校职能部门",
                    "The International office of Chengdu University of Information Technology"
                    " (CUIT) is an administrative department",
                ),
                name_zh="国际交流与合作处",
                name_en="International Office",
            ),
        ),
    ),
    itself=p.CHENGDU,
    mentions=MENTIONS,
    kept_together=tuple(
        Together("laboratory", NAMED[mention.partner], mention.source, (mention.partner,))
        for mention in MENTIONS
    ),
)
