"""The organisations that the five documents name: their names, places and identifiers.

A name is cited from the document that prints it. Identifiers and places are from ROR, each entry
compared by hand with country, town and names; the towns' Chinese names are the usual ones. What
stands nowhere stays empty.
"""

from entente.demo.documents import CSU, CUIT, IUCES, SOE, USTB
from entente.demo.facts import CUSTOMARY, ROR, Kind, Name, Origin, Partner, Place


def zh(text: str, origin: Origin, kind: Kind = "official") -> Name:
    """Give a Chinese name."""
    return Name(text, "zh", origin, kind)


def en(text: str, origin: Origin, kind: Kind = "official") -> Name:
    """Give an English name."""
    return Name(text, "en", origin, kind)


# --- The homes themselves -------------------------------------------------------------------------

CUG = Partner(
    names=(
        zh("中国地质大学（武汉）", IUCES),
        en("China University of Geosciences (Wuhan)", CUSTOMARY),
        en("CUG", IUCES, "short"),
    ),
    place=Place("CN", "Wuhan", "武汉", 30.58333, 114.26667),
    ror="04gcegc37",
)
SCHOOL_OF_ENVIRONMENT = Partner(
    names=(en("School of Environment", SOE), en("SOE", SOE, "short")),
    place=Place(""),
    kind="faculty",
)
CHENGDU = Partner(
    names=(
        zh("成都信息工程大学", ROR),
        en("Chengdu University of Information Technology", CUIT),
        en("CUIT", CUIT, "short"),
    ),
    place=Place("CN", "Chengdu", "成都", 30.66667, 104.06667),
    ror="01yxwrh59",
)
CENTRAL_SOUTH = Partner(
    names=(
        zh("中南大学", ROR),
        en("Central South University", CSU),
        en("CSU", CSU, "short"),
    ),
    place=Place("CN", "Changsha", "长沙", 28.19874, 112.97087),
    ror="00f1zfq44",
)
BEIJING = Partner(
    names=(
        zh("北京科技大学", ROR),
        en("University of Science and Technology Beijing", USTB),
        en("USTB", USTB, "short"),
    ),
    place=Place("CN", "Beijing", "北京", 39.9075, 116.39723),
    ror="02egmk993",
)

# --- The consortium's members ---------------------------------------------------------------------

