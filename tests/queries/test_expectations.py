from pathlib import Path

import pyoxigraph as ox
import pytest

from pactgraph.errors import QueryError
from pactgraph.queries import Question, load_expectation, load_question

QUERY = """#+ title: Who says what?
#+ parameters:
#+   only: {type: string, description: one name}
#+ columns: {name: a name, date: a day, sentence: the sentence}
SELECT ?name ?date ?sentence {
  VALUES ?only { UNDEF }
  VALUES (?name ?date ?sentence) {
    ("Ann" "2012-04-17" "Ann  signed\\nit.") ("Ann" "2012-04-17" "She signed.") ("Bob" UNDEF "Bob was there.")
  }
  FILTER(!BOUND(?only) || ?name = ?only)
}
"""


class Graph:
    def query(self, text: str, /) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return ox.Store().query(text)


def question(folder: Path, expected: str | None) -> Question:
    path = folder / "q.rq"
    path.write_text(QUERY, encoding="utf-8")
    if expected is not None:
        (folder / "q.expected.yaml").write_text(expected, encoding="utf-8")
    return load_question(path)


def differences(folder: Path, expected: str) -> list[str]:
    asked = question(folder, expected)
    expectation = load_expectation(asked)
    assert expectation
    return expectation.differences(asked, Graph())


@pytest.mark.parametrize(
    "expected",
    [
        "rows: [{name: Ann, date: 2012-04-17, sentence: Ann signed it}, {name: Bob, date: null}]",
        "rows: [{name: {contains: nn}}, {name: {one_of: [Bob, Robert]}}]",
        "{complete: false, rows: [{name: Bob}]}",
        "{parameters: {only: Bob}, rows: [{name: Bob}], absent: [{name: Ann}]}",
        "rows: [{sentence: Ann signed it}, {sentence: She signed}, {sentence: Bob was there}]",
    ],
)
def test_answer_as_expected_has_no_differences(tmp_path: Path, expected: str) -> None:
    assert differences(tmp_path, expected) == []


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ("{complete: false, rows: [{name: Cy}]}", "missing: name=Cy"),
        ("{complete: false, rows: [{name: Ann, date: null}]}", "missing: name=Ann, date=None"),
        ("{complete: false, rows: [{name: An}]}", "missing: name=An"),
        ("{complete: false, rows: [{name: Ann, sentence: Bob was}]}", "missing: name=Ann, sentence=Bob was"),
        ("{complete: false, rows: [], absent: [{name: Bob}]}", "must be absent: name=Bob"),
        ("rows: [{name: Bob}]", "not expected: name=Ann"),
        ("rows: [{name: Ann, date: 2012-04-17}]", "not expected: name=Bob, date=None"),
        ("{parameters: {only: Bob}, rows: []}", "not expected: name=Bob, date=None, sentence=Bob was there."),
    ],
)
def test_difference_is_told_once(tmp_path: Path, expected: str, difference: str) -> None:
    assert differences(tmp_path, expected) == [difference]


def test_question_without_expectation_has_none(tmp_path: Path) -> None:
    assert load_expectation(question(tmp_path, None)) is None


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        ("rows: [", "no YAML"),
        ("[]", "no rows"),
        ("rows: {name: Ann}", "no rows"),
        ("{rows: [], row: []}", "unknown key 'row'"),
        ("rows: [{nam: Ann}]", "'nam' is no column"),
        ("{rows: [], absent: [{nam: Ann}]}", "'nam' is no column"),
        ("rows: [Ann]", "is no row"),
    ],
)
def test_wrong_file_is_refused(tmp_path: Path, expected: str, what: str) -> None:
    asked = question(tmp_path, expected)
    with pytest.raises(QueryError, match=what) as caught:
        load_expectation(asked)
    assert "q.expected.yaml" in caught.value.where
