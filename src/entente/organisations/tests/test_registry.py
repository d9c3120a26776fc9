import json

import pytest
from django.core.management import CommandError, call_command

from entente.kit.errors import DomainError
from entente.office.models import RuleValue
from entente.office.services import system_user
from entente.organisations import services
from entente.organisations.models import RegistryEntry, RegistryName, RegistryRelease
from entente.organisations.resolving import Entry, Name, Question
from tests.factories_organisations import make_organisation

ROR = "https://ror.org/01aff2v68"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def entry(address=ROR, name="University of Waterloo", **values):
    return Entry(address, (Name(name, "en", "display"),), country="CA", city="Waterloo", **values)


def load(*entries):
    return services.load_registry(entries, file_name="ror.json", by=system_user())


def test_a_loaded_registry_is_kept_in_rows_with_the_keys_of_its_names():
    loaded = load(entry())

    assert (loaded.release.entries, loaded.release.added) == (1, 1)
    assert RegistryName.objects.get().key == "university waterloo"
    assert [*RegistryEntry.objects.read()] == [entry()]


def test_the_same_file_changes_nothing():
    load(entry())

    again = load(entry())

    assert (again.release.added, again.release.changed, again.release.gone) == (0, 0, 0)
    assert (again.unchanged, RegistryEntry.objects.count()) == (1, 1)


def test_what_changed_for_a_partner_is_told():
    partner = make_organisation()
    services.set_identifier(partner, "ror", ROR, by=system_user())
    load(entry(), entry("https://ror.org/02aaaaa00", "Elsewhere"))

    loaded = load(entry(name="Waterloo University", status="inactive"))

    assert [(it.organisation, it.news, it.before, it.after) for it in loaded.partners] == [
        (partner, "status", "active", "inactive"),
        (partner, "name", "University of Waterloo", "Waterloo University"),
    ]
    assert loaded.release.gone == 1


def test_a_partner_that_left_the_registry_is_told():
    partner = make_organisation()
    services.set_identifier(partner, "ror", ROR, by=system_user())
    load(entry())

    loaded = load(entry("https://ror.org/02aaaaa00", "Elsewhere"))

    assert [(it.organisation, it.news) for it in loaded.partners] == [(partner, "gone")]


def test_our_own_names_take_part_at_once():
    load(entry(), entry("https://ror.org/02aaaaa00", "Elsewhere"))
    assert services.known().resolver.resolve(Question("滑大")).decision != "join"
    partner = make_organisation()
    services.set_identifier(partner, "ror", ROR, by=system_user())

    services.add_name(partner, by=system_user(), text="滑大", language="zh")

    answer = services.known().resolver.resolve(Question("滑大"))
    assert (answer.decision, answer.best.id) == ("join", ROR)
    assert services.known().ours[ROR] == partner.pk


def test_names_are_resolved_from_the_shell(tmp_path, capsys):
    load(entry(), entry("https://ror.org/02aaaaa00", "Elsewhere"))
    file = tmp_path / "names.tsv"
    file.write_text("name\tcountry\nUniv. of Waterloo\tCanada\nNobody knows this\t\n")

    call_command("resolve", str(file), "--json")

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["query"], first["id"], first["decision"]) == ("Univ. of Waterloo", ROR, "join")
    assert (second["id"], second["decision"]) == (None, "unknown")
    assert {*second} == {
        "query", "id", "name", "confidence", "decision", "reason", "alternatives",
    }  # fmt: skip


def test_without_a_registry_the_shell_says_how_to_load_one(tmp_path):
    file = tmp_path / "names.txt"
    file.write_text("University of Waterloo\n")

    with pytest.raises(CommandError, match="registry load"):
        call_command("resolve", str(file))


def test_a_damaged_dump_loads_nothing(tmp_path):
    file = tmp_path / "ror.json"
    file.write_text("{")

    with pytest.raises(CommandError):
        call_command("registry", "load", str(file))

    assert not RegistryRelease.objects.exists()


def test_what_is_typed_is_looked_for_in_the_registry_and_taken_over():
    load(entry(), entry("https://ror.org/02aaaaa00", "Elsewhere"))

    found = services.likely(["Univ. of Waterloo"])
    assert ([held.id for held in found.registered], found.ours) == ([ROR], ())

    made = services.add_from_registry(ROR, by=system_user())

    assert (made.name_en, made.country, made.city_en) == (
        "University of Waterloo",
        "CA",
        "Waterloo",
    )
    assert [(it.scheme, it.value) for it in made.identifiers.all()] == [("ror", "01aff2v68")]
    assert services.add_from_registry(ROR, by=system_user()) == made
    again = services.likely(["Univ. of Waterloo"])
    assert ([it for it, _why in again.ours], again.registered) == ([made], ())


def test_what_the_registry_does_not_hold_cannot_be_taken_over():
    with pytest.raises(DomainError):
        services.add_from_registry(ROR, by=system_user())


def test_an_office_sets_from_when_names_are_joined():
    load(entry(), entry("https://ror.org/02aaaaa00", "Elsewhere"))
    ask = Question("Waterlo University")
    assert services.known().resolver.thresholds.join == 0.97

    RuleValue.objects.filter(name="organisations.ask_from").update(value="99/100")

    assert services.known().resolver.resolve(ask).decision == "unknown"
