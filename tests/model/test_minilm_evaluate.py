import json
from pathlib import Path

import pytest
import spacy
from minilm.evaluate import (
    TARGETS,
    genre_texts,
    gold_doc,
    gold_scores,
    name_counts,
    names_f1,
    raw_scores,
    raw_text,
    table,
)
from minilm.sentences import LABELS, Document, Sentence
from spacy.language import Language
from spacy.tokens import Doc


def sentence(words: str, heads: list[int], deps: str, paragraph: bool) -> Sentence:
    parts = words.split()
    columns = {"upos": ["X"] * len(parts), "xpos": ["X"] * len(parts), "feats": [""] * len(parts)}
    spaces = [True] * len(parts)
    return Sentence(
        parts, spaces, lemmas=parts, heads=heads, deps=deps.split(), paragraph=paragraph, **columns
    )


@pytest.fixture
def document() -> Document:
    first = sentence("Both sign", [2, 0], "nsubj ROOT", paragraph=True)
    return [first, sentence("It holds", [2, 0], "nsubj ROOT", paragraph=True)]


@pytest.fixture
def nlp() -> Language:
    """Every second word is a root and has the word before it as subject; each pair is a sentence."""
    nlp = spacy.blank("en")

    def pairs(doc: Doc) -> Doc:
        words = [t for t in doc if not t.is_space]
        for token in doc:
            token.pos_ = token.tag_ = "X"
            token.lemma_ = token.text
            token.head, token.dep_ = words[min(1, len(words) - 1)], "dep"
        for i, token in enumerate(words):
            token.head = words[i | 1]
            token.dep_ = "ROOT" if i % 2 else "nsubj"
        return doc

    Language.component("test_pairs", func=pairs)
    nlp.add_pipe("test_pairs")
    return nlp


def test_a_blank_line_stands_before_each_paragraph(document: Document) -> None:
    text, places = raw_text(document)
    assert text == "Both sign\n\nIt holds "
    assert [[text[a:b] for a, b in row] for row in places] == [["Both", "sign"], ["It", "holds"]]


def test_perfect_trees_score_a_hundred(nlp: Language, document: Document) -> None:
    scores = gold_scores(nlp, [document])
    assert (scores["UAS"], scores["LAS"], scores["UPOS"], scores["lemmas"]) == (100, 100, 100, 100)


def test_a_wrong_relation_costs_las_alone(nlp: Language, document: Document) -> None:
    document[0].deps[0] = "obj"
    scores = gold_scores(nlp, [document])
    assert (scores["UAS"], scores["LAS"]) == (100, 75)


def test_a_word_not_found_counts_on_both_sides(nlp: Language) -> None:
    document = [sentence("can not", [2, 0], "nsubj ROOT", paragraph=True)]
    document[0].spaces[0] = False
    scores = raw_scores(nlp, [document])
    assert scores["words"] == 100
    document[0].words[:] = ["cann", "ot"]
    assert raw_scores(nlp, [document])["words"] == 0


def test_gold_tokens_and_sentences_go_in_unchanged(document: Document) -> None:
    doc = gold_doc(spacy.blank("en"), document)
    assert [[t.text for t in s] for s in doc.sents] == [["Both", "sign"], ["It", "holds"]]


def test_names_count_by_span_and_label_and_only_where_the_corpus_marks_them() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "LOC", "pattern": "Oslo"}, {"label": "DATE", "pattern": "May"}])
    texts = [("Oslo in May", {(0, 4, "LOC"), (5, 7, "ORG")}, frozenset({"LOC", "ORG"}))]
    count = name_counts(nlp, texts)
    assert names_f1(count, ["LOC"]) == 100
    assert names_f1(count, ["LOC", "ORG", "DATE"]) == pytest.approx(200 / 3)


def test_own_gold_is_read_with_all_labels(tmp_path: Path) -> None:
    path = tmp_path / "test.jsonl"
    path.write_text(json.dumps({"id": "a#1", "text": "Oslo", "spans": [[0, 4, "LOC"]]}) + "\n\n")
    assert list(genre_texts([path])) == [("Oslo", {(0, 4, "LOC")}, frozenset(LABELS))]


def test_the_table_shows_targets_and_differences() -> None:
    name = next(iter(TARGETS))
    shown = table({name: 97.5}, {name: 97.0})
    assert f"| {name} | 97.50 | ≥ 97 | 97.00 | +0.50 |" in shown
