"""The five pages, by the names under which their facts are cited."""

from entente.demo.facts import Document

IUCES = Document(
    "Document 000, IUCES page",
    number="000",
    about="International University Consortium in Earth Science, with its secretariat",
)
SOE = Document(
    "Document 001, School of Environment page",
    number="001",
    about="School of Environment (SOE) of a university that the page does not name",
)
CUIT = Document(
    "Document 002, CUIT page",
    number="002",
    about="International office of Chengdu University of Information Technology",
)
CSU = Document(
    "Document 003, CSU news",
    number="003",
    about="News of Central South University on a delegation and a funding programme",
    dated="2020-01-08",
)
USTB = Document(
    "Document 004, USTB cooperation cases",
    number="004",
    about="Cooperation cases of University of Science and Technology Beijing",
    dated="2020-10-22",
)
