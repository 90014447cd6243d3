"""The protocol over real HTTP."""

import csv
import gzip
import io

import pyoxigraph as ox
import pytest
import zstandard
from tests.endpoint.serving import GRAPH, PG, Server

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
QUERY = "application/sparql-query"


def count(server: Server, **more: object) -> int:
    return int(server.query(COUNT, **more).json()["results"]["bindings"][0]["n"]["value"])


def test_union_is_the_default_graph_unless_the_request_names_graphs(reader: Server) -> None:
    assert count(reader) == 10
    assert count(reader, **{"default-graph-uri": GRAPH}) == 5
    assert count(reader, **{"named-graph-uri": GRAPH}) == 0


def test_from_in_the_query_names_the_dataset(reader: Server) -> None:
    assert len(reader.rows(f"SELECT * FROM <{GRAPH}> {{ ?s ?p ?o }}")) == 5
    assert len(reader.rows(f"SELECT * FROM NAMED <{GRAPH}> {{ ?s ?p ?o }}")) == 0


def test_all_ways_to_ask(reader: Server) -> None:
    text = f"SELECT * {{ GRAPH <{GRAPH}> {{ ?s a <{PG}Agreement> }} }}"
    answers = [
        reader.client.get("/sparql", params={"query": text}),
        reader.client.post("/sparql", data={"query": text}),
        reader.client.post("/sparql", content=text, headers={"Content-Type": QUERY}),
    ]
    assert len({a.text for a in answers}) == 1
    assert len(answers[0].json()["results"]["bindings"]) == 1


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ],
)
def test_select_in_each_format(reader: Server, accept: str, form: ox.QueryResultsFormat) -> None:
    answer = reader.query("SELECT ?s { ?s ?p ?o }", accept)
    assert answer.headers["content-type"].startswith(accept)
    solutions = ox.parse_query_results(answer.content, form)
    assert isinstance(solutions, ox.QuerySolutions)
    assert len(list(solutions)) == 10


def test_select_as_csv(reader: Server) -> None:
    answer = reader.query("SELECT ?s ?o { ?s ?p ?o }", "text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == 10


@pytest.mark.parametrize(
    "accept",
    [
        "text/turtle",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "application/rdf+xml",
        "application/ld+json",
    ],
)
def test_construct_in_each_format(reader: Server, accept: str) -> None:
    answer = reader.query("CONSTRUCT WHERE { ?s ?p ?o }", accept)
    form = ox.RdfFormat.from_media_type(accept)
    assert form is not None
    assert len(set(ox.parse(answer.content, form))) == 10


def test_nothing_acceptable_is_406_with_what_there_is(reader: Server) -> None:
    answer = reader.query(COUNT, "image/png")
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["offered"]
    assert reader.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv").status_code == 406


def test_syntax_errors_have_their_place(reader: Server) -> None:
    answer = reader.query("SELECT *\nWHERE { ?s ?p }")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert (document["line"], document["column"], document["status"]) == (2, 16, 400)
    assert "line 2, column 16" in document["detail"]
    people = reader.query("SELECT *\nWHERE { ?s ?p }", "text/html, */*;q=0.1")
    assert people.headers["content-type"].startswith("text/html")
    assert "line 2, column 16" in people.text


@pytest.mark.parametrize(
    ("method", "options", "status"),
    [
        ("PUT", {}, 405),
        ("DELETE", {}, 405),
        ("GET", {"params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400),
        ("GET", {"params": {"query": "CLEAR ALL"}}, 400),
        ("POST", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", {"content": "ASK {}"}, 415),
        ("POST", {"content": b"ASK { \xff }", "headers": {"Content-Type": QUERY}}, 400),
        ("POST", {"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ("POST", {"content": b" " * (2 << 20), "headers": {"Content-Type": QUERY}}, 413),
        ("GET", {"headers": {"X-Long": "a" * 70_000}}, 431),
    ],
)
def test_wrong_requests(reader: Server, method: str, options: dict[str, object], status: int) -> None:
    answer = reader.client.request(method, "/sparql", **options)  # type: ignore[arg-type]  # httpx's own types
    assert answer.status_code == status
    assert answer.json()["status"] == status
    if status == 405:
        assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_description_of_the_service(reader: Server) -> None:
    graph = ox.Store()
    graph.load(reader.client.get("/sparql", headers={"Accept": "text/turtle"}).content, ox.RdfFormat.TURTLE)
    ask = (
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service ; "
        "sd:endpoint ?e ; sd:feature sd:UnionDefaultGraph ; sd:supportedLanguage sd:SPARQL11Query . "
        "FILTER NOT EXISTS { ?s sd:supportedLanguage sd:SPARQL11Update } }"
    )
    assert graph.query(ask)
    page = reader.client.get("/sparql", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/editor")


def test_etag_head_and_not_modified(reader: Server) -> None:
    first = reader.query(COUNT)
    assert {"Accept", "Accept-Encoding"} == set(first.headers["vary"].split(", "))
    again = reader.client.get(
        "/sparql",
        params={"query": COUNT},
        headers={"Accept": "application/sparql-results+json", "If-None-Match": first.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")
    assert reader.query(COUNT, "text/csv").headers["etag"] != first.headers["etag"]
    head = reader.client.head("/sparql", params={"query": COUNT})
    assert head.status_code == 200
    assert head.content == b""
    assert int(head.headers["content-length"]) > 0


def test_answers_that_differ_each_time_are_not_kept(reader: Server) -> None:
    answers = [reader.query("SELECT (STRUUID() AS ?x) {}") for _ in range(2)]
    assert answers[0].text != answers[1].text
    assert "etag" not in answers[0].headers


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_compression(reader: Server, coding: str) -> None:
    request = reader.client.build_request(
        "GET", "/sparql", params={"query": "SELECT * { ?s ?p ?o }"}, headers={"Accept-Encoding": coding}
    )
    answer = reader.client.send(request, stream=True)
    raw = b"".join(answer.iter_raw())
    answer.close()
    assert answer.headers["content-encoding"] == coding
    plain = (
        gzip.decompress(raw)
        if coding == "gzip"
        else zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    )
    assert plain.startswith(b'{"head"')


def test_cors_and_security_headers(reader: Server) -> None:
    answer = reader.client.options("/sparql", headers={"Origin": "https://example.org"})
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    for each in (answer, reader.query(COUNT), reader.query("SELECT")):
        assert each.headers["access-control-allow-origin"] == "*"
        assert each.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in each.headers["content-security-policy"]
        assert each.headers["x-request-id"]


def test_request_id_is_taken_over_when_it_is_one(reader: Server) -> None:
    assert reader.client.get("/healthz", headers={"X-Request-Id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert reader.client.get("/healthz", headers={"X-Request-Id": "a b{}"}).headers["x-request-id"] != "a b{}"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
    ],
)
def test_files_are_never_read(reader: Server, text: str) -> None:
    answer = reader.query(text)
    assert answer.status_code == 200
    assert answer.json()["results"]["bindings"] == []


@pytest.mark.parametrize(
    "target", ["<http://127.0.0.1:1/>", "<file:///etc/passwd>", "?x", "<https://example.org/>"]
)
def test_service_is_refused(reader: Server, target: str) -> None:
    answer = reader.query(f"SELECT * {{ SERVICE {target} {{ ?s ?p ?o }} }}")
    assert answer.status_code == 403
    assert answer.json()["type"].endswith(":outside")
