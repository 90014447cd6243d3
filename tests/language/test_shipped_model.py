"""The shipped model reads its genre: tokens, sentences, trees and names of sentences made for this test."""

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pactgraph.language import LABELS, load, read_doc
from pactgraph.reading.source import Source

HERE = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not (HERE / "extract" / "model" / "fast").is_dir(), reason="the model is not in this checkout"
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load(HERE, "fast")


def read(nlp: Language, text: str) -> Doc:
    return read_doc(nlp, Source("a", "a.txt", text, text, (), ""))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1. The Parties", ["1", ".", "The", "Parties"]),
        ("the Peru-Chile (MOU)", ["the", "Peru", "-", "Chile", "(", "MOU", ")"]),
        ("the Peru–Chile pact", ["the", "Peru", "–", "Chile", "pact"]),
        ("Id. at 5; see id.", ["Id.", "at", "5", ";", "see", "id."]),
        ("U.S. and U.N. aid", ["U.S.", "and", "U.N.", "aid"]),
        ("in 2010–2012", ["in", "2010", "–", "2012"]),
        ("and/or Art. 3, para. 2", ["and", "/", "or", "Art.", "3", ",", "para.", "2"]),
        ("Kenya's “plan”", ["Kenya", "'s", "“", "plan", "”"]),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [t.text for t in nlp.make_doc(text)] == tokens


def test_the_labels_are_ours(nlp: Language) -> None:
    assert set(nlp.get_pipe_config("pactgraph_scheme")["entities"].values()) <= set(LABELS)
    assert nlp.get_pipe_config("pactgraph_scheme")["dependencies"] == "ud"


def test_a_passive_sentence(nlp: Language) -> None:
    doc = read(nlp, "The agreement was signed by Norway in Nairobi.")
    verb = next(t for t in doc if t.text == "signed")
    assert {(t.text, t.dep_) for t in verb.children} >= {
        ("agreement", "nsubj:pass"),
        ("was", "aux:pass"),
        ("Norway", "obl:agent"),
    }
    assert [(e.text, e.label_) for e in doc.ents] == [("Norway", "LOC"), ("Nairobi", "LOC")]


def test_a_headline_is_a_sentence_of_its_own(nlp: Language) -> None:
    doc = read(nlp, "Ministers meet in Quito\n\nThe ministers met on Monday. They agreed on fisheries.")
    assert [s.text.strip() for s in doc.sents] == [
        "Ministers meet in Quito",
        "The ministers met on Monday.",
        "They agreed on fisheries.",
    ]


def test_reading_twice_gives_the_same(nlp: Language) -> None:
    text = "\n\n".join(f"Paragraph {i}. Norway and Kenya signed a treaty in Nairobi." for i in range(120))
    first, second = (read(nlp, text).to_json() for _ in range(2))
    assert first == second


def test_what_a_text_gives_does_not_depend_on_its_neighbours(nlp: Language) -> None:
    text = "Norway and Kenya signed a treaty in Nairobi."
    alone = read(nlp, text).to_json()
    read(nlp, "Another text was read in between. " * 50)
    assert read(nlp, text).to_json() == alone
