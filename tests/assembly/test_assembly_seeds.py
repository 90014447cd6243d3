"""What the five seed texts come to, once read perfectly (`seeds/QUESTIONS.md`)."""

import json
import re
from pathlib import Path

import pytest
from seed_records import seeds as seed_records

from pactgraph.assembly import Assembly, Settings, assemble
from pactgraph.extraction.findings import Findings

ROOT = Path(__file__).parents[2]
D0, D1, D2, D3, D4 = (
    "000_ba0bc78a44d906bd",
    "001_38f187a9cde52603",
    "002_a5ccc2b4aa2979e3",
    "003_9bbeb9b0ac9122a6",
    "004_f7b6517e4de4279e",
)


@pytest.fixture(scope="module")
def assembly(settings: Settings, seeds: list[Findings]) -> Assembly:
    return assemble(seeds, settings)


def _node(assembly: Assembly, *things: tuple[str, str]) -> str:
    """The address that all of these share."""
    (iri,) = {assembly.identity.node(*thing).iri for thing in things}
    return iri.rpartition("/id/")[2]


def test_fixtures_are_what_the_records_say(seeds: list[Findings]) -> None:
    written = [json.dumps(r.findings().to_json()) for r in seed_records()]
    assert [Findings.from_json(json.loads(w)) for w in written] == seeds


def test_quotes_stand_in_the_texts_where_they_say(seeds: list[Findings]) -> None:
    for record in seeds:
        text = (ROOT / record.document["source"]).read_bytes().decode()
        for evidence in record.evidence.values():
            assert " ".join(text[evidence.start : evidence.end].split()) == evidence.quote
        for mention in (m for t in record.things for m in t.mentions):
            assert re.sub(r"\s+", " ", text[mention.start : mention.end]) == mention.text


def test_the_agreement_of_2012_is_one_node_of_three_documents(assembly: Assembly) -> None:
    assert _node(assembly, (D0, "a1"), (D2, "a1"), (D3, "a2")) == "agreement/2012-mou-iom-unodc"


def test_the_framework_of_1996_is_the_cooperation_agreement_of_that_year(assembly: Assembly) -> None:
    assert _node(assembly, (D0, "a2"), (D0, "a3"), (D2, "a2")) == "agreement/1996-cooperation-iom-un"


def test_the_other_agreements_stay_by_themselves(assembly: Assembly) -> None:
    things = ((D1, "a1"), (D3, "a1"), (D3, "a3"), (D3, "a4"), (D4, "a1"), (D0, "a1"), (D0, "a2"))
    assert len({_node(assembly, t) for t in things}) == len(things)


def test_the_press_release_is_dated_by_its_citation(assembly: Assembly) -> None:
    assert _node(assembly, (D0, "d2"), (D2, "doc")) == f"document/{D2}"
    assert _node(assembly, (D0, "d3"), (D1, "doc")) == f"document/{D1}"
    assert assembly.identity.today[D2].date == "2012-04-17"


def test_one_person_under_two_spellings(assembly: Assembly) -> None:
    assert _node(assembly, (D1, "p1"), (D2, "p2")) == "person/yuri-fedotov"


def test_bodies_are_one_whatever_they_are_called(assembly: Assembly) -> None:
    assert _node(assembly, *((d, "unodc") for d in (D0, D1, D2, D3, D4))) == "organization/unodc"
    assert _node(assembly, *((d, "iom") for d in (D0, D2, D3, D4))) == "organization/iom"
    assert _node(assembly, (D0, "icat"), (D2, "icat"), (D3, "icat")) == "organization/icat"
    assert _node(assembly, (D0, "ungift"), (D1, "ungift"), (D2, "ungift")) == "organization/ungift"


def test_conventions_are_one_by_name(assembly: Assembly) -> None:
    assert _node(assembly, (D0, "t1"), (D4, "t1")).startswith("agreement/convention-against-transnational")
    assert _node(assembly, (D0, "t3"), (D4, "t2")) != _node(assembly, (D0, "t2"))


def test_the_lineage_goes_all_the_way_down(assembly: Assembly) -> None:
    rests = f"<{assembly.settings.iris.ontology}restsOn>"
    edges = {(s, o) for g in assembly.graphs() for s, p, o in g.triples if p == rests}
    partnership, of_2012, of_1996 = (
        f"<{assembly.identity.node(*t).iri}>" for t in ((D3, "a1"), (D0, "a1"), (D0, "a3"))
    )
    assert {(partnership, of_2012), (of_2012, of_1996)} <= edges
