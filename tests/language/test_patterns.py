"""Pattern files become spans; a bad line is named."""

from pathlib import Path

import pytest
import spacy

from pactgraph.errors import RuleError
from pactgraph.language.patterns import KEY, Patterns, read_patterns


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_token_patterns_and_phrases_become_spans(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    first = write(
        tmp_path / "a.jsonl",
        '{"label": "BOAT", "pattern": [{"LOWER": {"IN": ["red", "blue"]}}, {"LOWER": "boat"}], "id": "b"}',
    )
    second = write(tmp_path / "b.jsonl", "", "// a remark", '{"label": "COLOUR", "pattern": "red"}')
    doc = Patterns(nlp, [first, second])(nlp.make_doc("A red boat and a Blue boat"))
    found = [(s.text, s.label_, s.id_) for s in doc.spans[KEY]]
    assert found == [("red boat", "BOAT", "b"), ("red", "COLOUR", ""), ("Blue boat", "BOAT", "b")]


def test_no_patterns_give_no_spans() -> None:
    nlp = spacy.blank("en")
    assert list(Patterns(nlp, [])(nlp.make_doc("A red boat")).spans[KEY]) == []


def test_phrases_need_no_trained_component(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger")  # not initialized: running it would fail
    assert len(Patterns(nlp, [write(tmp_path / "a.jsonl", '{"label": "X", "pattern": "red boat"}')])) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "needs a label"),
        ('{"pattern": "x"}', "needs a label"),
        ('{"label": "X"}', "text or a list"),
        ('{"label": "X", "pattern": []}', "text or a list"),
        ('{"label": "X", "pattern": " "}', "text or a list"),
        ('{"label": "X", "pattern": [{"LOWR": "x"}]}', "no token pattern"),
        ('{"label": "X", "pattern": [{"OP": "many"}]}', "no token pattern"),
        ('{"label": "X", "pattern": "x", "lable": "Y"}', "unknown keys: lable"),
        ('{"label": "X", "pattern": "x", "id": 3}', "id must be a string"),
    ],
)
def test_a_bad_line_is_refused_with_file_and_line(tmp_path: Path, line: str, reason: str) -> None:
    path = write(tmp_path / "a.jsonl", '{"label": "X", "pattern": "good"}', "", line)
    with pytest.raises(RuleError, match=reason) as caught:
        list(read_patterns(path, spacy.blank("en")))
    assert caught.value.where == f"{path}:3"
