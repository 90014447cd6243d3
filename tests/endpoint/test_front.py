import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
from tests.endpoint.serving import PG, Server

from pactgraph.endpoint.front import STATIC


def test_front_page_says_what_there_is(reader: Server) -> None:
    answer = reader.client.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    assert "10 statements" in answer.text
    assert "pg:Agreement" in answer.text
    assert 'action="/queries/lineage"' in answer.text
    assert 'name="agreementNamed"' in answer.text
    assert "<script" not in answer.text


def test_pages_load_from_this_server_only(reader: Server) -> None:
    for path in ("/", "/editor", "/doc/agreement/one.html"):
        answer = reader.client.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert 'src="http' not in answer.text
        assert 'rel="stylesheet" href="http' not in answer.text


def test_vendored_files_are_those_of_the_manifest(reader: Server) -> None:
    vendor = STATIC / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text())
    listed = {name: digest for package in manifest["packages"] for name, digest in package["sha256"].items()}
    assert {path.name for path in vendor.iterdir()} == {*listed, "manifest.json"}
    for name, digest in listed.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest
        assert reader.client.get(f"/static/vendor/{name}").status_code == 200


def test_helpers_of_the_editor(reader: Server) -> None:
    assert reader.client.get("/prefixes.json").json()["pg"] == PG
    assert reader.client.get("/completions?kind=class&text=agree").json() == [f"{PG}Agreement"]
    assert f"{PG}restsOn" in reader.client.get("/completions?kind=property").json()
    assert reader.client.get("/completions?kind=other").status_code == 400


def test_void(reader: Server) -> None:
    graph = ox.Store()
    graph.load(reader.client.get("/.well-known/void").content, ox.RdfFormat.TURTLE)
    ask = (
        "PREFIX void: <http://rdfs.org/ns/void#> "
        "ASK { ?d a void:Dataset ; void:triples 10 ; void:sparqlEndpoint ?e ; "
    )
    assert graph.query(ask + f"void:classPartition [ void:class <{PG}Agreement> ; void:entities 2 ] }}")


def test_running(reader: Server) -> None:
    assert reader.client.get("/healthz").text == "ok\n"
    assert reader.client.get("/readyz").json()["ready"] is True
    reader.query("ASK { FILTER(1 = 1) }")
    metrics = reader.client.get("/metrics").text
    for name in (
        "queries_total",
        "query_seconds_bucket",
        "queries_killed",
        "queries_in_flight",
        "snapshot_age",
    ):
        assert f"pactgraph_{name}" in metrics


def test_unknown_paths_and_methods_are_problems(reader: Server) -> None:
    assert reader.client.get("/nothing").json()["status"] == 404
    wrong = reader.client.post("/healthz")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")
    assert reader.client.get("/static/../../pyproject.toml").status_code == 404
    assert reader.client.get("/static/%2e%2e/app.py").status_code == 404


def test_static_folder_is_inside_the_package() -> None:
    assert Path(__file__).parents[2] / "src" in STATIC.parents
