"""Question files: front matter and SPARQL, read and checked before anything is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox
import yaml

from pactgraph.errors import QueryError
from pactgraph.queries.parameters import TYPES, Parameter, bind, blocks, default_terms
from pactgraph.queries.results import Results

_MARK = "#+"
_PROLOGUE = re.compile(r"^\s*(?:PREFIX|BASE)\b[^\n]*$", re.IGNORECASE | re.MULTILINE)
_KEYS = {"title": str, "description": str, "parameters": dict, "columns": dict, "severity": str}
_SEVERITIES = ("error", "warning")


class GraphReader(Protocol):
    """Anything that answers SPARQL queries over a graph, embedded or remote.

    The default graph is the union of all named graphs.
    """

    def query(self, text: str, /) -> Results:
        """The results of a SELECT, ASK, CONSTRUCT or DESCRIBE query."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query with what people need to know of it.

    `columns` says for each result column what it means, in the query's order. `severity` is set for checks,
    whose answer must be empty: "error" or "warning".
    """

    name: str
    title: str
    description: str
    text: str
    path: Path
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, str] | None = None
    severity: str | None = None

    def sparql(self, values: Mapping[str, str | None] | None = None) -> str:
        """The query with `values` (parameter name -> text) put in; parameters not named keep their defaults.

        Raises QueryError for an unknown parameter or a value that does not fit its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values or {}:
            if name not in known:
                raise QueryError(
                    f"{name!r} is no parameter", where=f"question {self.name}", hint=_choices(list(known))
                )
        return bind(self.text, {name: known[name].parse(text) for name, text in (values or {}).items()})

    def ask(self, graph: GraphReader, values: Mapping[str, str | None] | None = None) -> Results:
        """Runs the question. Raises QueryError for bad values; errors of the store pass through."""
        return graph.query(self.sparql(values))


def load_questions(folder: Path) -> dict[str, Question]:
    """The questions of a folder by name, sorted; folders below (such as checks/) are not entered.

    Raises QueryError for the first file that is wrong, naming file and line.
    """
    if not folder.is_dir():
        raise QueryError(
            "there is no such folder of questions",
            where=str(folder),
            hint="run inside a project, or name one",
        )
    return {path.stem: load_question(path) for path in sorted(folder.glob("*.rq"))}


def pick(questions: Mapping[str, Question], name: str) -> Question:
    """The question called `name`. Raises QueryError with the nearest names where there is none."""
    if name in questions:
        return questions[name]
    near = get_close_matches(name, questions, n=3, cutoff=0.4)
    raise QueryError(f"there is no question {name!r}", hint=_choices(near or list(questions)))


def load_question(path: Path) -> Question:
    """Reads and checks one .rq file. Raises QueryError that names file and line."""
    text = _read(path)
    front = _front_matter(path, text)
    columns = _column_names(path, text)
    _check_columns(path, front["columns"], columns)
    return Question(
        name=path.stem,
        title=front["title"],
        description=front["description"],
        text=text,
        path=path,
        parameters=_parameters(path, text, front["parameters"]),
        columns={name: str(front["columns"][name]) for name in columns},
        severity=front["severity"],
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"cannot read the question: {error}", where=str(path), hint="save it as UTF-8"
        ) from error


def _front_matter(path: Path, text: str) -> dict[str, Any]:
    lines = text.splitlines()
    # every line is kept, if only as an empty one, so that YAML's line numbers are the file's
    front = "\n".join(line.removeprefix(_MARK)[1:] if line.startswith(_MARK) else "" for line in lines)
    try:
        data = yaml.safe_load(front)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QueryError(
            f"the front matter is no YAML: {error.problem}",
            where=f"{path}:{line}",
            hint='quote a text that holds ": "',
        ) from error
    return _checked_front(path, data, front)


def _checked_front(path: Path, data: Any, front: str) -> dict[str, Any]:
    if not isinstance(data, dict) or "title" not in data:
        raise QueryError("there is no title", where=f"{path}:1", hint="begin the file with `#+ title: ...`")
    for key, value in data.items():
        where = f"{path}:{_line_of(front, str(key))}"
        if key not in _KEYS:
            raise QueryError(f"unknown front matter {key!r}", where=where, hint=_choices(list(_KEYS)))
        if not isinstance(value, _KEYS[key]):
            raise QueryError(f"{key} must be a {_KEYS[key].__name__}, not {value!r}", where=where)
    if data.get("severity", "error") not in _SEVERITIES:
        where = f"{path}:{_line_of(front, 'severity')}"
        raise QueryError(f"unknown severity {data['severity']!r}", where=where, hint=_choices(_SEVERITIES))
    return {"description": "", "parameters": {}, "columns": {}, "severity": None, **data}


def _column_names(path: Path, text: str) -> list[str]:
    try:
        results = ox.Store().query(text)
    except SyntaxError as error:
        # pyoxigraph tells the place in its message only
        place = re.match(r"error at (\d+):", error.msg)
        raise QueryError(
            f"the query is no SPARQL 1.1: {error.msg}",
            where=f"{path}:{place[1]}" if place else str(path),
            hint="try it in a SPARQL tool",
        ) from error
    return [v.value for v in results.variables] if isinstance(results, ox.QuerySolutions) else []


def _check_columns(path: Path, described: Mapping[str, Any], actual: list[str]) -> None:
    if set(described) == set(actual):
        return
    missing = [f"?{name} is not described" for name in actual if name not in described]
    surplus = [f"{name} is described but not selected" for name in described if name not in actual]
    raise QueryError(
        "; ".join(missing + surplus), where=f"{path}:1", hint="describe every result column under `columns:`"
    )


def _parameters(path: Path, text: str, declared: Mapping[str, Any]) -> tuple[Parameter, ...]:
    prologue = "\n".join(_PROLOGUE.findall(text))
    return tuple(_parameter(path, text, prologue, str(name), entry) for name, entry in declared.items())


def _parameter(path: Path, text: str, prologue: str, name: str, entry: Any) -> Parameter:
    where = f"{path}:{_line_of(text, name)}"
    if not isinstance(entry, dict) or entry.get("type") not in TYPES or not entry.get("description"):
        raise QueryError(
            f"parameter {name} needs a type and a description", where=where, hint=f"type: {_choices(TYPES)}"
        )
    found = [(body, offset) for block, body, offset in blocks(text) if block == name]
    terms = default_terms(prologue, name, found[0][0]) if len(found) == 1 else []
    if len(terms) != 1:
        raise QueryError(
            f"parameter {name} needs one VALUES block with one term",
            where=where,
            hint=f"write `VALUES ?{name} {{ UNDEF }}` or a default in the query",
        )
    parameter = Parameter(name, entry["type"], str(entry["description"]), terms[0])
    if not parameter.accepts(terms[0]):
        line = text.count("\n", 0, found[0][1]) + 1
        raise QueryError(f"the default {terms[0]} is no {parameter.type}", where=f"{path}:{line}")
    return parameter


def _line_of(text: str, key: str) -> int:
    match = re.search(rf"^(?:#\+)?\s*{re.escape(key)}\s*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _choices(names: list[str] | tuple[str, ...]) -> str:
    return f"one of: {', '.join(names)}" if names else "it takes none"
