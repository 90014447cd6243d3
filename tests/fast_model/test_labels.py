"""The table of labels, and what becomes of names that a corpus does not explain."""

import random
from pathlib import Path

import pytest
import spacy
from conversion.mapping import Mapping
from conversion.sentences import Sentence, doc_of
from conversion.swaps import Swaps

FOLDER = Path(__file__).parents[2] / "extract" / "model" / "conversion"


@pytest.fixture
def mapping() -> Mapping:
    return Mapping.read(FOLDER / "labels.toml")


def mapped(
    mapping: Mapping, corpus: str, text: str, *names: tuple[int, int, str], doubts: bool = False
) -> list[tuple[str, str]]:
    words = text.split()
    sentence = Sentence("s", words, [True] * len(words), list(names))
    mapping.apply(corpus, sentence, doubts=doubts)
    return [(" ".join(words[a:b]), label) for a, b, label in sentence.names]


def test_every_label_leads_to_one_of_ours(mapping: Mapping) -> None:
    allowed = {*mapping.ours, "", "?", "by words", "by words, EVENT"}
    for corpus in mapping.table["corpora"].values():
        assert set(corpus["labels"].values()) <= allowed
        assert set(corpus["annotates"]) <= set(mapping.ours)


def test_miscellaneous_names_are_told_by_their_words(mapping: Mapping) -> None:
    names = [(0, 2, "MISC"), (3, 4, "MISC"), (5, 7, "MISC")]
    found = mapped(mapping, "wikigold", "Lisbon Treaty and Norwegian by Blue Moon", *names)
    assert found == [("Lisbon Treaty", "LAW"), ("Norwegian", "NORP"), ("Blue Moon", "?")]


def test_adjectives_marked_as_places_are_nationalities(mapping: Mapping) -> None:
    found = mapped(mapping, "re-docred", "a Canadian in Oslo", (1, 2, "LOC"), (3, 4, "LOC"))
    assert found == [("Canadian", "NORP"), ("Oslo", "LOC")]


def test_mentions_are_cut_to_the_name_in_them(mapping: Mapping) -> None:
    text = "the British Foreign Secretary Ann Hill and the city of Oslo and he"
    found = mapped(mapping, "re3d-open", text, (0, 6, "Person"), (7, 11, "Location"), (12, 13, "Person"))
    assert ("Ann Hill", "PERSON") in found
    assert ("Oslo", "LOC") in found
    assert all(text != "he" for text, _ in found)


def test_gaps_of_a_corpus_are_marked_in_training_only(mapping: Mapping) -> None:
    text = "In March 1998 the Treaty of Rome was read"
    assert mapped(mapping, "wikigold", text) == []
    assert mapped(mapping, "wikigold", text, doubts=True) == [
        ("March", "?"),
        ("1998", "?"),
        ("Treaty of Rome", "?"),
    ]


def test_a_doubtful_name_is_missing_in_the_doc() -> None:
    sentence = Sentence("s", ["Oslo", "Blue", "is"], [True] * 3, [(0, 1, "LOC"), (1, 2, "?")])
    doc = doc_of(spacy.blank("en").vocab, [sentence], syntax=False, names=True)
    assert [t.ent_iob for t in doc] == [3, 0, 2]


def test_swapped_copies_keep_the_words_around_the_names() -> None:
    swaps = Swaps.read(FOLDER / "swaps.toml", spacy.blank("en"))
    swaps.dice = random.Random(0)
    words = ["Ann", "Hill", "of", "Acme", "met", "in", "Oslo", "."]
    names = [(0, 2, "PERSON"), (3, 4, "ORG"), (6, 7, "LOC")]
    document = [Sentence("s", words, [True] * 6 + [False, True], names)]
    copies = [s for _ in range(60) for d in swaps.copies([document]) for s in d]
    assert len({s.text for s in copies}) > 5
    for copy in copies:
        outside = {i for a, b, _ in copy.names for i in range(a, b)}
        assert [w for i, w in enumerate(copy.words) if i not in outside][-3:-1] == ["met", "in"]
        assert {n[2] for n in copy.names} == {"PERSON", "ORG", "LOC"}
        assert copy.text.endswith(".")
