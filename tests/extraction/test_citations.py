"""Parenthetical citations: their parts, and what `Id.` and `supra` point to."""

import pytest

from pactgraph.extraction.citations import Citation, CitationFinder
from pactgraph.extraction.rules import Rules


@pytest.fixture
def finder(rules: Rules) -> CitationFinder:
    return rules.citations


def cited(finder: CitationFinder, text: str) -> list[Citation]:
    return [c for group in finder.find(text) for c in group.citations]


def test_author_title_source_and_date(finder: CitationFinder) -> None:
    (found,) = cited(
        finder, "The treaty was signed. (Ana Ruiz, Fish and the Law, HARBOUR NEWS (May 4, 2010).)"
    )
    assert (found.author, found.title, found.publisher) == ("Ana Ruiz", "Fish and the Law", "HARBOUR NEWS")
    assert found.date is not None
    assert found.date.value == "2010-05-04"


def test_a_title_with_commas_stays_whole(finder: CitationFinder) -> None:
    (found,) = cited(finder, "So it is. (Cod, Herring, and the Sea, HARBOUR NEWS (2010).)")
    assert found.title == "Cod, Herring, and the Sea"
    assert found.author is None


def test_signals_stand_in_front_of_their_citation(finder: CitationFinder) -> None:
    found = cited(
        finder,
        "It was signed. (Fish Treaty, HARBOUR NEWS (May 4, 2010); see also Cod Treaty, SEA NEWS (2011).)",
    )
    assert [c.signal for c in found] == [None, "see also"]
    assert [c.title for c in found] == ["Fish Treaty", "Cod Treaty"]


def test_id_points_to_the_citation_before(finder: CitationFinder) -> None:
    first, second, third = cited(finder, "One. (Fish Treaty, HARBOUR NEWS (2010).) Two. (Id.) Three. (Id.)")
    assert second.back == "Id."
    assert second.source is first
    assert third.source is first


def test_supra_points_to_the_title_it_names(finder: CitationFinder) -> None:
    text = "One. (Fish Treaty, HARBOUR NEWS (2010).) Two. (Cod Treaty, SEA NEWS (2011).) Three. (Fish Treaty, supra.)"
    first, _, last = cited(finder, text)
    assert last.back == "supra"
    assert last.source is first


def test_supra_knows_short_forms(finder: CitationFinder) -> None:
    text = "One. (Agreement on Fish (May 4, 2010) [hereinafter Fish Pact], SEA website.) Two. (Fish Pact, supra.)"
    first, last = cited(finder, text)
    assert first.short == "Fish Pact"
    assert last.source is first


def test_a_back_reference_to_nothing_has_no_source_but_itself(finder: CitationFinder) -> None:
    (alone,) = cited(finder, "One. (Id.)")
    assert alone.target is None
    assert alone.source is alone


def test_the_day_of_a_visit_is_no_date_of_the_source(finder: CitationFinder) -> None:
    (found,) = cited(finder, "So. (Fish Treaty, SEA website (last visited May 4, 2010).)")
    assert found.date is None
    assert found.publisher == "SEA website"


@pytest.mark.parametrize(
    "text",
    [
        "The Agency (OFA) signed.",
        "They agreed (in 2010) to meet.",
        "It was signed. (Applause.)",
        "It was signed.",
        "",
        "(",
        "It was signed. (",
        "It was signed. ()",
    ],
)
def test_other_brackets_are_no_citations(finder: CitationFinder, text: str) -> None:
    assert finder.find(text) == []


def test_a_bracket_left_open_ends_with_its_paragraph(finder: CitationFinder) -> None:
    text = "It was signed. (Fish Treaty, HARBOUR NEWS (2010).\n\nKenya signed in Lima."
    (group,) = finder.find(text)
    assert group.end <= text.index("\n\n") + 1


def test_offsets_are_those_of_the_text(finder: CitationFinder) -> None:
    text = "It was signed. (Fish Treaty, HARBOUR NEWS (2010); Cod Treaty, SEA NEWS (2011).) More."
    for group in finder.find(text):
        assert text[group.start] == "("
        for citation in group.citations:
            assert text[citation.start : citation.end] == citation.text
