"""Addresses are made of what a thing is."""

import pytest
from assembly_records import Record, bodies, news, pact, states

from pactgraph.assembly import Settings, assemble
from pactgraph.assembly.names import Names, slug

MOU = "MemorandumOfUnderstanding"


def _iri(settings: Settings, record: Record, thing: str = "a") -> str:
    return assemble([record.findings()], settings).identity.node("one", thing).iri.rpartition("/id/")[2]


def _record(*states_: str) -> Record:
    record = news("one", "It was signed.")
    bodies(record, NFC="Nordic Fisheries Council", BMA="Baltic Marine Agency")
    states(record, *states_)
    return record


def test_year_class_and_parties(settings: Settings) -> None:
    record = _record("Freedonia")
    pact(record, "a", MOU, "", ["nfc", "freedonia"], "2015-03-02")
    assert _iri(settings, record) == "agreement/2015-mou-freedonia-nfc"


def test_no_year_and_many_parties(settings: Settings) -> None:
    many = ("Aa", "Bb", "Cc", "Dd", "Ee")
    record = _record(*many)
    pact(record, "a", "Treaty", "Treaty of the Five Lakes", [m.lower() for m in many])
    assert _iri(settings, record) == "agreement/treaty-of-the-five-lakes"


def test_what_shares_an_address_takes_more_of_what_it_is(settings: Settings) -> None:
    record = _record()
    pact(record, "a", MOU, "MoU", ["nfc", "bma"], "2015-03-02")
    pact(record, "b", MOU, "MoU", ["nfc", "bma"], "2015-06-01")
    pact(record, "c", MOU, "Memorandum on Whales and Seals", ["nfc", "bma"], "2015-06-01")
    found = [_iri(settings, record, t) for t in "abc"]
    assert found[0] == "agreement/2015-03-02-mou-bma-nfc"
    assert found[1] == "agreement/2015-06-01-mou-bma-nfc-mou"
    assert found[2] == "agreement/2015-06-01-mou-bma-nfc-whales-seals"


def test_what_nothing_tells_apart_takes_a_checksum(settings: Settings) -> None:
    record = _record()
    for key in "ab":
        pact(record, key, MOU, "MoU", ["nfc", "bma"], "2015-03-02")
    first, second = (_iri(settings, record, t) for t in "ab")
    assert first != second
    assert first.startswith("agreement/2015-03-02-mou-bma-nfc-mou-")


def test_local_things_stand_below_their_document_by_place(settings: Settings) -> None:
    record = _record()
    record.thing("q", "quotation", "Quotation", at=["was signed"])
    record.thing("r", "quotation", "Quotation")
    assert _iri(settings, record, "q") == "document/one/quotation/3"
    assert _iri(settings, record, "r") == "document/one/quotation/r"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.N. Office on Drugs & Crime", "un-office-on-drugs-crime"),
        ("Straße des 17. Juni", "strasse-des-17-juni"),
        ("日本 Treaty", "日本-treaty"),
        ("...", "unnamed"),
        ("x" * 80, "x" * 60),
        ("aaaa " * 20, "-".join(["aaaa"] * 12)),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("acronym", "name", "expected"),
    [
        ("NFC", "Nordic Fisheries Council", True),
        ("UNFS", "United Nations Fund for Seals", True),
        ("U.N.F.S.", "U.N. Fund for Seals", True),
        ("ICAW", "Inter-Agency Council against Whaling", True),
        ("NFC", "Baltic Marine Agency", False),
        ("N", "Nordic Fisheries Council", False),
    ],
)
def test_spells(settings: Settings, acronym: str, name: str, expected: bool) -> None:
    assert Names(settings.names).spells(acronym, name) is expected
