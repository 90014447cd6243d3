"""Expected answers: what a question must and must not answer, beside its file as `NAME.expected.yaml`.

    parameters: {organizationNamed: UNODC}   # values to ask with; optional
    complete: true                           # no answer beyond these; false allows more; default true
    rows:                                    # each must be answered; columns left out may hold anything
      - {personName: {contains: Fedotov}, role: Executive Director, sentence: signed a Memorandum}
    absent:                                  # none may be answered
      - {personName: Amy Pope}

A cell is compared as text with runs of white space made one. A plain text must be equal, null must be
unbound, `{contains: text}` must occur, `{one_of: [...]}` names equals. The column `sentence` is always
compared by `contains`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pactgraph.errors import QueryError
from pactgraph.queries.questions import GraphReader, Question
from pactgraph.queries.results import rows_of

Row = Mapping[str, Any]
_SUPPORT = ("sentence", "document", "source")
"""Columns that support an answer and are no part of it: one answer may stand in many sentences."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a question must answer with given parameters."""

    rows: tuple[Row, ...]
    absent: tuple[Row, ...] = ()
    parameters: Mapping[str, str | None] | None = None
    complete: bool = True

    def differences(self, question: Question, graph: GraphReader) -> list[str]:
        """What the graph answers otherwise, one text for each difference; empty where all is as expected."""
        answers = rows_of(question.ask(graph, self.parameters))
        missing = [row for row in self.rows if not any(_matches(row, answer) for answer in answers)]
        forbidden = [row for row in self.absent if any(_matches(row, answer) for answer in answers)]
        return [
            *(f"missing: {_show(row)}" for row in missing),
            *(f"must be absent: {_show(row)}" for row in forbidden),
            *(f"not expected: {text}" for text in (self._surplus(answers) if self.complete else [])),
        ]

    def _surplus(self, answers: Sequence[Mapping[str, str | None]]) -> list[str]:
        columns = {name for row in self.rows for name in row if name not in _SUPPORT}
        bare = [{name: cell for name, cell in row.items() if name in columns} for row in self.rows]
        surplus = [answer for answer in answers if not any(_matches(row, answer) for row in bare)]
        shown = [_show({name: a[name] for name in a if name in columns or not columns}) for a in surplus]
        return list(dict.fromkeys(shown))


def load_expectation(question: Question) -> Expectation | None:
    """The expectation beside a question's file, or None where there is none.

    Raises QueryError for a wrong file.
    """
    path = question.path.with_suffix(".expected.yaml")
    if not path.exists():
        return None
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QueryError(f"the expected rows are no YAML: {error.problem}", where=f"{path}:{line}") from error
    _check(path, question, data)
    return Expectation(
        rows=tuple(data["rows"]),
        absent=tuple(data.get("absent") or ()),
        parameters=data.get("parameters"),
        complete=data.get("complete", True),
    )


def _check(path: Path, question: Question, data: Any) -> None:
    if not isinstance(data, dict) or not isinstance(data.get("rows"), list):
        raise QueryError(
            "there are no rows", where=f"{path}:1", hint="write `rows:` and a list, which may be empty"
        )
    unknown = set(data) - {"rows", "absent", "parameters", "complete"}
    if unknown:
        raise QueryError(f"unknown key {sorted(unknown)[0]!r}", where=str(path))
    for row in [*data["rows"], *(data.get("absent") or ())]:
        if not isinstance(row, Mapping):
            raise QueryError(f"{row!r} is no row", where=str(path), hint="write {column: text, ...}")
        strange = [name for name in row if name not in (question.columns or {})]
        if strange:
            hint = f"columns: {', '.join(question.columns or {})}"
            raise QueryError(f"{strange[0]!r} is no column of the question", where=str(path), hint=hint)


def _matches(row: Row, answer: Mapping[str, str | None]) -> bool:
    return all(_cell_matches(name, cell, answer.get(name)) for name, cell in row.items())


def _cell_matches(name: str, cell: Any, actual: str | None) -> bool:
    if cell is None or actual is None:
        return cell is None and actual is None
    text = _squeeze(actual)
    if isinstance(cell, Mapping):
        found = "contains" in cell and _squeeze(cell["contains"]) in text
        return found or text in [_squeeze(choice) for choice in cell.get("one_of", ())]
    return _squeeze(cell) in text if name == "sentence" else _squeeze(cell) == text


def _squeeze(value: Any) -> str:
    return " ".join(str(value).split())


def _show(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={cell}" for name, cell in row.items())
