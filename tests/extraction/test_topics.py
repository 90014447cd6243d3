"""Topics: labels of the project's concepts in a text."""

from pathlib import Path

import pytest
from spacy.language import Language

from pactgraph.errors import RuleError
from pactgraph.extraction.topics import TopicFinder, concept_labels

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<t:fish> a skos:Concept ; skos:prefLabel "Fish"@en ; skos:altLabel "fishery" ; skos:hiddenLabel "fishes" ; skos:note "not a label" .
<t:stocks> a skos:Concept ; skos:prefLabel "Fish stocks"@en .
"""


@pytest.fixture
def finder(blank: Language, tmp_path: Path) -> TopicFinder:
    path = tmp_path / "topics.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return TopicFinder(blank.vocab, concept_labels(path), blank.make_doc, "Concept")


def test_labels_of_all_three_sorts(tmp_path: Path) -> None:
    path = tmp_path / "topics.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    assert sorted(concept_labels(path)) == [
        ("t:fish", "Fish"),
        ("t:fish", "fishery"),
        ("t:fish", "fishes"),
        ("t:stocks", "Fish stocks"),
    ]


def test_a_project_without_topics(tmp_path: Path) -> None:
    assert concept_labels(tmp_path / "topics.ttl") == []


def test_what_is_no_turtle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "topics.ttl"
    path.write_text("<t:fish> skos:prefLabel", encoding="utf-8")
    with pytest.raises(RuleError, match="Turtle") as caught:
        concept_labels(path)
    assert caught.value.where == str(path)


def test_the_longest_label_wins_whatever_its_case(finder: TopicFinder, blank: Language) -> None:
    found = finder.find(blank("Treaty on FISH STOCKS, the fishery and fish."))
    assert [(r.name, r.links) for r in found] == [
        ("FISH STOCKS", ["t:stocks"]),
        ("fishery", ["t:fish"]),
        ("fish", ["t:fish"]),
    ]
    assert {(r.kind, r.cls) for r in found} == {("topic", "Concept")}


def test_parts_of_words_are_no_topics(finder: TopicFinder, blank: Language) -> None:
    assert finder.find(blank("The fisherman left.")) == []
    assert finder.find(blank("")) == []
