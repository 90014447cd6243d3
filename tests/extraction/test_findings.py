"""The record: what goes through JSON comes back unchanged."""

import json

import pytest

from pactgraph.extraction.findings import Evidence, Findings, Mention, Statement, Thing, Value

FULL = Findings(
    document={"id": "doc", "title": "T", "basis": {"title": "text"}},
    things=(
        Thing(
            "A1",
            "Treaty",
            "agreement",
            ("Lima Treaty",),
            ("LT",),
            (Mention(0, 11, "Lima Treaty", "name", "heads:treaty"),),
            count=2,
        ),
        Thing("S1", "State", "state", ("Peru",), links=("countries:PE",), focus=True),
    ),
    statements=(
        Statement("A1", "party", "S1", evidence=("e1",)),
        Statement(
            "A1", "dateSigned", value=Value("1999-05-04", "date"), modality="claimed", basis="b", speaker="S1"
        ),
        Statement("doc", "mentions", "A1"),
    ),
    evidence={"e1": Evidence("e1", 0, 4, (0, 20), "Peru signed.", "frames:signing", 0.85, 3)},
)


@pytest.mark.parametrize("findings", [FULL, Findings({"id": "doc"})], ids=["full", "empty"])
def test_what_is_written_is_read_back(findings: Findings) -> None:
    assert Findings.from_json(json.loads(json.dumps(findings.to_json()))) == findings


def test_the_record_is_plain_json_with_all_fields() -> None:
    data = FULL.to_json()
    assert list(data) == ["document", "things", "statements", "evidence"]
    assert data["statements"][0]["object"] == "S1"
    assert data["statements"][1]["value"] == {"value": "1999-05-04", "datatype": "date"}
    assert data["evidence"]["e1"]["page"] == 3


def test_an_unknown_field_is_no_field() -> None:
    data = FULL.to_json()
    data["things"][0]["colour"] = "red"
    with pytest.raises(TypeError, match="colour"):
        Findings.from_json(data)