STANFORD = Partner(
    names=(zh("斯坦福大学", IUCES), en("Stanford University", IUCES)),
    place=Place("US", "Stanford", "斯坦福", 37.42411, -122.16608),
    ror="00f54p054",
)
OXFORD = Partner(
    names=(zh("牛津大学", IUCES), en("University of Oxford", ROR)),
    place=Place("GB", "Oxford", "牛津", 51.75222, -1.25596),
    ror="052gg0110",
)
MOSCOW = Partner(
    names=(
        zh("莫斯科大学", IUCES),
        en("Lomonosov Moscow State University", ROR),
        en("Moscow University", IUCES, "alias"),
        Name("Московский государственный университет имени М.В. Ломоносова", "ru", ROR),
    ),
    place=Place("RU", "Moscow", "莫斯科", 55.75222, 37.61556),
    ror="010pmpe69",
)
QUEENSLAND = Partner(
    names=(zh("昆士兰大学", IUCES), en("The University of Queensland", ROR)),
    place=Place("AU", "Brisbane", "布里斯班", -27.46794, 153.02809),
    ror="00rqy9422",
)
WATERLOO = Partner(
    names=(zh("滑铁卢大学", IUCES), en("University of Waterloo", IUCES)),
    place=Place("CA", "Waterloo", "滑铁卢", 43.4668, -80.51639),
    ror="01aff2v68",
)
MACQUARIE = Partner(
    names=(zh("麦考瑞大学", IUCES), en("Macquarie University", IUCES)),
    place=Place("AU", "Sydney", "悉尼", -33.86785, 151.20732),
    ror="01sf06y89",
)
BERKELEY_LAB = Partner(
    names=(
        zh("劳伦斯伯克利国家实验室", CUSTOMARY),
        zh("伯克利国家实验室", IUCES, "alias"),
        en("Lawrence Berkeley National Laboratory", IUCES),
    ),
    place=Place("US", "Berkeley", "伯克利", 37.87159, -122.27275),
    kind="laboratory",
)
SORBONNE = Partner(
    names=(
        zh("索邦大学", CUSTOMARY),
        en("Sorbonne University", ROR),
        Name("Sorbonne Université", "fr", ROR),
    ),
    place=Place("FR", "Paris", "巴黎", 48.85341, 2.3488),
    ror="02en5vm52",
)
PARIS_VI = Partner(
    names=(
        zh("巴黎第六大学", IUCES),
        en("Pierre and Marie Curie University", ROR),
        en("Paris VI", CUSTOMARY, "alias"),
        Name("Université Pierre-et-Marie-Curie", "fr", ROR),
    ),
    place=Place("FR", "Paris", "巴黎", 48.85341, 2.3488),
    ror="01yvrd251",
    became=SORBONNE,
    ended="2018",
)
KARLSRUHE = Partner(
    names=(
        zh("卡尔斯鲁厄理工学院", CUSTOMARY),
        zh("卡尔斯鲁厄理工", IUCES, "alias"),
        en("Karlsruhe Institute of Technology", IUCES),
        Name("Karlsruher Institut für Technologie", "de", ROR),
        en("KIT", ROR, "short"),
    ),
    place=Place("DE", "Karlsruhe", "卡尔斯鲁厄", 49.00937, 8.40444),
    ror="04t3en479",
)
ST_PETERSBURG = Partner(
    names=(
        zh("圣彼得堡矿业大学", CUSTOMARY),
        zh("圣比得堡矿业大学", IUCES, "alias"),
        en("Saint Petersburg Mining University", ROR),
    ),
    place=Place("RU", "St Petersburg", "圣彼得堡", 59.93863, 30.31413),
    ror="01ma17032",
)
HONG_KONG = Partner(
    names=(zh("香港大学", IUCES), en("University of Hong Kong", IUCES)),
    place=Place("HK", "Hong Kong", "香港", 22.26861, 114.12924),
    ror="02zhqgq86",
)

# --- Exchange partners of the School of Environment -----------------------------------------------

PENN_STATE = Partner(
    names=(zh("宾夕法尼亚州立大学", CUSTOMARY), en("Pennsylvania State University", SOE)),
    place=Place("US", "State College", "斯泰特科利奇", 40.79339, -77.86),
    ror="04p491231",
)
GEORGIA_TECH = Partner(
    names=(zh("佐治亚理工学院", CUSTOMARY), en("Georgia Institute of Technology", SOE)),
    place=Place("US", "Atlanta", "亚特兰大", 33.749, -84.38798),
    ror="01zkghx44",
)
NEW_SOUTH_WALES = Partner(
    names=(
        zh("新南威尔士大学", CUSTOMARY),
        en("University of New South Wales", SOE),
        en("UNSW", ROR, "short"),
    ),
    place=Place("AU", "Sydney", "悉尼", -33.86785, 151.20732),
    ror="03r8z3t63",
)
POHANG = Partner(
    names=(
        zh("浦项科技大学", CUSTOMARY),
        en("Pohang University of Science and Technology", SOE),
        en("POSTECH", ROR, "short"),
        Name("포항공과대학교", "ko", ROR),
    ),
    place=Place("KR", "Pohang", "浦项", 36.02917, 129.36481),
    ror="04xysgw12",
)
NANYANG = Partner(
    names=(zh("南洋理工大学", ROR), en("Nanyang Technological University", SOE)),
    place=Place("SG", "Singapore", "新加坡", 1.28967, 103.85007),
    ror="02e7b5302",
)
HONG_KONG_POLYTECHNIC = Partner(
    names=(zh("香港理工大学", CUSTOMARY), en("Hong Kong Polytechnic University", SOE)),
    place=Place("HK", "Hong Kong", "香港", 22.27832, 114.17469),
    ror="0030zas98",
)

