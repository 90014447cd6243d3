"""The lists people read, made from the generic record as the project declares."""

from typing import Any

import pytest

from pactgraph.extraction.findings import Evidence, Findings, Mention, Statement, Thing, Value
from pactgraph.extraction.projection import Projection

SETTINGS: dict[str, Any] = {
    "lists": {
        "pacts": {
            "kind": "pact",
            "class_field": "type",
            "classes": {"Thing": "Other"},
            "single": {"date": "signedOn", "status": "status"},
            "many": {"parties": "party"},
            "nested": {"signatories": {"property": "signature", "fields": {"person": "signatory", "role": "inRole"}}},
        }
    },
    "relations": {"kind": "pact", "properties": {"renews": "renews", "protocolTo": "supplements"}},
    "entities": {"states": {"kinds": ["state"]}, "people": {"kinds": ["person", "ghost"]}},
}


def mention(text: str, form: Any = "name") -> Mention:
    return Mention(0, len(text), text, form, "test")


THINGS = (
    Thing("A1", "Treaty", "pact", ("Lima Treaty", "treaty"), ("LT",), (mention("Lima Treaty"),), focus=True),
    Thing("A2", "Thing", "pact", ("Oslo Pact",), count=2),
    Thing("S1", "State", "state", ("Peru",), mentions=(mention("Peru"), mention("Peru"), mention("it", "anaphor"))),
    Thing("S2", "State", "state", ("Chile",)),
    Thing("P1", "Person", "person", (), ("OB",), (mention("OB", "acronym"),)),
    Thing("G1", "Signature", "signature", ()),
)
STATEMENTS = (
    Statement("A1", "party", "S1", evidence=("e2",)),
    Statement("A1", "party", "S1", evidence=("e10",)),
    Statement("A1", "party", "S2", evidence=("e1",)),
    Statement("A1", "signedOn", value=Value("1999-05-04", "date")),
    Statement("A1", "signedOn", value=Value("1998", "gYear")),
    Statement("A1", "signature", "G1"),
    Statement("G1", "signatory", "P1"),
    Statement("G1", "inRole", value=Value("Minister")),
    Statement("A1", "protocolTo", "A2", evidence=("e1",)),
    Statement("A1", "protocolTo", "A2", evidence=("e2",)),
    Statement("A2", "status", value=Value("signed"), modality="claimed", speaker="P1"),
    Statement("A2", "signedOn", value=Value("P0D", "relative")),
    Statement("A2", "renews", "S1"),
)
EVIDENCE = {f"e{n}": Evidence(f"e{n}", 0, 1, (0, 2), "q", "r", 0.5) for n in (1, 2, 10)}


@pytest.fixture
def record() -> dict[str, Any]:
    findings = Findings({"id": "d", "title": "T"}, THINGS, STATEMENTS, EVIDENCE)
    return Projection(SETTINGS).record(findings)


def test_an_entry_of_a_list(record: dict[str, Any]) -> None:
    assert record["pacts"][0] == {
        "id": "A1",
        "names": ["Lima Treaty", "treaty", "LT"],
        "type": "Treaty",
        "focus": True,
        "date": "1999-05-04",
        "status": None,
        "parties": ["Peru", "Chile"],
        "signatories": [{"person": "OB", "role": "Minister"}],
        "evidence": ["e1", "e2", "e10"],
    }


def test_classes_may_have_another_name(record: dict[str, Any]) -> None:
    assert record["pacts"][1]["type"] == "Other"
    assert record["pacts"][1]["count"] == 2


def test_claims_and_days_not_worked_out_are_left_out(record: dict[str, Any]) -> None:
    assert record["pacts"][1]["status"] is None
    assert record["pacts"][1]["date"] is None


def test_relations_are_between_things_of_the_kind_and_gather_evidence(record: dict[str, Any]) -> None:
    assert record["relations"] == [{"from": "A1", "rel": "supplements", "to": "A2", "evidence": ["e1", "e2"]}]


def test_entities_are_those_with_mentions(record: dict[str, Any]) -> None:
    assert record["entities"] == {
        "states": [{"id": "S1", "canonical": "Peru", "class": "State", "surface": ["Peru"]}],
        "people": [{"id": "P1", "canonical": "OB", "class": "Person", "surface": ["OB"]}],
    }


def test_document_and_evidence_go_along(record: dict[str, Any]) -> None:
    assert record["document"] == {"id": "d", "title": "T"}
    assert record["doc"] == {"id": "d"}
    assert record["evidence"]["e1"]["quote"] == "q"


def test_nothing_found_gives_empty_lists() -> None:
    made = Projection(SETTINGS).record(Findings({"id": "d"}))
    assert (made["pacts"], made["relations"], made["evidence"]) == ([], [], {})
    assert made["entities"] == {"states": [], "people": []}
