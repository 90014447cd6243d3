import json
from pathlib import Path

import pyoxigraph as ox
from tests.endpoint.serving import GRAPH, ID, Server, make_store, serving


def test_a_thing_leads_to_its_document(reader: Server) -> None:
    answer = reader.client.get("/id/agreement/two")
    assert (answer.status_code, answer.headers["location"]) == (303, "/doc/agreement/two")
    turtle = reader.client.get("/doc/agreement/two", headers={"Accept": "text/turtle"})
    assert f"{ID}agreement/two" in {t.subject.value for t in ox.parse(turtle.content, ox.RdfFormat.TURTLE)}
    assert "etag" in turtle.headers


def test_extensions_go_before_the_accept_header(reader: Server) -> None:
    for extension, media in (
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("html", "text/html"),
    ):
        answer = reader.client.get(f"/doc/agreement/one.{extension}", headers={"Accept": "text/turtle"})
        assert answer.headers["content-type"].startswith(media)


def test_page_of_a_thing_escapes_its_texts(reader: Server) -> None:
    page = reader.client.get("/doc/agreement/two", headers={"Accept": "text/html"}).text
    assert "The second &lt;b&gt;agreement&lt;/b&gt;" in page
    assert 'href="/id/agreement/one"' in page
    assert "What points here" in reader.client.get("/doc/agreement/one.html").text


def test_unknown_and_impossible_things(reader: Server) -> None:
    assert reader.client.get("/id/agreement/none").status_code == 404
    assert reader.client.get("/doc/agreement/none").status_code == 404
    assert reader.client.get("/id/a%3E%7D").status_code == 404
    assert reader.client.get("/doc/agreement/one", headers={"Accept": "image/png"}).status_code == 406
    assert reader.client.get("/ontology").status_code == 404


def test_every_iri_of_the_graph_dereferences(reader: Server) -> None:
    rows = reader.rows(
        f"SELECT DISTINCT ?x {{ {{ ?x ?p ?o }} UNION {{ ?s ?p ?x }} FILTER(STRSTARTS(STR(?x), '{ID}')) }}"
    )
    for row in [*rows, {"x": GRAPH}]:
        answer = reader.client.get(f"/id/{row['x'].removeprefix(ID)}", follow_redirects=True)
        assert answer.status_code == 200, row


def test_changed_addresses_redirect(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    moved = {"redirects": {f"{ID}agreement/old": f"{ID}agreement/one"}}
    (tmp_path / "manifest.json").write_text(json.dumps(moved))
    with serving(store, tmp_path / "log") as server:
        answer = server.client.get("/id/agreement/old")
        assert (answer.status_code, answer.headers["location"]) == (301, "/id/agreement/one")
        answer = server.client.get("/doc/agreement/old")
        assert (answer.status_code, answer.headers["location"]) == (301, "/doc/agreement/one")
