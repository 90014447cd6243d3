"""Limits on queries: time, memory, size, depth, clients that go; and that others do not feel it."""

import json
import os
import signal
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest
from tests.endpoint.serving import Server, make_store, serving

RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9)) + " }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def metric(server: Server, name: str) -> float:
    lines = server.client.get("/metrics").text.splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


def ok(server: Server) -> None:
    assert server.query("ASK { ?s ?p ?o }").json()["boolean"] is True


def test_time_limit_ends_the_query_and_nothing_else(reader: Server) -> None:
    outcome: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: outcome.append(reader.query(RUNAWAY)))
    started = time.monotonic()
    thread.start()
    while thread.is_alive():
        ok(reader)
        time.sleep(0.02)
    thread.join()
    assert 1.3 < time.monotonic() - started < 4
    assert outcome[0].status_code == 504
    assert outcome[0].json()["limit"] == 1.5


def test_more_runaways_than_workers_leave_the_front_free(reader: Server) -> None:
    threads = [threading.Thread(target=lambda: reader.query(RUNAWAY)) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.7)
    started = time.monotonic()
    ok(reader)
    assert time.monotonic() - started < 0.5
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c",
        "SELECT (STRLEN(GROUP_CONCAT(?y)) AS ?n) { ?a ?b ?c . BIND(CONCAT("
        + ",".join(["?c"] * 32)
        + ") AS ?x) BIND(CONCAT("
        + ",".join(["?x"] * 32)
        + ") AS ?y) }",
    ],
)
def test_memory_limit(large: Server, text: str) -> None:
    answer = large.query(text)
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("memory-limit")
    ok(large)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER" + "(" * 5000 + "1" + ")" * 5000 + "}",
        "{" * 20_000,
        "ASK { FILTER(" + "!" * 5000 + "true) }",
        "ASK { ?s " + "(" * 3000 + "<a:a>" + ")" * 3000 + " ?o }",
        "ASK { ?s ?p " + "[<a:a> " * 4000 + "1" + "]" * 4000 + "}",
        "SELECT * {" + "{SELECT * {" * 3000 + "}}" * 3000 + "}",
    ],
)
def test_nesting_is_refused_before_it_is_parsed(reader: Server, text: str) -> None:
    before = set(reader.children())
    answer = reader.client.post("/sparql", content=text, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("too-deep")
    assert before <= set(reader.children()) | before


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER" + "(" * 190 + "1" + ")" * 190 + "}",
        "ASK " + "{" * 190 + "}" * 190,
        "ASK { FILTER(" + "!" * 190 + "true) }",
        "ASK { ?s " + "(" * 190 + "<a:a>" + ")" * 190 + " ?o }",
    ],
)
def test_nesting_up_to_the_limit_kills_nothing(reader: Server, text: str) -> None:
    answer = reader.query(text)
    assert answer.status_code in (200, 504), answer.text  # the parser may take long, but its stack suffices


@pytest.mark.parametrize("part", ["1 || ", "1 + ", "?x = 1 && "])
def test_long_chains_do_no_harm(reader: Server, part: str) -> None:
    text = "ASK { FILTER(" + part * 20_000 + "1) }"
    answer = reader.client.post("/sparql", content=text, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code in (200, 400, 503, 504)
    ok(reader)


def test_a_killed_query_process_is_replaced_at_once(reader: Server) -> None:
    outcome: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: outcome.append(reader.query(RUNAWAY)))
    before = set(reader.children())
    thread.start()
    time.sleep(0.2)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    thread.join()
    assert outcome[0].status_code == 503
    started = time.monotonic()
    ok(reader)
    assert time.monotonic() - started < 1
    assert not before & set(reader.children())


def test_idle_processes_killed_behind_the_scenes_are_noticed(reader: Server) -> None:
    for pid in reader.children():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.1)
    for n in range(10):
        assert reader.query(f"ASK {{ FILTER({n} = {n}) }}").json()["boolean"] is True


def test_client_that_goes_stops_its_query(reader: Server) -> None:
    before = metric(reader, 'pactgraph_queries_killed_total{reason="client"}')
    host, port = reader.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as client:
        path = httpx.QueryParams({"query": RUNAWAY})
        client.sendall(f"GET /sparql?{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.3)
        assert metric(reader, "pactgraph_queries_in_flight") == 1
    end = time.monotonic() + 1
    while metric(reader, "pactgraph_queries_in_flight") and time.monotonic() < end:
        time.sleep(0.02)
    assert metric(reader, "pactgraph_queries_in_flight") == 0
    assert metric(reader, 'pactgraph_queries_killed_total{reason="client"}') == before + 1


def test_results_stream_and_end_unfinished_at_the_limit(large: Server) -> None:
    seen, started = 0, time.monotonic()
    plain = {"Accept-Encoding": "identity"}
    with large.client.stream("GET", "/sparql", params={"query": ENDLESS}, headers=plain) as answer:
        chunks = answer.iter_raw()
        seen = len(next(chunks))
        assert time.monotonic() - started < 3
        sizes: list[int] = []
        with pytest.raises(httpx.RemoteProtocolError):
            sizes.extend(len(chunk) for chunk in chunks)
    assert seen + sum(sizes) > 1_000_000
    ok(large)


def test_result_limit_queue_and_rate(tmp_path: Path) -> None:
    options = {"result_limit": 30_000, "workers": 1, "time_limit": 2.0, "waiting": 0, "rate": 5, "burst": 12}
    with serving(make_store(tmp_path / "store"), tmp_path / "log", **options) as server:
        long = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        assert server.query(long).json()["type"].endswith("result-limit")
        codes: list[int] = []
        crowd = [
            threading.Thread(target=lambda: codes.append(server.query(RUNAWAY).status_code)) for _ in range(4)
        ]
        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join()
        assert set(codes) == {503, 504}
        statuses = [server.query("ASK {}") for _ in range(20)]
        assert statuses[-1].status_code == 429
        assert int(statuses[-1].headers["retry-after"]) >= 1
        assert server.client.get("/healthz").status_code == 200
        lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
        assert {"id", "client", "method", "path", "query", "status", "bytes", "ms"} <= set(lines[0])
