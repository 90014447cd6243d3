"""From a text to its findings, by the shipped model and the project's rules."""

import json

import pytest

from pactgraph.extraction.findings import Findings
from pactgraph.extraction.projection import Projection

from .reading_aid import Reader, about, objects, thing

SIGNING = (
    "Kenya and Uganda signed a Memorandum of Understanding (MOU) on Fish Stocks in Nairobi on 4 May 1999. "
    "The MOU replaces the 1996 Treaty on Lake Fisheries. The agreement entered into force in June 1999."
)


@pytest.fixture(scope="module")
def signing(reader: Reader) -> Findings:
    return reader.findings(SIGNING)


def test_who_agreed_what_when_and_where(signing: Findings) -> None:
    mou = thing(signing, "MOU")
    assert (mou.kind, mou.cls, mou.focus) == ("agreement", "MemorandumOfUnderstanding", True)
    assert objects(signing, mou, "party") == ["Kenya", "Uganda"]
    assert objects(signing, mou, "dateSigned") == ["1999-05-04"]
    assert objects(signing, mou, "placeSigned") == ["Nairobi"]
    assert objects(signing, mou, "status") == ["signed"]
    assert objects(signing, mou, "dateEffective") == ["1999-06"]


def test_what_it_rests_on(signing: Findings) -> None:
    assert objects(signing, thing(signing, "MOU"), "supersedes") == ["1996 Treaty on Lake Fisheries"]
    assert objects(signing, thing(signing, "1996 Treaty on Lake Fisheries"), "dateSigned") == ["1996"]


def test_gazetteer_ids_are_kept(signing: Findings) -> None:
    assert thing(signing, "Kenya").links == ("countries:KE",)


def test_every_statement_has_its_sentence(signing: Findings) -> None:
    for statement in signing.statements:
        for key in statement.evidence:
            evidence = signing.evidence[key]
            assert SIGNING[slice(*evidence.sentence)].strip() == evidence.quote
            assert evidence.sentence[0] <= evidence.start < evidence.end <= evidence.sentence[1]


def test_signatories_with_office_and_side(reader: Reader) -> None:
    found = reader.findings(
        "The Treaty between Norway and Peru on Extradition was signed by Norway's Minister of Justice, Mr Ola Berg, "
        "and Ms Ana Ruiz, Peru's Minister of Foreign Affairs, in Lima on 4 May 1999."
    )
    (treaty,) = (t for t in found.things if t.kind == "agreement")
    signatures = [next(t for t in found.things if t.id == s.object) for s in about(found, treaty, "signature")]
    rows = [[objects(found, s, name) for name in ("signatory", "onBehalfOf", "inRole")] for s in signatures]
    assert rows == [
        [["Ola Berg"], ["Norway"], ["Minister of Justice"]],
        [["Ana Ruiz"], ["Peru"], ["Minister of Foreign Affairs"]],
    ]
    assert objects(found, treaty, "party") == ["Norway", "Peru"]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya signed the Lake Treaty with Uganda.",
        "Kenya and Uganda signed the Lake Treaty.",
        "The Lake Treaty was signed by Kenya and Uganda.",
        "The Lake Treaty, which was signed by Kenya and Uganda, covers fish.",
        "The Lake Treaty, signed by Kenya and Uganda, covers fish.",
        "The Lake Treaty between Kenya and Uganda was signed.",
        "The signing of the Lake Treaty between Kenya and Uganda was a success.",
        "Kenya and Uganda are pleased to sign the Lake Treaty.",
    ],
)
def test_parties_in_every_form(reader: Reader, text: str) -> None:
    found = reader.findings(text)
    treaty = thing(found, "Lake Treaty") if "between" not in text else next(t for t in found.things if t.kind == "agreement")
    assert sorted(objects(found, treaty, "party")) == ["Kenya", "Uganda"]
    assert objects(found, treaty, "status") == ["signed"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kenya will sign the Lake Treaty with Uganda.", ["planned"]),
        ("Kenya and Uganda agreed to sign the Lake Treaty.", ["planned"]),
        ("Kenya and Uganda are negotiating the Lake Treaty.", ["negotiating"]),
        ("Kenya signed the Lake Treaty with Uganda.", ["signed"]),
    ],
)
def test_status(reader: Reader, text: str, status: list[str]) -> None:
    found = reader.findings(text)
    assert objects(found, thing(found, "Lake Treaty"), "status") == status


def test_what_is_denied_is_not_stated(reader: Reader) -> None:
    found = reader.findings("Kenya did not sign the Lake Treaty.")
    assert not any(s.property in ("party", "dateSigned", "signature") for s in found.statements)


def test_today_is_the_documents_date(reader: Reader) -> None:
    text = "Kenya and Uganda signed the Lake Treaty today."
    dated = reader.findings(text, "2012-04-17")
    (statement,) = about(dated, thing(dated, "Lake Treaty"), "dateSigned")
    assert statement.value is not None
    assert (statement.value.value, statement.value.datatype) == ("2012-04-17", "date")
    assert "2012-04-17" in (statement.basis or "")
    undated = reader.findings(text)
    assert [s.value.datatype for s in about(undated, thing(undated, "Lake Treaty"), "dateSigned") if s.value] == ["relative"]


def test_later_mentions_lead_back(reader: Reader) -> None:
    found = reader.findings("Kenya and Uganda signed the Lake Treaty. It was signed in Lima. The said treaty covers fish.")
    (treaty,) = (t for t in found.things if t.kind == "agreement")
    assert [m.text for m in treaty.mentions][0] == "Lake Treaty"
    assert len(treaty.mentions) >= 2


def test_the_document_is_described(reader: Reader) -> None:
    found = reader.findings(SIGNING, "1999-05-05")
    assert found.document["date"] == "1999-05-05"
    assert found.document["basis"] == {"date": "sidecar"}
    assert found.document["genre"] == "press-release"
    assert found.document["language"] == "en"


def test_the_same_text_gives_the_same_record(reader: Reader) -> None:
    first, second = (json.dumps(reader.findings(SIGNING).to_json()) for _ in range(2))
    assert first == second


def test_the_record_goes_through_json_and_projection(reader: Reader, signing: Findings) -> None:
    again = Findings.from_json(json.loads(json.dumps(signing.to_json())))
    assert again == signing
    record = Projection(reader.extractor.rules.settings).record(again)
    assert record["agreements"][0]["parties"] == ["Kenya", "Uganda"]
    assert [r["rel"] for r in record["relations"]] == ["supersedes"]


def test_ids_are_unique_and_lead_somewhere(signing: Findings) -> None:
    ids = [t.id for t in signing.things]
    assert len(set(ids)) == len(ids)
    for statement in signing.statements:
        assert statement.subject in {*ids, "doc"}
        assert (statement.object is None) != (statement.value is None)
        assert statement.object is None or statement.object in ids
        assert set(statement.evidence) <= set(signing.evidence)


def test_a_text_about_something_else(reader: Reader) -> None:
    found = reader.findings("The weather was fine, and the fish were biting.")
    assert not any(t.kind == "agreement" for t in found.things)
