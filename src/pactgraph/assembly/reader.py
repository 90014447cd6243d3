"""What reports read from: anything that answers SPARQL over the union of all named graphs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, cast

from pyoxigraph import BlankNode, Literal, NamedNode

Row = dict[str, NamedNode | BlankNode | Literal]


class Reader(Protocol):
    """Answers a SPARQL query as pyoxigraph does; every store is one."""

    def query(self, text: str) -> Any:
        """Solutions, a truth value or triples."""


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """Words of a document that support a statement: `document` is an IRI, offsets count code points of its
    text."""

    document: str
    start: int
    end: int
    quote: str
    rule: str
    confidence: float

    def __str__(self) -> str:
        return f"{self.document} [{self.start}:{self.end}] {self.quote} ({self.rule}, {self.confidence:g})"


def rows(reader: Reader, text: str) -> Iterator[Row]:
    """The solutions of a SELECT query, each with the variables that are bound."""
    solutions = reader.query(text)
    names = [v.value for v in solutions.variables]
    return ({n: s[n] for n in names if s[n] is not None} for s in solutions)


def sentence(row: Row) -> Sentence:
    """The sentence in a row with the variables document, start, end, quote, rule and confidence."""
    text = {name: cast("Literal", row[name]).value for name in row if name != "document"}
    place = int(text["start"]), int(text["end"])
    return Sentence(row["document"].value, *place, text["quote"], text["rule"], float(text["confidence"]))


def bound(names: Iterable[str]) -> str:
    """IRIs as the inside of a VALUES block."""
    return " ".join(str(NamedNode(n)) for n in names)
