"""Updates: who may, what they do, when they are seen, what survives a crash."""

import os
import resource
import signal
import threading
import time
from pathlib import Path

import httpx
import pytest
from tests.endpoint.serving import ADMIN, READER, TOKEN, Server, publish, serving

COUNT = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def total(server: Server) -> int:
    return int(server.rows(COUNT)[0]["n"])


def test_update_by_all_ways_and_read_your_writes(writer: Server) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert writer.update("INSERT DATA { <a:a> <p:p> 1 }").status_code == 204
    assert total(writer) == 1
    form = writer.client.post("/sparql", data={"update": "INSERT DATA { <a:a> <p:p> 2 }"}, headers=bearer)
    assert form.status_code == 204
    assert total(writer) == 2
    assert (
        writer.update("DELETE WHERE { ?s ?p 1 } ; INSERT DATA { GRAPH <g:1> { <a:b> <p:p> 3 } }").status_code
        == 204
    )
    assert writer.rows("SELECT ?o { ?s ?p ?o }") == [{"o": "2"}]


@pytest.mark.parametrize(
    ("header", "status"),
    [(None, 401), (f"Bearer {READER}", 403), ("Bearer nonsense-nonsense", 401), (f"Bearer {ADMIN}", 204)],
)
def test_scopes(writer: Server, header: str | None, status: int) -> None:
    headers = {"Authorization": header} if header else {}
    answer = writer.client.post("/sparql", data={"update": "INSERT DATA { <a:a> <p:p> 1 }"}, headers=headers)
    assert answer.status_code == status
    assert ("www-authenticate" in answer.headers) == (status == 401)
    assert total(writer) == (1 if status == 204 else 0)
    assert TOKEN not in writer.log.read_text()
    assert READER not in writer.log.read_text()


def test_a_failing_update_changes_nothing(writer: Server) -> None:
    writer.update("INSERT DATA { <a:a> <p:p> 1 }")
    bad = writer.update("INSERT DATA { <a:a> <p:p> 2 } ; CREATE GRAPH <g:1> ; CREATE GRAPH <g:1>")
    assert bad.status_code == 400
    syntax = writer.update("INSERT DATA {\n <a:a> <p:p> }")
    assert (syntax.status_code, syntax.json()["line"]) == (400, 2)
    assert total(writer) == 1


@pytest.mark.parametrize(
    "target", ["<file:///etc/passwd>", "<http://127.0.0.1:1/x>", "<http://169.254.169.254/>"]
)
def test_load_is_refused(writer: Server, target: str) -> None:
    assert writer.update(f"LOAD {target}").status_code == 403
    assert writer.update(f"LOAD SILENT {target} INTO GRAPH <g:g>").status_code == 403


def test_using_parameters(writer: Server) -> None:
    writer.update("INSERT DATA { GRAPH <g:1> { <a:a> <p:p> 1 } GRAPH <g:2> { <a:b> <p:p> 2 } }")
    text = "INSERT { <x:x> <x:found> ?s } WHERE { ?s ?p ?o }"
    assert writer.update(text, params={"using-graph-uri": "g:1"}).status_code == 204
    assert writer.rows("SELECT ?o { <x:x> <x:found> ?o }") == [{"o": "a:a"}]
    conflict = "WITH <g:1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert writer.update(conflict, params={"using-graph-uri": "g:1"}).status_code == 400


def test_an_update_over_the_time_limit_is_undone(writer: Server) -> None:
    writer.update("INSERT DATA { " + " ".join(f"<a:{n}> <p:p> {n} ." for n in range(300)) + " }")
    many = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(5))
    answer = writer.update(f"INSERT {{ <x:x> <x:x> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {many} }} }}")
    assert answer.status_code == 504
    assert total(writer) == 300
    assert writer.update("INSERT DATA { <a:a> <p:p> -1 }").status_code == 204
    assert total(writer) == 301


def test_cached_answers_end_with_their_snapshot(writer: Server) -> None:
    tags = set()
    for n in range(5):
        writer.update(f"INSERT DATA {{ <a:a> <p:p> {n} }}")
        for _ in range(2):
            answer = writer.query(COUNT)
            assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(n + 1)
        tags.add(answer.headers["etag"])
    assert len(tags) == 5


