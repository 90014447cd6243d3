"""The remote store: any server that speaks the SPARQL 1.1 protocol, for queries and updates."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from pactgraph.assembly.graphs import Graph
from pactgraph.assembly.rdf import iri
from pactgraph.errors import PactgraphError, QueryError, StoreError
from pactgraph.store.protocol import Answer, Node, View, with_values

_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
_ALL_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


def _views() -> dict[View, Mapping[str, str]]:
    return {"union": {"union-default-graph": "true"}, "strict": {}}


@dataclass
class RemoteStore:
    """A graph on a server.

    `views` gives the request parameters with which the server serves a view: SPARQL has none for the union
    of all graphs,
    so the default fits Oxigraph; other servers are set up to serve the union and ignore it. `headers` may
    hold
    an Authorization. `batch` is the size of one update in characters: a server takes each as a whole or not
    at all. `timeout` is in seconds.
    """

    query_url: str
    update_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    views: Mapping[View, Mapping[str, str]] = field(default_factory=_views)
    batch: int = 8_000_000
    timeout: float = 300.0

    def __post_init__(self) -> None:
        for url in filter(None, (self.query_url, self.update_url)):
            if urlsplit(url).scheme not in ("http", "https"):
                raise StoreError(
                    "not an http address", where=url, hint="give the address of a SPARQL endpoint"
                )

    # reading

    def query(
        self, text: str, substitutions: Mapping[str, Node] | None = None, *, view: View = "union"
    ) -> Answer:
        """Answers a query; see GraphStore."""
        parameters = urlencode({"query": with_values(text, substitutions), **self.views.get(view, {})})
        body, kind = self._send(self.query_url, parameters, "application/x-www-form-urlencoded", QueryError)
        if kind.startswith("application/n-triples"):
            return (Triple(q.subject, q.predicate, q.object) for q in parse(body, RdfFormat.N_TRIPLES))
        try:
            return parse_query_results(body, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"the answer is not in SPARQL JSON: {error}", where=self.query_url) from error

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        found = (s["g"] for s in self._select(_ALL_GRAPHS))
        return sorted(g.value for g in found if isinstance(g, NamedNode))

    def dump(self, output: IO[bytes]) -> None:
        """Writes everything as canonical N-Quads, one graph in memory at a time."""
        for name in self.graphs():
            rows = self._select(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
            lines = {f"{row['s']} {row['p']} {row['o']} {iri(name)} .\n" for row in rows}
            output.writelines(line.encode() for line in sorted(lines))

    def close(self) -> None:
        """Nothing to let go of: each request has a connection of its own."""

    def _select(self, text: str) -> QuerySolutions:
        answer = self.query(text, view="strict")
        if not isinstance(answer, QuerySolutions):
            raise StoreError("the server answers a SELECT with something else", where=self.query_url)
        return answer

    # writing

    def load(self, graphs: Iterable[Graph]) -> None:
        """Replaces graph by graph, then drops those that are not among them."""
        before, loaded = set(self.graphs()), set[str]()
        self.replace(_noted(graphs, loaded))
        self.replace((), sorted(before - loaded))

    def replace(self, graphs: Iterable[Graph], removed: Iterable[str] = ()) -> None:
        """Replaces graphs and removes others, in updates of at most `batch` characters where a graph allows
        it."""
        waiting = [f"DROP SILENT GRAPH {iri(name)}" for name in removed]
        size = sum(map(len, waiting))
        for operation in self._operations(graphs):
            if size + len(operation) > self.batch and waiting:
                self._update(waiting)
                waiting, size = [], 0
            waiting.append(operation)
            size += len(operation)
        if waiting:
            self._update(waiting)

    def _operations(self, graphs: Iterable[Graph]) -> Iterator[str]:
        for graph in graphs:
            yield f"DROP SILENT GRAPH {iri(graph.iri)}"
            for part in self._parts(graph):
                yield f"INSERT DATA {{ GRAPH {iri(graph.iri)} {{\n{part}}} }}"

    def _parts(self, graph: Graph) -> Iterator[str]:
        """A graph's triples as text, in parts of about the batch size."""
        total = 0

        def part_of(triple: tuple[str, ...]) -> int:
            nonlocal total
            total += sum(map(len, triple))
            return total // max(1, self.batch // 2)

        for _, triples in groupby(graph.triples, key=part_of):
            yield "".join(f"{s} {p} {o} .\n" for s, p, o in triples)

    def _update(self, operations: list[str]) -> None:
        if not self.update_url:
            raise StoreError(
                "the store is read-only", where=self.query_url, hint="set the address for updates"
            )
        self._send(self.update_url, ";\n".join(operations), "application/sparql-update", StoreError)

    def _send(self, url: str, body: str, kind: str, refusal: type[PactgraphError]) -> tuple[bytes, str]:
        """Posts a request; `refusal` is raised where the server calls it wrong, StoreError where it cannot
        be reached."""
        headers = {"Content-Type": kind, "Accept": _ACCEPT, **self.headers}
        request = Request(url, body.encode(), headers)  # noqa: S310  # __post_init__ lets only http and https pass
        try:
            with urlopen(request, timeout=self.timeout) as response:  # noqa: S310  # as above
                return response.read(), response.headers.get("Content-Type", "")
        except HTTPError as error:
            with error:
                said = error.read(500).decode(errors="replace").strip()
            wrong = refusal if error.code == 400 else StoreError
            raise wrong(f"the server answers {error.code}: {said}", where=url) from error
        except (URLError, TimeoutError, ConnectionError) as error:
            raise StoreError(
                f"the server cannot be reached: {error}", where=url, hint="is it running?"
            ) from error


def _noted(graphs: Iterable[Graph], names: set[str]) -> Iterator[Graph]:
    for graph in graphs:
        names.add(graph.iri)
        yield graph
