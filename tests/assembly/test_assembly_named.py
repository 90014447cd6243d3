"""Organizations, states, places and topics by name, acronym and gazetteer entry."""

import pytest
from assembly_records import Record, news

from pactgraph.assembly import Assembly, Settings, assemble


def _org(
    doc: str,
    *names: str,
    acronyms: tuple[str, ...] = (),
    links: tuple[str, ...] = (),
    kind: str = "organization",
) -> Record:
    record = news(doc, "They met.")
    record.thing(
        "o", kind, "State" if kind == "state" else "Organization", *names, acronyms=acronyms, links=links
    )
    return record


def _assembly(settings: Settings, *records: Record) -> Assembly:
    return assemble([r.findings() for r in records], settings)


def _nodes(assembly: Assembly) -> list[str]:
    return sorted({assembly.identity.node(d, "o").iri.rpartition("/id/")[2] for d in assembly.documents()})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Nordic Fisheries Council", "NFC"), ("NFC", "NFC")),
        (("U.N. Fund for Seals", "UNFS"), ("United Nations Fund for Seals", "")),
        (("Organisation for Herring", ""), ("Organization for Herring", "")),
        (("Nordic Fisheries Council", "NFC"), ("Nordic Council of Fisheries", "NFC")),
        (("International Seal Organization", "ISO"), ("Global Seal Agency", "ISO")),
        (("Commission des Pêcheries", ""), ("Commission des Pecheries", "")),
    ],
)
def test_one_organization(settings: Settings, one: tuple[str, str], other: tuple[str, str]) -> None:
    records = [_org(d, n, acronyms=(a,) if a else ()) for d, (n, a) in zip("ab", (one, other), strict=True)]
    assert len(_nodes(_assembly(settings, *records))) == 1


def test_an_acronym_of_two_names_joins_neither(settings: Settings) -> None:
    records = (
        _org("a", "International Seal Organization", acronyms=("ISO",)),
        _org("b", "Institute for Sea Oil", acronyms=("ISO",)),
        _org("c", "ISO", acronyms=("ISO",)),
    )
    assert len(_nodes(_assembly(settings, *records))) == 3


def test_a_ministry_without_its_country_is_not_that_of_another_document(settings: Settings) -> None:
    records = (_org("a", "Ministry of Finance"), _org("b", "Ministry of Finance"))
    first, second = _nodes(_assembly(settings, *records))
    assert first != second
    assert first.startswith("organization/ministry-of-finance-")


def test_gazetteer_entries_join_and_separate(settings: Settings) -> None:
    records = (
        _org("a", "Freedonia", kind="state", links=("countries:FD",)),
        _org("b", "Republic of Freedonia", kind="state", links=("countries:FD",)),
        _org("c", "Freedonia", kind="state", links=("countries:XX",)),
    )
    assembly = _assembly(settings, *records)
    assert assembly.identity.node("a", "o") is assembly.identity.node("b", "o")
    assert assembly.identity.node("a", "o") is not assembly.identity.node("c", "o")


def test_a_place_with_the_name_of_a_state_is_that_state(settings: Settings) -> None:
    place = _org("b", "Freedonia", kind="place")
    assembly = _assembly(settings, _org("a", "Freedonia", kind="state"), place)
    assert _nodes(assembly) == ["state/freedonia"]
    assert _nodes(_assembly(settings, place)) == ["place/freedonia"]


def test_a_topic_is_the_concept_of_that_name(settings: Settings) -> None:
    records = (
        _org("a", "Fishing", kind="topic"),
        _org("b", "the Fisheries", kind="topic"),
        _org("c", "x", kind="topic", links=("topics:fisheries",)),
        _org("d", "whaling", kind="topic"),
    )
    assert _nodes(_assembly(settings, *records)) == ["topic/fisheries", "topic/whaling"]


def test_two_of_one_document_stay_two_though_another_gives_one_both_names(settings: Settings) -> None:
    both = _org("a", "Seal Council")
    both.thing("p", "organization", "Organization", "Whale Council")
    assembly = _assembly(settings, both, _org("b", "Seal Council", "Whale Council"))
    assert assembly.identity.node("a", "o") is not assembly.identity.node("a", "p")


def test_the_label_is_the_full_name_that_most_documents_use(settings: Settings) -> None:
    records = (
        _org("a", "NFC", acronyms=("NFC",)),
        _org("b", "Nordic Fisheries Council", acronyms=("NFC",)),
        _org("c", "Nordic Fisheries Council", acronyms=("NFC",)),
        _org("d", "Nordic Council of Fisheries", acronyms=("NFC",)),
    )
    node = _assembly(settings, *records).identity.node("a", "o")
    assert (node.label, node.iri.rpartition("/")[2]) == ("Nordic Fisheries Council", "nfc")
