"""The remote store against a small SPARQL server on the loopback interface."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal, QueryResultsFormat, QueryTriples, RdfFormat, Store

from pactgraph.assembly import Graph
from pactgraph.assembly.rdf import LABEL, arranged, iri, literal
from pactgraph.errors import QueryError, StoreError
from pactgraph.store import RemoteStore


class _Handler(BaseHTTPRequestHandler):
    """Queries and updates of the SPARQL 1.1 protocol over one pyoxigraph store."""

    store: Store
    updates: list[str]

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            kind, body = self._answer(text)
            self.send_response(200)
        except (SyntaxError, ValueError) as error:
            kind, body = "text/plain", str(error).encode()
            self.send_response(400)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, text: str) -> tuple[str, bytes]:
        if self.path == "/update":
            self.store.update(text)
            self.updates.append(text)
            return "text/plain", b""
        if self.path == "/broken":
            return "application/sparql-results+json", b"not json"
        form = parse_qs(text)
        found = self.store.query(form["query"][0], use_default_graph_as_union="union-default-graph" in form)
        if isinstance(found, QueryTriples):
            return "application/n-triples", found.serialize(format=RdfFormat.N_TRIPLES)
        return "application/sparql-results+json", found.serialize(format=QueryResultsFormat.JSON)

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"store": Store(), "updates": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.handler = handler  # type: ignore[attr-defined]  # for tests that count updates
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def store(address: str) -> RemoteStore:
    store = RemoteStore(f"{address}/query", f"{address}/update")
    store.load([_graph("a", "1"), _graph("b", "2")])
    return store


def _graph(name: str, *labels: str) -> Graph:
    subject = iri("https://example.org/s")
    return Graph(f"https://example.org/{name}", arranged((subject, LABEL, literal(x)) for x in labels))


LABELS = f"SELECT ?o WHERE {{ ?s {LABEL} ?o }}"


def _labels(store: RemoteStore) -> list[str]:
    return sorted(row["o"].value for row in store.query(LABELS))


def test_queries_and_views(store: RemoteStore) -> None:
    assert _labels(store) == ["1", "2"]
    assert list(store.query(LABELS, view="strict")) == []
    assert bool(store.query("ASK { ?s ?p '2' }"))
    assert len(list(store.query("CONSTRUCT WHERE { ?s ?p ?o }"))) == 2
    assert [r["o"].value for r in store.query(LABELS, {"o": Literal("2")})] == ["2"]


def test_load_replace_and_remove(store: RemoteStore) -> None:
    store.replace([_graph("b", "22")], removed=["https://example.org/a", "https://example.org/none"])
    assert _labels(store) == ["22"]
    store.load([_graph("c", "3"), _graph("d", "4")])
    assert store.graphs() == ["https://example.org/c", "https://example.org/d"]


def test_what_is_dumped_is_what_was_loaded_byte_for_byte(store: RemoteStore) -> None:
    graphs = [_graph("a", 'b "quoted" \\ \n', "ü"), _graph("b", "2")]
    store.load(graphs)
    out = io.BytesIO()
    store.dump(out)
    assert out.getvalue().decode() == "".join(line for g in graphs for line in g.lines())


def test_a_graph_larger_than_one_update(address: str) -> None:
    store = RemoteStore(f"{address}/query", f"{address}/update", batch=2000)
    store.load([_graph("big", *(f"label {i:04}" for i in range(200)))])
    assert len(_labels(store)) == 200


def test_faults_say_what_to_do(address: str) -> None:
    store = RemoteStore(f"{address}/query")
    with pytest.raises(StoreError, match="read-only"):
        store.replace([_graph("a", "1")])
    with pytest.raises(QueryError, match="400"):
        store.query("SELECT nothing")
    with pytest.raises(StoreError, match="not in SPARQL JSON"):
        RemoteStore(f"{address}/broken").query("ASK {}")
    with pytest.raises(StoreError, match="http"):
        RemoteStore("file:///etc/passwd")


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StoreError, match="is it running"):
        RemoteStore("http://127.0.0.1:1/query", timeout=2).query("ASK {}")
