"""Spans and words: the small questions that all finders ask."""

import pytest
from spacy.language import Language

from pactgraph.extraction.mentions import (
    Ref,
    blocks,
    closing_bracket,
    contains_words,
    is_capitalised,
    is_headline,
    longest,
    normalised,
    span_head,
    surface,
)

from . import trees
from .trees import flat, parsed


def ref(start: int, end: int, rule: str = "test") -> Ref:
    return Ref(start, end, start, "agreement", "Treaty", "name", rule, "x")


def test_covering_and_overlapping() -> None:
    assert ref(2, 4).covers(3)
    assert not ref(2, 4).covers(4)
    assert ref(2, 4).overlaps(ref(3, 5))
    assert not ref(2, 4).overlaps(ref(4, 5))


@pytest.mark.parametrize(
    ("word", "capital"),
    [("Lima", True), ("G20", True), ("eASEAN", True), ("lima", False), ("20", False), (",", False)],
)
def test_capitals(word: str, capital: bool) -> None:
    assert is_capitalised(flat(word)[0]) is capital


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Kenya and Uganda Sign Treaty on Fish", True),
        ("KENYA SIGNS TREATY", True),
        ("Kenya and Uganda have signed a treaty", False),
        ("Kenya Signs Treaty .", False),
        ("Annex", False),
        ("– , –", False),
    ],
)
def test_headlines(line: str, headline: bool) -> None:
    assert is_headline(flat(line)[:]) is headline


def test_blocks_are_parted_by_blank_lines(blank: Language) -> None:
    doc = blank("\n\nKenya signed.\nIt did.\n\n\nUganda, too.\n\n")
    assert [b.text.strip() for b in blocks(doc)] == ["Kenya signed.\nIt did.", "Uganda, too."]
    assert blocks(blank("")) == []
    assert blocks(blank("\n\n \n\n")) == []


def test_brackets_close_at_their_own_level() -> None:
    doc = flat("( a ( b ) c ) d")
    assert closing_bracket(doc, 0) == 6
    assert closing_bracket(doc, 2) == 4
    assert closing_bracket(flat("( a b"), 0) is None
    assert closing_bracket(doc, 0, limit=3) is None


def test_the_longest_of_overlapping_mentions_stays() -> None:
    short, long, apart, twin = ref(0, 1), ref(0, 3), ref(5, 6), ref(0, 3, "later")
    assert longest([short, apart, long, twin]) == [long, apart]


def test_the_head_of_a_span_is_the_word_that_others_hang_on() -> None:
    assert span_head(parsed(trees.PASSIVE), 0, 2) == 1


def test_surface_collapses_white_space(blank: Language) -> None:
    doc = blank("the  Treaty \n on   Fish")
    assert surface(doc, 0, len(doc)) == "the Treaty on Fish"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("The Treaty on Fish", "treaty on fish"),
        ("U.N. Treaty", "un treaty"),
        ("Kenya’s Ministry", "kenya ministry"),
        ("Norway's", "norway"),
        ("Côte d’Ivoire", "côte d ivoire"),
        ("R&D  Pact", "r&d pact"),
        ("–", ""),
        ("", ""),
    ],
)
def test_normalised_names(name: str, plain: str) -> None:
    assert normalised(name) == plain


def test_runs_of_words() -> None:
    assert contains_words(["a", "b", "c"], ["b", "c"]) == 1
    assert contains_words(["a", "b", "c"], ["a", "c"]) is None
    assert contains_words(["a"], ["a", "b"]) is None
