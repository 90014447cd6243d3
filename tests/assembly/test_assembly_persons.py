"""When two spellings are one person."""

import pytest
from assembly_records import Record, bodies, news, pact, signed

from pactgraph.assembly import Settings, assemble


def _signer(doc: str, name: str, body: str = "NFC") -> Record:
    record = news(doc, "The accord was signed.")
    bodies(record, **{body: {"NFC": "Nordic Fisheries Council", "BMA": "Baltic Marine Agency"}[body]})
    pact(record, "a", "Agreement", f"Accord {doc}")
    signed(record, "a", "p", name, body.lower())
    return record


def _together(settings: Settings, one: Record, other: Record) -> bool:
    identity = assemble([one.findings(), other.findings()], settings).identity
    return identity.node("one", "p") is identity.node("two", "p")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dmitri Orlov", "Dmitry Orlov"),
        ("Sergei Petrov", "Sergey Petrov"),
        ("Mohamed Salih", "Mohammed Salih"),
        ("Aleksandr Ivanov", "Alexander Ivanov"),
        ("José Pérez", "Jose Perez"),
        ("Anna Maria Holm", "Anna Holm"),
        ("A. M. Holm", "Anna Maria Holm"),
        ("Dr. Anna Holm", "Anna Holm"),
    ],
)
def test_one_person(settings: Settings, one: str, other: str) -> None:
    assert _together(settings, _signer("one", one), _signer("two", other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Orlova", "Mario Orlova"),
        ("Jean Dupont", "Joan Dupont"),
        ("Dmitri Orlov", "Dmitri Petrov"),
        ("Anna Holm", "Hanna Holm"),
        ("Ivan Orlov", "Igor Orlov"),
        ("B. Holm", "Anna Holm"),
    ],
)
def test_two_persons(settings: Settings, one: str, other: str) -> None:
    assert not _together(settings, _signer("one", one), _signer("two", other))


def test_a_variant_needs_something_in_common(settings: Settings) -> None:
    assert not _together(settings, _signer("one", "Dmitri Orlov"), _signer("two", "Dmitry Orlov", body="BMA"))


def test_one_document_tells_variants_apart(settings: Settings) -> None:
    record = _signer("one", "Dmitri Orlov")
    signed(record, "a", "q", "Dmitry Orlov", "nfc")
    identity = assemble([record.findings()], settings).identity
    assert identity.node("one", "p") is not identity.node("one", "q")


def test_the_reason_of_a_variant_is_kept(settings: Settings) -> None:
    assembly = assemble(
        [_signer("one", "Dmitri Orlov").findings(), _signer("two", "Dmitry Orlov").findings()], settings
    )
    (merge,) = [m for m in assembly.merges() if m.kind == "person"]
    assert [m[2] for m in merge.members] == ["Dmitri Orlov", "Dmitry Orlov"]
    assert "spellings" in merge.reason
