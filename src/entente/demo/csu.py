"""Document 003: what a delegation of Central South University brought home in December 2019.

One sentence says for the whole journey that cooperation began "by signing the bilateral
memorandum"; the paragraph on Kyushu adds its details, those on Pohang and Kyoto name none. Each of
the three is a memorandum signed in the month of the journey; a note says how thin the words are.
"""

from entente.demo import partners as p
from entente.demo.documents import CSU as DOCUMENT
from entente.demo.facts import (
    Brought,
    Halt,
    Home,
    Institution,
    Journey,
    Mention,
    Promise,
    Somebody,
)

JOURNEY = "During the period from December 7 - 14, 2019"
DELEGATION = (
    "his delegation of teachers from the Graduate School, the School of Metallurgy and Environment,"
    " the School of Civil Engineering, and the Office of International Cooperation and Exchanges"
    " visited"
)
SIGNED = (
    "They had in-depth communications on interschool cooperation, including the graduate education"
    " and exchange of teachers and students, and reached initial intentions of cooperation by"
    " signing the bilateral memorandum"
)
IN_POHANG = (
    "During the visit to Pohang University of Science and Technology in South Korea, the delegation"
    " had deep conversations and established the primary intent to cooperate"
)
IN_KYUSHU = (
    "At Kyushu University in Japan, the delegation had friendly consultations and reached agreement"
    " on the details of MOU and the exchange of graduates"
)
IN_KYOTO = "Both sides have high expectations for further cooperation"
THIN = (
    "The page speaks of one bilateral memorandum for the whole journey; its paragraph on this"
    " partner names none.\n页面就整个行程只提到签署一份双边备忘录，关于该伙伴的段落未提及。"
)
FIELDS = (
    "the primary intent to cooperate on the exchange of graduates and some scientific fields"
    " including metallurgy and machinery"
)
CONSENSUS = (
    "reaching a consensus on strategic cooperation in the field of engineering between CSU and"
    " Kyushu University"
)
DISCUSSED = (
    "discussions on such issues as exchange of teachers and staff, joint scientific research, and"
    " joint cultivation of graduates"
)
LED = DOCUMENT.says("Zhu Xuehong, Vice President of Central South University (CSU)")

ZHU = Somebody("Zhu", "Xuehong", "Vice President", LED)
IN_GIFT = "Then the delegation visited the library and the laboratory ofGIFTResearch Center"

POHANG_PRINTED = "Pohang University of Science and Technology in South Korea"
JAPAN_PRINTED = "Kyushu University and Kyoto University in Japan"

FACTS = Institution(
    document=DOCUMENT,
    home=Home(
        "CSU",
        "university",
        LED,
        name_zh="中南大学",
        name_en="Central South University",
        below=(
            Home("CSU-GS", "department", DOCUMENT.says(DELEGATION), name_en="Graduate School"),
            Home(
                "CSU-SME",
                "school",
                DOCUMENT.says(DELEGATION),
                name_en="School of Metallurgy and Environment",
            ),
            Home(
                "CSU-SCE",
                "school",
                DOCUMENT.says(DELEGATION),
                name_en="School of Civil Engineering",
            ),
            Home(
                "CSU-OICE",
                "department",
                DOCUMENT.says(DELEGATION),
                name_en="Office of International Cooperation and Exchanges",
            ),
        ),
    ),
    itself=p.CENTRAL_SOUTH,
    mentions=(
        Mention(p.POHANG, DOCUMENT.says(JOURNEY, DELEGATION, POHANG_PRINTED)),
        Mention(
            p.GIFT,
            DOCUMENT.says(IN_GIFT),
        ),
        Mention(p.KYUSHU, DOCUMENT.says(JOURNEY, DELEGATION, JAPAN_PRINTED)),
        Mention(p.KYOTO, DOCUMENT.says(JOURNEY, DELEGATION, JAPAN_PRINTED)),
    ),
    promises=(
        Promise(
            p.POHANG,
            "memorandum",
            "Bilateral memorandum",
            DOCUMENT.says(JOURNEY, POHANG_PRINTED, SIGNED, IN_POHANG),
            signed="2019-12",
            note=THIN,
        ),
        Promise(
            p.KYUSHU,
            "memorandum",
            "Bilateral memorandum",
            DOCUMENT.says(JOURNEY, JAPAN_PRINTED, SIGNED, IN_KYUSHU),
            signed="2019-12",
        ),
        Promise(
            p.KYOTO,
            "memorandum",
            "Bilateral memorandum",
            DOCUMENT.says(JOURNEY, JAPAN_PRINTED, SIGNED, IN_KYOTO),
            signed="2019-12",
            note=THIN,
        ),
    ),
    people=(ZHU,),
    journeys=(
        Journey(
            "Visit to Pohang, Kyushu and Kyoto",
            "2019-12-07",
            "2019-12-14",
            leader=ZHU,
            source=DOCUMENT.says(JOURNEY, DELEGATION, POHANG_PRINTED, JAPAN_PRINTED),
            halts=(
                Halt(
                    p.POHANG,
                    "Deep conversations; the library and the laboratory of GIFT Research Center",
                    DOCUMENT.says(IN_POHANG, IN_GIFT),
                ),
                Halt(p.KYUSHU, "Friendly consultations", DOCUMENT.says(IN_KYUSHU)),
                Halt(
                    p.KYOTO,
                    "Both sides have high expectations for further cooperation",
                    DOCUMENT.says(IN_KYOTO),
                ),
            ),
            brought=(
                *(
                    Brought("memorandum", "Bilateral memorandum", DOCUMENT.says(SIGNED), partner)
                    for partner in (p.POHANG, p.KYUSHU, p.KYOTO)
                ),
                Brought(
                    "exchange",
                    "Pohang: exchange of graduates, and fields such as metallurgy and machinery",
                    DOCUMENT.says(FIELDS),
                ),
                Brought(
                    "intent",
                    "Kyushu: strategic cooperation in the field of engineering",
                    DOCUMENT.says(CONSENSUS),
                ),
                Brought(
                    "intent",
                    "Kyoto: exchange of teachers and staff, joint research, joint cultivation",
                    DOCUMENT.says(DISCUSSED),
                ),
            ),
        ),
    ),
)
