"""From nodes and facts to the record: ids, offsets of the original, shared evidence."""

from dataclasses import replace

from pactgraph.extraction.findings import Findings, Value
from pactgraph.extraction.matching import DOCUMENT, Fact
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.record import Recorder
from pactgraph.reading.source import Source

from . import trees
from .reading_aid import source
from .trees import parsed

DOC = parsed(trees.TWO_SENTENCES)
PREFIXES = {"state": "S", "agreement": "A"}


def node(kind: str, name: str, *spans: tuple[int, int]) -> Node:
    made = Node(kind, kind.title())
    for start, end in spans:
        made.add(Ref(start, end, start, kind, kind.title(), "name", "test", name))
    return made


def recorded(nodes: list[Node], facts: list[Fact], of: Source | None = None) -> Findings:
    return Recorder(DOC, of or source(DOC.text), PREFIXES).findings({"id": "doc"}, nodes, facts)


def fact(subject: Node, target: Node, start: int = 1, rule: str = "frames:x", confidence: float = 0.85) -> Fact:
    return Fact(subject, "party", target, None, start, start + 1, rule, confidence)


def test_ids_count_by_kind() -> None:
    treaty, kenya, pact = node("agreement", "treaty", (3, 4)), node("state", "Kenya", (0, 1)), node("agreement", "pact", (8, 9))
    made = recorded([treaty, kenya, pact], [])
    assert [t.id for t in made.things] == ["A1", "S1", "A2"]


def test_things_that_only_facts_name_are_recorded_too() -> None:
    treaty, kenya, ghost = node("agreement", "treaty", (3, 4)), node("state", "Kenya", (0, 1)), node("ghost", "x")
    speaker = node("state", "Peru", (2, 3))
    said = replace(fact(ghost, treaty), speaker=speaker, modality="claimed")
    made = recorded([treaty], [fact(treaty, kenya), said])
    assert [t.id for t in made.things] == ["A1", "S1", "G1", "S2"]
    assert made.statements[1].speaker == "S2"


def test_the_document_is_a_subject_without_a_thing() -> None:
    treaty = node("agreement", "treaty", (3, 4))
    made = recorded([treaty], [fact(DOCUMENT, treaty)])
    assert made.statements[0].subject == "doc"
    assert [t.id for t in made.things] == ["A1"]


def test_evidence_is_shared_by_sentence_rule_and_confidence() -> None:
    treaty, kenya = node("agreement", "treaty", (3, 4)), node("state", "Kenya", (0, 1))
    facts = [
        fact(treaty, kenya),
        fact(kenya, treaty),
        fact(treaty, kenya, start=6),
        fact(treaty, kenya, rule="frames:y"),
        fact(treaty, kenya, confidence=0.5),
    ]
    made = recorded([treaty, kenya], facts)
    assert [s.evidence for s in made.statements] == [("e1",), ("e1",), ("e2",), ("e3",), ("e4",)]
    assert [e.quote for e in made.evidence.values()][:2] == ["Kenya signed the treaty.", "It renewed the pact."]


def test_offsets_are_those_of_the_text() -> None:
    treaty = node("agreement", "treaty", (2, 4))
    made = recorded([treaty], [fact(treaty, node("state", "Kenya", (0, 1)))])
    (mention,) = made.things[0].mentions
    assert DOC.text[mention.start : mention.end] == mention.text == "the treaty"
    (evidence,) = made.evidence.values()
    assert DOC.text[evidence.start : evidence.end] == "signed"
    assert DOC.text[slice(*evidence.sentence)] == evidence.quote


def test_offsets_go_back_to_the_original() -> None:
    text = DOC.text
    shifted = replace(source(text), original="<p>" + text, segments=((0, 3, len(text)),), pages=(0, 10))
    made = recorded([node("state", "Kenya", (0, 1))], [fact(node("agreement", "x", (3, 4)), node("state", "y", (2, 3)), start=6)], shifted)
    assert (made.things[0].mentions[0].start, made.things[0].mentions[0].end) == (3, 8)
    (evidence,) = made.evidence.values()
    assert shifted.original[evidence.start : evidence.end] == "renewed"
    assert evidence.page == 2


def test_names_come_best_first() -> None:
    made = node("agreement", "treaty", (3, 4))
    made.names = ["treaty", "Treaty of Lima"]
    assert recorded([made], []).things[0].names == ("Treaty of Lima", "treaty")


def test_literals_and_basis_go_along() -> None:
    treaty = node("agreement", "treaty", (3, 4))
    dated = Fact(treaty, "signed", None, Value("1999", "gYear"), 1, 2, "r", basis="why")
    (statement,) = recorded([treaty], [dated]).statements
    assert (statement.object, statement.value, statement.basis) == (None, Value("1999", "gYear"), "why")


def test_nothing_gives_an_empty_record() -> None:
    assert recorded([], []) == Findings({"id": "doc"})
