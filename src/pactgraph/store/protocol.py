"""The store: one small protocol, whatever keeps the graph."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Literal, Protocol

from pyoxigraph import BlankNode, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple
from pyoxigraph import Literal as OxLiteral

from pactgraph.assembly.graphs import Graph

Answer = QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple]
"""Solutions, a truth value, or triples."""

Node = NamedNode | BlankNode | OxLiteral

View = Literal["union", "strict"]
"""What a query without GRAPH sees: the union of all named graphs, or the default graph as SPARQL has it
(empty here)."""


class GraphStore(Protocol):
    """Keeps named graphs and answers SPARQL 1.1 queries. All methods raise StoreError, queries that are
    wrong QueryError."""

    def query(
        self, text: str, substitutions: Mapping[str, Node] | None = None, *, view: View = "union"
    ) -> Answer:
        """Answers a query; `substitutions` gives variables of the outermost pattern (without "?") their
        values."""

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""

    def load(self, graphs: Iterable[Graph]) -> None:
        """Makes these graphs the whole content; the old content is served until all are loaded."""

    def replace(self, graphs: Iterable[Graph], removed: Iterable[str] = ()) -> None:
        """Replaces these graphs and removes others; the rest stays as it is."""

    def dump(self, output: IO[bytes]) -> None:
        """Writes everything as canonical N-Quads, sorted by graph, then as a graph's triples are."""

    def close(self) -> None:
        """Lets go of files and connections; the store cannot be used afterwards."""


def with_values(text: str, substitutions: Mapping[str, Node] | None) -> str:
    """A query that joins its pattern with the given values, as SPARQL's VALUES at the end of a query does."""
    if not substitutions:
        return text
    names = sorted(substitutions)
    row = " ".join(str(substitutions[n]) for n in names)
    return f"{text}\nVALUES ({' '.join(f'?{n}' for n in names)}) {{ ({row}) }}\n"
