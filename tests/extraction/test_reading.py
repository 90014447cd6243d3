"""The layers of one document, on hand-made parses: blocks, masks, parties, dates and splits."""

from typing import Any

import pytest
from spacy.tokens import Doc, Span

from pactgraph.extraction.nodes import Node
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.rules import Rules

from .trees import VOCAB, flat

STATES = {"Kenya": "countries:KE", "Uganda": "countries:UG", "Norway": "countries:NO", "Peru": "countries:PE"}
NOUNS = {"treaty", "treaties", "memoranda", "understanding", "MOU"}


def document(text: str, lines: bool = False) -> Doc:
    """Words between spaces with the states as gazetteer spans; "|" is a blank line."""
    if lines:
        words = ["\n\n" if w == "|" else w for w in text.split(" ")]
    else:
        words = text.split(" ")
    pos = ["SPACE" if w.isspace() else "NOUN" if w in NOUNS else "PROPN" if w[:1].isupper() else "X" for w in words]
    starts = [i == 0 or words[i - 1] in (".", "\n\n") for i, _ in enumerate(words)]
    doc = Doc(VOCAB, words=words, pos=pos, sent_starts=starts)
    doc.spans["gazetteer"] = [
        Span(doc, t.i, t.i + 1, label="countries", span_id=STATES[t.text]) for t in doc if t.text in STATES
    ]
    return doc


@pytest.fixture
def reading(rules: Rules) -> Any:
    return lambda text, date=None, genre="", lines=False: Reading(document(text, lines), rules, None, date, genre)


def names(nodes: list[Node]) -> list[str]:
    return [n.names[0] for n in nodes]


def test_a_headline_is_a_line_of_capitals(reading: Any) -> None:
    made = reading("Kenya Signs Fish Treaty | they signed it", lines=True)
    assert made.headline == {0, 1, 2, 3}


def test_dates_lie_on_their_tokens(reading: Any) -> None:
    made = reading("they signed on 4 May 1999 .")
    assert sorted(made.dates) == [3, 4, 5]
    assert {m.value for m in made.dates.values()} == {"1999-05-04"}


def test_relative_dates_count_from_the_documents_date(reading: Any) -> None:
    assert next(iter(reading("signed today .", "2012-04-17").dates.values())).value == "2012-04-17"
    assert next(iter(reading("signed today .").dates.values())).datatype == "relative"


def test_citations_state_nothing(reading: Any) -> None:
    made = reading("They signed . (Lima Treaty, HARBOUR NEWS (2010).) Kenya left")
    assert made.citation_groups
    assert made.masked == set(range(3, 8))
    assert made.described_refs == []


def test_parties_in_front_of_the_head(reading: Any) -> None:
    made = reading("the Kenya – Uganda Treaty on Fish .")
    (ref,) = made.described_refs
    assert names(made.named_parties[ref.start]) == ["Kenya", "Uganda"]


def test_parties_behind_between(reading: Any) -> None:
    made = reading("a treaty between Kenya and Uganda .")
    (ref,) = made.described_refs
    assert names(made.named_parties[ref.start]) == ["Kenya", "Uganda"]


def test_one_state_in_front_is_no_party(reading: Any) -> None:
    (parties,) = reading("the Kenya Treaty on Fish .").named_parties.values()
    assert parties == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("the 1996 Fish Treaty .", "1996"),
        ("the Fish Treaty , signed in Lima on 4 May 1999 .", "1999-05-04"),
        ("the Fish Treaty of 1996 .", "1996"),
        ("the Fish Treaty . Signed on 4 May 1999 .", None),
        ("the Fish Treaty met 1996 .", None),
    ],
)
def test_own_dates_of_a_mention(reading: Any, text: str, date: str | None) -> None:
    assert next(iter(reading(text).own_dates.values()), None) == date


def test_one_mention_for_each_of_several(reading: Any) -> None:
    made = reading("they signed two treaties – one between Kenya and Uganda , and another between Norway and Peru .")
    assert [names(p) for p in made.named_parties.values()] == [["Kenya", "Uganda"], ["Norway", "Peru"]]
    assert len(made.resolver.nodes) == 2


def test_a_count_that_the_list_does_not_bear_out_is_left_whole(reading: Any) -> None:
    made = reading("they signed three treaties – one between Kenya and Uganda , and another between Norway and Peru .")
    assert len(made.described_refs) == 1


def test_mentions_of_one_thing_share_a_node(reading: Any) -> None:
    made = reading("the Fish Treaty ( the “ Pact ” ) binds . This treaty lasts .")
    (node,) = made.resolver.nodes
    assert len(node.refs) == 2
    assert made.resolver.focus is node


def test_a_government_acts_for_its_state(rules: Rules) -> None:
    doc = document("the Government of Kenya signed")
    doc.spans["patterns"] = [Span(doc, 1, 4, label="organization", span_id="government")]
    made = Reading(doc, rules, None, None)
    (government,) = (n for n in made.entities.nodes if n.kind == "organization")
    assert made.party(government).links == ["countries:KE"]


def test_the_speaker_of_a_speech(rules: Rules) -> None:
    doc = flat("Remarks by Ola Berg | I am glad")
    doc.ents = [Span(doc, 2, 4, label="PERSON")]
    speech = next(iter(rules.speech_genres))
    assert (orator := Reading(doc, rules, None, None, speech).orator) is not None
    assert orator.names == ["Ola Berg"]
    assert Reading(doc, rules, None, None, "news").orator is None


def test_an_empty_document_has_empty_layers(rules: Rules) -> None:
    made = Reading(Doc(VOCAB, words=[]), rules, None, None)
    assert (made.headline, made.dates, made.masked) == (frozenset(), {}, frozenset())
    assert made.entity_refs == made.described_refs == made.posts == made.quotations == made.predicates == []
    assert made.resolver.focus is None
    assert made.orator is None
