"""Parameters of a question: where they stand in the query, their types, and how values are put in.

A parameter is a `VALUES ?name { term }` block of the query with exactly one term, which is its default
(`UNDEF`: none). So a file runs unchanged in any SPARQL tool, and binding is the same for an embedded store
and a remote one: the term in the block is replaced by another term, as pyoxigraph serializes it. Text of a
user never becomes query text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal as Choice
from typing import get_args

import pyoxigraph as ox

from pactgraph.errors import QueryError

Type = Choice["iri", "string", "date", "integer", "boolean"]
TYPES: tuple[str, ...] = get_args(Type)
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LONG_STRING = r'"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
_SHORT_STRING = r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'"
_STRING = f"{_LONG_STRING}|{_SHORT_STRING}"
_IRI = r"<[^<>\"{}|^`\\\s]*>"
# strings, IRIs and comments are matched first, so that what looks like a block inside them is passed over
_TOKEN = re.compile(
    rf"{_STRING}|{_IRI}|\#[^\n]*"
    rf"|\bVALUES\s*[?$](?P<name>\w+)\s*\{{(?P<body>(?:{_STRING}|{_IRI}|[^}}\"'<])*)\}}",
    re.IGNORECASE | re.DOTALL,
)
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the asker may set. `default` is None where the query says UNDEF."""

    name: str
    type: Type
    description: str
    default: Term | None = None

    def parse(self, text: str | None) -> Term | None:
        """The term that `text` writes; None and the empty text leave the parameter unset.

        Raises QueryError where the text does not fit the type.
        """
        if text is None or not text.strip():
            return None
        try:
            return _READERS[self.type](text)
        except ValueError as error:
            raise QueryError(
                f"{text!r} is no {self.type}: {error}", where=f"parameter {self.name}", hint=_HINTS[self.type]
            ) from error

    def accepts(self, term: Term | None) -> bool:
        """Whether `term`, a default in the query, has this parameter's type."""
        if term is None:
            return True
        if self.type == "iri":
            return isinstance(term, ox.NamedNode)
        return isinstance(term, ox.Literal) and term.datatype.value == _XSD + self.type


def _iri(text: str) -> Term:
    address = text.strip().removeprefix("<").removesuffix(">")
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address):
        raise ValueError("it has no scheme such as https:")
    return ox.NamedNode(address)


def _date(text: str) -> Term:
    return ox.Literal(date.fromisoformat(text.strip()).isoformat(), datatype=ox.NamedNode(_XSD + "date"))


def _boolean(text: str) -> Term:
    if text.strip().lower() not in _BOOLEANS:
        raise ValueError("it is neither true nor false")
    return ox.Literal(_BOOLEANS[text.strip().lower()])


_READERS: Mapping[str, Callable[[str], Term]] = {
    "iri": _iri,
    "string": ox.Literal,
    "date": _date,
    "integer": lambda text: ox.Literal(str(int(text)), datatype=ox.NamedNode(_XSD + "integer")),
    "boolean": _boolean,
}
_HINTS = {
    "iri": "write the whole IRI, for example https://w3id.org/pactgraph/id/agreement/...",
    "string": "write any text",
    "date": "write a day as 2012-04-17",
    "integer": "write a whole number",
    "boolean": "write true or false",
}


def blocks(text: str) -> Iterator[tuple[str, str, int]]:
    """The one-variable VALUES blocks of a query: name, what stands between the braces, offset of that."""
    for match in _TOKEN.finditer(text):
        if match["name"]:
            yield match["name"], match["body"], match.start("body")


def default_terms(prologue: str, name: str, body: str) -> list[Term | None]:
    """The terms of a VALUES block, read by the SPARQL parser itself; None stands for UNDEF.

    Raises SyntaxError where the block is no SPARQL. `prologue` declares the prefixes that the block may use.
    """
    solutions = ox.Store().query(f"{prologue}\nSELECT ?{name} WHERE {{ VALUES ?{name} {{ {body} }} }}")
    assert isinstance(solutions, ox.QuerySolutions), "a SELECT gives solutions"
    return [solution[0] for solution in solutions]


def bind(text: str, values: Mapping[str, Term | None]) -> str:
    """The query with the VALUES blocks of the named parameters set to other terms; None gives UNDEF."""

    def replace(match: re.Match[str]) -> str:
        if match["name"] not in values:
            return match[0]
        term = values[match["name"]]
        return f"VALUES ?{match['name']} {{ {'UNDEF' if term is None else term} }}"

    return _TOKEN.sub(replace, text)
