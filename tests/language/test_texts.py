"""Docs are the text, character for character, whatever its length."""

import pytest
import spacy
from spacy.language import Language

from pactgraph.language import texts
from pactgraph.language.texts import docs, pieces, read_doc
from pactgraph.reading.source import Source


def source(text: str, name: str = "a") -> Source:
    return Source(name, f"{name}.txt", text, text, (), "")


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("pactgraph_patterns")
    return nlp


@pytest.mark.parametrize(
    "text",
    [
        "One paragraph only.",
        "One.\n\nTwo.\n\n\nThree.\n",
        "\n\n Leading space. \n \n End",
        "x" * 95,
        "word " * 40,
        "A. B. C. " * 20,
    ],
)
@pytest.mark.parametrize("longest", [1, 10, 30, 1000])
def test_pieces_are_the_text(text: str, longest: int) -> None:
    cut = list(pieces(text, longest))
    assert "".join(cut) == text
    assert all(0 < len(p) <= longest for p in cut)


def test_texts_are_cut_between_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "PIECE", 20)
    assert list(pieces("First one.\n\nSecond one.\n\nThird.", 100)) == [
        "First one.\n\n",
        "Second one.\n\nThird.",
    ]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    assert list(pieces("The first is here. The second is there.", 25)) == [
        "The first is here. ",
        "The second is there.",
    ]


def test_a_long_text_gives_one_doc(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "PIECE", 50)
    text = "\n\n".join(f"This is paragraph {i}. It is short." for i in range(100))
    doc = read_doc(nlp, source(text))
    assert doc.text == text
    assert len([s for s in doc.sents if s.text.startswith("This")]) == 100
    assert "patterns" in doc.spans


def test_a_text_beyond_spacys_limit_is_read(nlp: Language) -> None:
    nlp.max_length = 1000
    text = "Words and words. " * 200
    assert read_doc(nlp, source(text)).text == text


@pytest.mark.parametrize("text", ["", " ", "\n\n \t"])
def test_white_space_gives_an_empty_doc(nlp: Language, text: str) -> None:
    doc = read_doc(nlp, source(text))
    assert len(doc) == 0
    assert list(doc.spans["patterns"]) == []


def test_docs_come_in_the_order_of_their_sources(nlp: Language) -> None:
    sources = [source("One.", "a"), source("", "b"), source("Three.", "c")]
    assert [(s.id, d.text) for s, d in docs(nlp, sources)] == [("a", "One."), ("b", ""), ("c", "Three.")]
