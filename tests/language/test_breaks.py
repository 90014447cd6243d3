"""A blank line ends a sentence, a single line break need not."""

import spacy

from pactgraph.language.breaks import end_sentences_at_blank_lines


def test_only_blank_lines_end_sentences() -> None:
    doc = end_sentences_at_blank_lines(spacy.blank("en").make_doc("A title\n\nIt goes\non. \n \nAnd on"))
    assert [t.text for t in doc if t.is_sent_start] == ["A", "It", "And"]


def test_an_empty_doc_stays_empty() -> None:
    assert len(end_sentences_at_blank_lines(spacy.blank("en").make_doc(""))) == 0
