"""Named entities: which spans become mentions, where they begin and end, and which of two overlapping ones stays."""

import pytest
from spacy.tokens import Doc, Span

from pactgraph.extraction.entities import EntityFinder
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.rules import Rules

from .trees import flat


@pytest.fixture
def finder(rules: Rules) -> EntityFinder:
    return EntityFinder(rules.entities)


def marked(text: str, **groups: list[tuple[str, str, str]]) -> Doc:
    """Words with spans: `names`, `gazetteer` and `patterns` give (words, label, id)."""
    doc = flat(text)
    spans = {key: [_span(doc, *entry) for entry in entries] for key, entries in groups.items()}
    doc.ents = [Span(doc, s.start, s.end, label=s.label) for s in spans.pop("names", [])]
    for key, found in spans.items():
        doc.spans[key] = found
    return doc


def _span(doc: Doc, words: str, label: str, identifier: str = "") -> Span:
    wanted = words.split()
    size = len(wanted)
    start = next(i for i in range(len(doc)) if [t.text for t in doc[i : i + size]] == wanted)
    return Span(doc, start, start + size, label=label, span_id=identifier)


def said(refs: list[Ref]) -> list[tuple[str, str]]:
    return [(r.kind, r.name) for r in refs]


KENYA = ("Kenya", "countries", "countries:KE")


def test_labels_of_all_three_sources(finder: EntityFinder) -> None:
    doc = marked(
        "Kenya and the Ministry of Fish met Ana Ruiz",
        gazetteer=[KENYA],
        patterns=[("Ministry of Fish", "organization", "ministry")],
        names=[("Ana Ruiz", "PERSON", "")],
    )
    found = finder.find(doc, [])
    assert said(found) == [("state", "Kenya"), ("organization", "Ministry of Fish"), ("person", "Ana Ruiz")]
    assert [r.rule for r in found] == ["gazetteer:countries", "pattern:ministry", "name:PERSON"]
    assert found[0].links == ["countries:KE"]


def test_labels_without_a_meaning_are_left_alone(finder: EntityFinder) -> None:
    assert finder.find(marked("Kenyan fish", gazetteer=[("Kenyan", "demonyms", "countries:KE")]), []) == []


def test_an_acronym_is_a_form_of_its_own(finder: EntityFinder) -> None:
    doc = marked("the OFA and Lima", names=[("OFA", "ORG", ""), ("Lima", "LOC", "")])
    assert [(r.name, r.form) for r in finder.find(doc, [])] == [("OFA", "acronym"), ("Lima", "name")]


@pytest.mark.parametrize(
    ("text", "drawn", "name"),
    [
        ("met the Oslo Agency .", "the Oslo Agency .", "Oslo Agency"),
        ("met Oslo Agency 's staff", "Oslo Agency 's", "Oslo Agency"),
        ("met “ Oslo Agency ” today", "“ Oslo Agency ”", "Oslo Agency"),
        ("met Oslo Agency and the rest", "Oslo Agency and the", "Oslo Agency"),
    ],
)
def test_articles_marks_and_endings_are_trimmed(
    finder: EntityFinder, text: str, drawn: str, name: str
) -> None:
    assert said(finder.find(marked(text, names=[(drawn, "ORG", "")]), [])) == [("organization", name)]


@pytest.mark.parametrize("word", ["Government", "Treaty", "parties", "oslo agency", "2012", "The"])
def test_common_words_are_no_entities(finder: EntityFinder, word: str) -> None:
    assert finder.find(marked(f"met {word} today", names=[(word, "ORG", "")]), []) == []


def test_the_longer_of_overlapping_mentions_stays(finder: EntityFinder) -> None:
    doc = marked(
        "the Bank of Kenya met",
        gazetteer=[KENYA],
        patterns=[("Bank of Kenya", "organization", "ministry")],
    )
    assert said(finder.find(doc, [])) == [("organization", "Bank of Kenya")]


def test_a_name_takes_over_the_gazetteer_id_of_the_same_words(finder: EntityFinder) -> None:
    doc = marked(
        "Lima Institute met",
        gazetteer=[("Lima Institute", "organizations", "organizations:1")],
        patterns=[("Lima Institute", "organization", "ministry")],
    )
    (found,) = finder.find(doc, [])
    assert (found.rule, found.links) == ("pattern:ministry", ["organizations:1"])


def test_dates_hold_no_entities(finder: EntityFinder) -> None:
    doc = marked("on 4 May 1999", names=[("May", "PERSON", "")])
    assert finder.find(doc, [(1, 4)]) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("said Mr Ola Berg today", "Ola Berg"),
        ("said Dr. Ana de la Cruz .", "Ana de la Cruz"),
        ("said H.E. Mr Ola Berg , who", "Ola Berg"),
        ("said Minister Berg of Oslo", "Berg"),
        ("said Ms Ana Ruiz SC .", "Ana Ruiz"),
    ],
)
def test_persons_behind_titles(finder: EntityFinder, text: str, name: str) -> None:
    assert said(finder.find(marked(text), [])) == [("person", name)]


@pytest.mark.parametrize(
    "text", ["said the Minister today", "the Prime Minister Secretary", "said mr berg", "Minister of Law"]
)
def test_titles_without_a_name(finder: EntityFinder, text: str) -> None:
    assert finder.find(marked(text), []) == []


def test_a_title_in_a_headline_tells_nothing(finder: EntityFinder) -> None:
    doc = marked("Minister Signs Treaty")
    assert finder.find(doc, [], headline=frozenset({0, 1, 2})) == []


def test_a_generation_belongs_to_the_name(finder: EntityFinder) -> None:
    doc = marked("met Ola Berg Jr. today", names=[("Ola Berg", "PERSON", "")])
    assert said(finder.find(doc, [])) == [("person", "Ola Berg Jr.")]


def test_an_office_is_no_person(finder: EntityFinder) -> None:
    assert finder.find(marked("met Foreign Minister", names=[("Foreign Minister", "PERSON", "")]), []) == []


def test_a_name_drawn_over_the_head_of_an_agreement_is_dropped(finder: EntityFinder) -> None:
    doc = marked("the Lima Fish Treaty", names=[("Lima Fish Treaty", "ORG", "")])
    assert finder.find(doc, [], heads=frozenset({3})) == []
    assert len(finder.find(doc, [])) == 1


def test_a_pattern_stops_before_another_name(finder: EntityFinder) -> None:
    doc = marked(
        "the Ministry of Law and Kenya met",
        gazetteer=[KENYA],
        patterns=[("Ministry of Law and Kenya", "organization", "ministry")],
    )
    assert said(finder.find(doc, [])) == [("organization", "Ministry of Law"), ("state", "Kenya")]


def test_mentions_come_in_text_order_without_overlaps(finder: EntityFinder) -> None:
    doc = marked("Ana Ruiz of Kenya met Mr Ola Berg", gazetteer=[KENYA], names=[("Ana Ruiz", "PERSON", "")])
    found = finder.find(doc, [])
    assert [r.name for r in found] == ["Ana Ruiz", "Kenya", "Ola Berg"]
    assert not any(a.overlaps(b) for a in found for b in found if a is not b)
