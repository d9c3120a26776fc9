"""A language model reads along: over a real connection, held against the words, never believed."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

from entente.intake.documents.naming import Names
from entente.intake.documents.suggesting import PIECE, NotUnderstoodError, suggested
from entente.intake.documents.texts import Text
from entente.intake.models import Document, Proposed
from entente.office import roles
from entente.organisations.resolving import Entry, Index, Name, Resolver
from tests.factories import make_staff

WORDS = (
    "Friendship grew fast: Waterloo's people came over in spring 2019, and Ms Li Hua, who teaches"
    " bridges there, now guides our doctoral candidates as adjunct supervisor."
)
ADJUNCT = {
    "kind": "appointment",
    "quote": "Li Hua, who teaches bridges there, now guides our doctoral\ncandidates",
    "fields": {"person": "Li Hua", "role": "adjunct supervisor", "starts_on": "2019"},
}
EXCHANGE = {
    "kind": "agreement",
    "quote": "Friendship grew fast",
    "fields": {"partner": "Waterloo", "kind": "exchange", "signed_on": "2018-03"},
}


class Server(HTTPServer):
    """Answers as a chat model does; `said` is what it says, `asked` what it was asked."""

    said, status = "", 200

    def __init__(self):
        self.asked = []
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("Authorization"), body))
        content = {"choices": [{"message": {"role": "assistant", "content": self.server.said}}]}
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_args):
        """Be quiet."""


@pytest.fixture
def model(settings):
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.MODEL_ADDRESS, settings.MODEL_NAME = server.address, "reader"
        settings.MODEL_KEY = "secret"
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def names():
    waterloo = (Name("University of Waterloo", "en", "display"),)
    return Names(Resolver(Index.build([Entry("https://ror.org/01", waterloo, country="CA")])))


@pytest.fixture
def officer(client, db):
    person = make_staff(roles.HEAD, language="en")
    client.force_login(person)
    client.cookies["django_language"] = "en"
    with override("en"):
        yield person


def answer(*proposals):
    return json.dumps({"proposals": proposals})


def read(client, officer, **more):
    return client.post(
        reverse("intake:read"), {"text": WORDS, "unit": officer.unit.pk, "name": "News", **more}
    )


# --- Held against the words -----------------------------------------------------------------------


def test_a_proposal_stands_where_its_quote_does_however_the_lines_break(names):
    [one] = suggested(Text(f"News.\n\n{WORDS}"), names, lambda *_: answer(ADJUNCT)).proposals

    start = f"News.\n\n{WORDS}".index("Li Hua")
    assert (one.kind, one.by_model, one.confidence, one.spans[0].start) == (
        "appointment", True, 0.5, start,
    )  # fmt: skip
    assert one.fields == {
        "person": "Li Hua",
        "role": "adjunct supervisor",
        "starts_on": "2019",
        "organisation": None,
    }


@pytest.mark.parametrize(
    "said",
    [
        ADJUNCT | {"quote": "Li Hua became an adjunct supervisor"},
        ADJUNCT | {"quote": ""},
        ADJUNCT | {"fields": {"person": "Li Na", "role": "adjunct supervisor"}},
        ADJUNCT | {"fields": ["Li Hua"]},
        ADJUNCT | {"kind": "payment"},
        EXCHANGE | {"fields": {"partner": "Kyushu", "kind": "exchange"}},
        EXCHANGE | {"fields": {"partner": "Waterloo", "kind": "friendship"}},
        "nothing",
    ],
)
def test_what_the_words_do_not_bear_out_is_left_out_and_counted(names, said):
    found = suggested(Text(WORDS), names, lambda *_: answer(said))

    assert (found.proposals, found.void) == ([], 1)


def test_a_year_that_stands_nowhere_is_not_taken(names):
    [one] = suggested(Text(WORDS), names, lambda *_: answer(EXCHANGE)).proposals

    assert (one.fields["signed_on"], one.fields["partner"]["as_named"]) == ("", "Waterloo")


@pytest.mark.parametrize("said", ["", "I cannot help.", "{}", '{"proposals": 3}', "{]}"])
def test_an_answer_that_is_no_list_is_not_understood(names, said):
    with pytest.raises(NotUnderstoodError):
        suggested(Text(WORDS), names, lambda *_: said)


def test_words_around_the_list_do_no_harm(names):
    said = f"Here it is:\n```json\n{answer(ADJUNCT)}\n```"

    assert len(suggested(Text(WORDS), names, lambda *_: said).proposals) == 1


def test_a_long_text_is_asked_about_in_pieces_that_join_without_a_gap(names):
    text = Text("A line of a long report.\n" * 3000)
    asked = []

    found = suggested(text, names, lambda _do, words: asked.append(words) or answer())

    assert text.content.startswith("".join(asked))
    assert max(map(len, asked)) <= PIECE
    assert found.unread == len(text.content) - sum(map(len, asked))


# --- Over a connection ----------------------------------------------------------------------------


def test_a_document_is_read_along_only_where_somebody_asks_for_it(client, officer, model):
    model.said = answer(ADJUNCT)

    read(client, officer)

    assert model.asked == []
    assert not Proposed.objects.filter(by_model=True).exists()


def test_what_the_model_alone_proposes_is_marked_and_waits_for_a_person(client, officer, model):
    model.said = answer(ADJUNCT, ADJUNCT | {"quote": "no such words"})

    page = client.get(read(client, officer, ask_model="on")["Location"]).content.decode()

    [one] = Proposed.objects.filter(by_model=True)
    assert (one.kind, one.state, one.confidence) == ("appointment", "open", 0.5)
    assert "From a language model" in page
    assert "1 suggestion of the model is not borne out by the words" in page
    [(path, key, body)] = model.asked
    assert (path, key, body["model"], body["temperature"]) == (
        "/v1/chat/completions", "Bearer secret", "reader", 0,
    )  # fmt: skip
    assert body["messages"][1] == {"role": "user", "content": WORDS}


@pytest.mark.parametrize(
    ("status", "said"), [(500, ""), (302, ""), (200, "no list"), (200, '{"proposals": 1}')]
)
def test_a_model_that_fails_takes_nothing_away(client, officer, model, status, said):
    model.status, model.said = status, said

    page = client.get(read(client, officer, ask_model="on")["Location"]).content.decode()

    assert "The language model gave no answer that could be used" in page
    assert Document.objects.count() == 1


def test_a_model_that_is_not_there_is_not_waited_for(client, officer, settings):
    settings.MODEL_ADDRESS = "http://127.0.0.1:9/v1"

    assert read(client, officer, ask_model="on").status_code == 302


def test_without_a_model_nobody_is_asked_about_it(client, officer, settings):
    settings.MODEL_ADDRESS = ""

    page = client.get(reverse("intake:read")).content.decode()

    assert "language model" not in page


def test_the_form_says_where_the_words_would_go(client, officer, model):
    page = client.get(reverse("intake:read")).content.decode()

    assert "The words are sent to 127.0.0.1." in page


@pytest.mark.django_db
def test_from_the_shell_a_model_is_asked_by_name(tmp_path, capsys, model, settings):
    file = tmp_path / "news.txt"
    file.write_text(WORDS)
    model.said = answer(ADJUNCT)

    call_command("read", str(file), "--model", "--json")

    said = json.loads(capsys.readouterr().out)
    assert [it["kind"] for it in said["proposals"] if it.get("by") == "model"] == ["appointment"]
    settings.MODEL_ADDRESS = ""
    with pytest.raises(CommandError, match="ENTENTE_MODEL_ADDRESS"):
        call_command("read", str(file), "--model")