def test_readers_never_see_half_a_change(writer: Server) -> None:
    stop, wrong = threading.Event(), []

    def look() -> None:
        with httpx.Client(base_url=writer.url) as client:
            number = 0
            while not stop.is_set():
                number += 1
                text = f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER({number} = {number}) }}"
                found = client.get("/sparql", params={"query": text}).json()
                n = int(found["results"]["bindings"][0]["n"]["value"])
                if n % 50:
                    wrong.append(n)

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for n in range(8):
        writer.update("INSERT DATA { " + " ".join(f"<a:{n}> <p:p> {i} ." for i in range(50)) + " }")
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert total(writer) == 400


def test_a_build_is_seen_within_a_moment(tmp_path: Path) -> None:
    publish(tmp_path / "store", 1, "<g:g> { <a:a> <p:p> <o:1> }")
    with serving(tmp_path / "store", tmp_path / "log") as server:
        assert server.rows("SELECT ?o { ?s ?p ?o }") == [{"o": "o:1"}]
        publish(tmp_path / "store", 2, "<g:g> { <a:a> <p:p> <o:2> }")
        started = time.monotonic()
        while server.rows("SELECT ?o { ?s ?p ?o }") != [{"o": "o:2"}]:
            assert time.monotonic() - started < 1
        assert time.monotonic() - started < 0.5  # 0.2 s on a machine that has nothing else to do
        assert len(list((tmp_path / "store").glob("serving-*/generation-*"))) == 1
    assert list((tmp_path / "store").glob("serving-*")) == []


def test_killed_processes_lose_no_acknowledged_update(tmp_path: Path, token_file: Path) -> None:
    """The short version of benchmarks/bench_endpoint_faults.py."""
    options = {"writable": True, "token_file": str(token_file), "default_graph": "strict"}
    acknowledged: set[str] = set()
    for life in range(1):
        with serving(tmp_path / "store", tmp_path / f"log{life}", **options) as server:
            for n in range(5):
                killer = threading.Timer(
                    0.004 * n, _kill, (server.children("writer" if n % 2 else "worker"),)
                )
                killer.start()
                if server.update(f"INSERT DATA {{ <a:{life}-{n}> <p:p> <p:p> }}").status_code == 204:
                    acknowledged.add(f"a:{life}-{n}")
                killer.join()
            _kill([server.pid])
            server.process.wait()
    with serving(tmp_path / "store", tmp_path / "log", **options) as server:
        found = {row["s"] for row in server.rows("SELECT ?s { ?s ?p ?o }")}
        assert acknowledged <= found
        assert len(acknowledged) >= 3
        assert len(list((tmp_path / "store").glob("generation-*"))) == 1


def _kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def test_a_full_disk_loses_nothing(writer: Server) -> None:
    writer.update("INSERT DATA { <a:a> <p:p> 1 }")
    pid = writer.children("writer")[0]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
    long = "x" * 100_000
    answer = writer.update(f'INSERT DATA {{ <a:a> <p:p> "{long}" }}')
    assert answer.status_code in (503, 507), answer.text
    assert total(writer) == 1
    for writing in writer.children("writer"):
        resource.prlimit(writing, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    end = time.monotonic() + 5
    while writer.update("INSERT DATA { <a:a> <p:p> 2 }").status_code != 204:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert total(writer) == 2


def test_two_writers_exclude_each_other(writer: Server, tmp_path: Path, token_file: Path) -> None:
    options = {"writable": True, "token_file": str(token_file)}
    with (
        pytest.raises(RuntimeError, match="another process is writing"),
        serving(writer.log.parent / "store", tmp_path / "second", **options),
    ):
        pass
    assert writer.update("INSERT DATA { <a:a> <p:p> 1 }").status_code == 204


def test_private_reading_needs_a_token(tmp_path: Path, token_file: Path) -> None:
    publish(tmp_path / "store", 1, "<g:g> { <a:a> <p:p> <o:1> }")
    with serving(tmp_path / "store", tmp_path / "log", private=True, token_file=str(token_file)) as server:
        guest, admin = ({"Authorization": f"Bearer {t}"} for t in (READER, ADMIN))
        for path in ("/sparql?query=ASK{}", "/queries", "/export/graph.nq", "/graphs?default", "/"):
            assert server.client.get(path).status_code == 401, path
            assert server.client.get(path, headers=guest).status_code == 200, path
        assert server.client.get("/metrics", headers=guest).status_code == 403
        assert server.client.get("/metrics", headers=admin).status_code == 200
        assert server.client.get("/healthz").status_code == 200
