"""Document 001: the School of Environment and its seven named exchange agreements.

The page never names the university. The school is therefore the root of its tree: a university
above it would be a guess. Its Chinese name stays empty too: the page is English only, and a
translation of ours would look like a name that somebody uses.
"""

from entente.demo import partners as p
from entente.demo.documents import SOE as DOCUMENT
from entente.demo.facts import Home, Institution, Mention, Partner, Promise, Quote, Together

SIGNED = (
    "School of Environment has signed foreign students exchange agreements with dozens of overseas"
    " universities and research institutes, including"
)
RUNNING = (
    "We sent 20 to 40 joint cultivation graduate students to these universities every year and"
    " they all scored fruitful achievements"
)

CENTRE = "National International Joint Research Center of Pollutant Disposal and Energy Conversion"


def named(partner: Partner, printed: str) -> tuple[Mention, Promise]:
    """Give one of the partners in the list, and the exchange agreement with it."""
    source: Quote = DOCUMENT.says(SIGNED, printed, RUNNING)
    promise = Promise(partner, "exchange", "Foreign students exchange agreement", source)
    return Mention(partner, DOCUMENT.says(SIGNED, printed)), promise


NAMED = (
    named(p.PENN_STATE, "Pennsylvania State University"),
    named(p.GEORGIA_TECH, "Georgia Institute of Technology"),
    named(p.WATERLOO, "University of Waterloo"),
    named(p.NEW_SOUTH_WALES, "University of New South Wales"),
    named(p.POHANG, "Pohang University of Science and Technology"),
    named(p.NANYANG, "Nanyang Technological University"),
    named(p.HONG_KONG_POLYTECHNIC, "Hong Kong Polytechnic University"),
)

FACTS = Institution(
    document=DOCUMENT,
    home=Home("SOE", "school", DOCUMENT.says(SIGNED), name_en="School of Environment"),
    itself=p.SCHOOL_OF_ENVIRONMENT,
    mentions=tuple(mention for mention, _promise in NAMED),
    promises=tuple(promise for _mention, promise in NAMED),
    # Of ten centres the page names this one, without its partners; the other nine are a tally.
    kept_together=(
        Together(
            "centre",
            CENTRE,
            DOCUMENT.says(f"{CENTRE} was established in 2018"),
            level="national",
            founded="2018",
        ),
    ),
)
