"""Documents that are themselves the text of the instrument."""

from collections.abc import Callable
from functools import partial

import pytest
from spacy.tokens import Span

from pactgraph.extraction.instruments import instrument_facts
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.rules import Rules

from .marking import facts, marked, said
from .marking import read as marked_reading

Read = Callable[..., Reading]


@pytest.fixture
def read(rules: Rules) -> Read:
    return partial(marked_reading, rules)


def test_a_document_that_is_the_instrument(read: Read, rules: Rules) -> None:
    genre = next(iter(rules.instrument_genres))
    text = "the Fish Treaty between Kenya and Uganda recalls the Lima Protocol on Cod ."
    found = said(facts(read(text, "2012-04-17", genre)))
    name = "Fish Treaty between Kenya and Uganda"
    assert {
        (name, "dateSigned", "2012-04-17"),
        (name, "status", "signed"),
        (name, "cites", "Lima Protocol on Cod"),
    } <= found
    assert not any(p in ("dateSigned", "status") for _, p, _ in said(facts(read(text, "2012-04-17", "news"))))


def test_the_closing_formula_gives_day_and_place(rules: Rules) -> None:
    text = (
        "Fish Treaty between Kenya and Uganda | Article 1 | Fish are free . | Done at Nairobi on 4 May 1999 ."
    )
    doc = marked(text)
    nairobi = next(t.i for t in doc if t.text == "Nairobi")
    doc.spans["gazetteer"] = [
        *doc.spans["gazetteer"],
        Span(doc, nairobi, nairobi + 1, label="cities", span_id="cities:1"),
    ]
    reading = Reading(doc, rules, None, "2012-04-17", "treaty")
    assert "treaty" in rules.instrument_genres
    found = said(instrument_facts(reading))
    name = "Fish Treaty between Kenya and Uganda"
    assert {
        (name, "dateSigned", "1999-05-04"),
        (name, "placeSigned", "Nairobi"),
        (name, "status", "signed"),
    } <= found
    assert (name, "dateSigned", "2012-04-17") not in found


def test_the_title_names_the_parties(read: Read) -> None:
    text = "Kenya and Uganda : Treaty on Fish | Article 1 | Fish are free ."
    assert {o for _, p, o in said(instrument_facts(read(text, None, "treaty"))) if p == "party"} <= {
        "Kenya",
        "Uganda",
    }


def test_a_text_without_an_agreement_is_no_instrument(read: Read) -> None:
    assert list(instrument_facts(read("Fish are free .", "2012-04-17", "treaty"))) == []
