"""Document 000: the consortium, its twelve members, and its secretariat in Wuhan."""

from entente.demo import partners as p
from entente.demo.documents import IUCES as DOCUMENT
from entente.demo.facts import (
    Edition,
    Home,
    Institution,
    League,
    Membership,
    Mention,
    Name,
    Partner,
    Somebody,
)

INITIATED = DOCUMENT.says(
    "It was initiated by well-known geoscience research institutions such as CUG, the University"
    " of Hong Kong, the University of Waterloo (Canada), the Karlsruhe Institute of Technology"
    " (Germany), Stanford University (US), Lawrence Berkeley National Laboratory (US), Macquarie"
    " University (Australia), and Moscow University"
)
STANDING_BODY = DOCUMENT.says("中国地质大学(武汉)作为联盟秘书处的常设机构,负责联盟的日常工作")
FIRST_CHAIR = DOCUMENT.says("中国地质大学(武汉)校长王焰新为首届主席")


def member(partner: Partner, printed: str, *, initiator: bool = False) -> Membership:
    """Give a member, cited by the words of the Chinese list."""
    source = DOCUMENT.says("联盟成员包括", printed, "等12所大学")
    return Membership(partner, source, INITIATED if initiator else None)


def mentioned(membership: Membership) -> Mention:
    """Give a member as a partner whom the page names."""
    return Mention(membership.partner, membership.source)


WANG_YANXIN = Somebody(
    name_zh="王焰新",
    family_name="Wang",
    given_name="Yanxin",
    position_zh="校长",
    position_en="President",
    source=FIRST_CHAIR,
)

MEMBERS = (
    member(p.STANFORD, "美国斯坦福大学", initiator=True),
    member(p.OXFORD, "英国牛津大学"),
    member(p.MOSCOW, "俄罗斯莫斯科大学", initiator=True),
    member(p.QUEENSLAND, "澳大利亚昆士兰大学"),
    member(p.WATERLOO, "加拿大滑铁卢大学", initiator=True),
    member(p.MACQUARIE, "澳大利亚麦考瑞大学", initiator=True),
    member(p.BERKELEY_LAB, "美国伯克利国家实验室", initiator=True),
    member(p.PARIS_VI, "法国巴黎第六大学"),
    member(p.KARLSRUHE, "德国卡尔斯鲁厄理工", initiator=True),
    member(p.ST_PETERSBURG, "俄罗斯圣比得堡矿业大学"),
    member(p.CUG, "中国地质大学(武汉)", initiator=True),
    member(p.HONG_KONG, "香港大学", initiator=True),
)

# The page dates none of these and names no host, so they are no editions.
EARLIER_EDITIONS = DOCUMENT.says(
    "summer school has achieved a great success for three consecutive years"
)

LEAGUE = League(
    names=(
        Name("地球科学国际大学联盟", "zh", DOCUMENT),
        Name("International University Consortium in Earth Science", "en", DOCUMENT),
        Name("International University of Consortium in Earth Sciences", "en", DOCUMENT, "alias"),
        Name("IUCES", "en", DOCUMENT, "short"),
    ),
    founded="2012-11-06",
    place_zh="湖北武汉",
    place_en="Wuhan, China",
    address="IUCES@cug.edu.cn",
    source=DOCUMENT.says(
        "2012年11月6日",
        "由我校发起的“地球科学国际大学联盟”(英文International University of Consortium in Earth"
        " Sciences,简称IUCES)正式在湖北武汉成立",
    ),
    members=MEMBERS,
    chair=WANG_YANXIN,
    chair_source=FIRST_CHAIR,
    secretariat=p.CUG,
    secretariat_source=STANDING_BODY,
    mandates_since="2012-11-06",
    series_source=EARLIER_EDITIONS,
    editions=(
        Edition(
            p.WATERLOO,
            "2019-06",
            DOCUMENT.says(
                "preparations are under way for the summer school to be held at the University of"
                " Waterloo, Canada in June 2019"
            ),
            place="University of Waterloo, Canada",
        ),
    ),
)

FACTS = Institution(
    document=DOCUMENT,
    home=Home(
        "CUG",
        "university",
        STANDING_BODY,
        name_zh="中国地质大学（武汉）",
        name_en="China University of Geosciences (Wuhan)",
        below=(
            Home(
                "IUCES",
                "secretariat",
                STANDING_BODY,
                name_zh="地球科学国际大学联盟秘书处",
                name_en="IUCES secretariat",
            ),
        ),
    ),
    itself=p.CUG,
    mentions=tuple(mentioned(membership) for membership in MEMBERS if membership.partner != p.CUG),
    people=(WANG_YANXIN,),
    league=LEAGUE,
)