# --- Partners of the international laboratories in Chengdu ----------------------------------------

COLORADO_STATE = Partner(
    names=(zh("科罗拉多州立大学", CUIT), en("Colorado State University", CUIT)),
    place=Place("US", "Fort Collins", "柯林斯堡", 40.58526, -105.08442),
    ror="03k1gpj17",
)
SIEGEN = Partner(
    names=(
        zh("锡根大学", CUIT),
        en("University of Siegen", ROR),
        en("University Siegen", CUIT, "alias"),
        Name("Universität Siegen", "de", ROR),
    ),
    place=Place("DE", "Siegen", "锡根", 50.87481, 8.02431),
    ror="02azyry73",
)
VANDERBILT = Partner(
    names=(
        zh("范德比特大学", CUIT),
        zh("范德堡大学", CUSTOMARY, "alias"),
        en("Vanderbilt University", CUIT),
    ),
    place=Place("US", "Nashville", "纳什维尔", 36.16589, -86.78444),
    ror="02vm5rt34",
)
HUDDERSFIELD = Partner(
    names=(
        zh("哈德斯菲尔德大学", CUIT),
        en("University of Huddersfield", ROR),
        en("Huddersfield University", CUIT, "alias"),
    ),
    place=Place("GB", "Huddersfield", "哈德斯菲尔德", 53.64904, -1.78416),
    ror="05t1h8f27",
)
METROLOGY_HUB = Partner(
    names=(zh("英国国家未来计量联盟", CUIT), en("EPSRC Future Metrology Hub", CUIT)),
    place=Place("GB"),
    kind="other",
)
BELGRADE = Partner(
    names=(
        zh("贝尔格莱德大学", CUSTOMARY),
        en("University of Belgrade", CUIT),
        Name("Универзитет у Београду", "sr", ROR),
    ),
    place=Place("RS", "Belgrade", "贝尔格莱德", 44.80401, 20.46513),
    ror="02qsmb048",
)

# --- Where the delegation from Changsha went ------------------------------------------------------

GIFT = Partner(
    names=(en("GIFT Research Center", CSU),),
    place=Place("KR", "Pohang", "浦项", 36.02917, 129.36481),
    kind="laboratory",
    part_of=POHANG,
)
KYUSHU = Partner(
    names=(
        zh("九州大学", CUSTOMARY),
        en("Kyushu University", CSU),
        Name("九州大学", "ja", ROR),
    ),
    place=Place("JP", "Fukuoka", "福冈", 33.6, 130.41667),
    ror="00p4k0j84",
)
KYOTO = Partner(
    names=(
        zh("京都大学", CUSTOMARY),
        en("Kyoto University", CSU),
        Name("京都大学", "ja", ROR),
    ),
    place=Place("JP", "Kyoto", "京都", 35.02107, 135.75385),
    ror="02kpeqv85",
)

# --- The cooperation cases of Beijing -------------------------------------------------------------

AACHEN = Partner(
    names=(
        zh("亚琛工业大学", CUSTOMARY),
        en("RWTH Aachen University", USTB),
        en("RWTH Aachen", USTB, "short"),
        Name("Rheinisch-Westfälische Technische Hochschule Aachen", "de", ROR),
    ),
    place=Place("DE", "Aachen", "亚琛", 50.77664, 6.08342),
    ror="04xfq0f34",
)
TATA_STEEL = Partner(
    names=(zh("塔塔钢铁公司", CUSTOMARY), en("Tata Steel", USTB)),
    place=Place("IN"),
    kind="company",
)
TOHOKU = Partner(
    names=(
        zh("日本东北大学", CUSTOMARY),
        en("Tohoku University", USTB),
        Name("東北大学", "ja", ROR),
    ),
    place=Place("JP", "Sendai", "仙台", 38.26667, 140.86667),
    ror="01dq60k83",
)
