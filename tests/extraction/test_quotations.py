"""Quotations: where they begin and end, and whose words they are."""

import pytest
from spacy.language import Language

from pactgraph.extraction.nodes import Node
from pactgraph.extraction.quotations import QuotationFinder
from pactgraph.extraction.rules import Rules

from .trees import flat

WORDS = "we have signed a very good treaty"


@pytest.fixture
def finder(rules: Rules) -> QuotationFinder:
    return rules.quotations


def quoted(finder: QuotationFinder, text: str) -> list[str]:
    doc = flat(text)
    return [doc[q.start : q.end].text.strip() for q in finder.find(doc)]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("«", "»"), ("„", "”")])
def test_all_sorts_of_marks(finder: QuotationFinder, opening: str, closing: str) -> None:
    assert quoted(finder, f"{opening} {WORDS} {closing} said Ana") == [WORDS]


def test_a_few_quoted_words_are_a_name_not_a_statement(finder: QuotationFinder) -> None:
    assert quoted(finder, "the “ Fish Treaty ” of Lima") == []


def test_a_quotation_that_breaks_off_ends_with_the_text(finder: QuotationFinder) -> None:
    assert quoted(finder, f"She said “ {WORDS}") == [WORDS]


def test_a_new_opening_mark_ends_the_quotation_before(finder: QuotationFinder) -> None:
    assert quoted(finder, f"“ {WORDS} “ {WORDS} ”") == [WORDS, WORDS]


def test_a_quotation_without_an_end_stops_at_a_blank_line(finder: QuotationFinder, blank: Language) -> None:
    doc = blank(f"“{WORDS}\n\nKenya signed another treaty with Uganda in Lima")
    (quotation,) = finder.find(doc)
    assert doc[quotation.start : quotation.end].text.strip() == WORDS


def attributed(finder: QuotationFinder, text: str, names: dict[str, Node]) -> list[Node | None]:
    doc = flat(text)
    found = finder.find(doc)
    finder.attribute(doc, found, {t.i: names[t.text] for t in doc if t.text in names})
    return [q.speaker for q in found]


@pytest.mark.parametrize(
    "text",
    [
        f"“ {WORDS} ” said Ana .",
        f"“ {WORDS} , ” Ana added .",
        f"Ana said : “ {WORDS} . ”",
        f"According to Ana , “ {WORDS} . ”",
    ],
)
def test_the_person_beside_a_verb_of_saying_speaks(finder: QuotationFinder, text: str) -> None:
    ana = Node("person", "Person", names=["Ana"])
    assert attributed(finder, text, {"Ana": ana}) == [ana]


def test_without_a_verb_of_saying_nobody_speaks(finder: QuotationFinder) -> None:
    ana = Node("person", "Person", names=["Ana"])
    assert attributed(finder, f"Ana read a book . On it stood “ {WORDS} ” in red", {"Ana": ana}) == [None]


def test_who_is_named_inside_does_not_say_it(finder: QuotationFinder) -> None:
    ana, bo = Node("person", "Person", names=["Ana"]), Node("person", "Person", names=["Bo"])
    assert attributed(finder, f"“ {WORDS} with Bo ” said Ana .", {"Ana": ana, "Bo": bo}) == [ana]


def test_a_paragraph_of_quotation_goes_on_with_its_speaker(finder: QuotationFinder, blank: Language) -> None:
    ana = Node("person", "Person", names=["Ana"])
    doc = blank(f"“{WORDS},” said Ana.\n\n“{WORDS}.”")
    found = finder.find(doc)
    finder.attribute(doc, found, {t.i: ana for t in doc if t.text == "Ana"})
    assert [q.speaker for q in found] == [ana, ana]
