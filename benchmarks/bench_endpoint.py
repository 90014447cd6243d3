"""The endpoint beside `oxigraph serve` and rdflib-endpoint, on one graph, in one run, as a table of ratios.

    PYTHONPATH=src:. python benchmarks/bench_endpoint.py --folder DIR --bin DIR [--triples 1000000]

`--bin` holds the commands `oxigraph` and `rdflib-endpoint` of an environment with these packages.
The clients are threads that speak HTTP/1.1 over sockets kept open and read answers by their length or chunks;
they cost the same for each server.
"""

import argparse
import contextlib
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from benchmarks.endpoint_data import ID, PG, make_store
from tests.endpoint.serving import serving

SMALL = "SELECT ?p ?o {{ <{id}agreement/a{n}> ?p ?o }}"
LONG = {
    "count by class": "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c",
    "parties of agreements": (
        f"SELECT ?o (COUNT(*) AS ?n) {{ ?a <{PG}party> ?o ; <{PG}dateSigned> ?d }} "
        "GROUP BY ?o ORDER BY DESC(?n) LIMIT 20"
    ),
    "text search": f"SELECT ?s {{ ?s <{PG}quote> ?q FILTER(CONTAINS(?q, 'trade trade trade')) }}",
}
ROWS = f"SELECT ?a ?o ?d {{ ?a <{PG}party> ?o ; <{PG}dateSigned> ?d }} LIMIT 100000"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?g != ?f) }"
JSON = {"Accept": "application/sparql-results+json"}


class Peer:
    """A running server by its name and address. `union` is the parameter with which it serves the union."""

    def __init__(self, name: str, host: str, port: int, path: str, union: str) -> None:
        self.name, self.host, self.port, self.path, self.union = name, host, port, path, union

    def target(self, text: str) -> str:
        return f"{self.path}?query={quote(text)}{self.union}"

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=300)

    def once(self, text: str) -> int:
        """Asks over a connection of its own."""
        with contextlib.closing(self.connection()) as connection:
            return self.ask(connection, text)

    def ask(self, connection: http.client.HTTPConnection, text: str) -> int:
        connection.request("GET", self.target(text), headers=JSON)
        answer = connection.getresponse()
        size = len(answer.read())
        assert answer.status == 200, (self.name, answer.status)
        return size


@contextlib.contextmanager
def process(command: list[str], port: int) -> Iterator[None]:
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        running.terminate()
        running.wait(30)


def wait_for(port: int) -> None:
    end = time.monotonic() + 600
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(port)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def best(action: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return min(taken)


def throughput(
    peer: Peer, query: Callable[[int], str], seconds: float, clients: int = 16
) -> tuple[float, float]:
    """Answers per second, and the 99th percentile of their times in milliseconds."""
    end = time.monotonic() + seconds
    times: list[float] = []

    def client(number: int) -> None:
        connection = peer.connection()
        step = number
        while time.monotonic() < end:
            started = time.perf_counter()
            peer.ask(connection, query(step))
            times.append(time.perf_counter() - started)
            step += clients
        connection.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, 1000 * statistics.quantiles(times, n=100)[98]


def small(step: int) -> str:
    return SMALL.format(id=ID, n=step * 7919 % 49_000)


def repeated(_: int) -> str:
    return SMALL.format(id=ID, n=17)


def row(label: str, ours: float, theirs: float, unit: str, note: str = "") -> None:
    print(f"| {label} | {ours:.4g} {unit} | {theirs:.4g} {unit} | {ours / theirs:.2f} | {note} |", flush=True)


def measure(ours: Peer, oxigraph: Peer, seconds: float) -> None:
    n = iter(range(10_000))
    for label, text in {**LONG, "100,000 rows as JSON": ROWS}.items():
        # a comment makes each text new, so that nothing is answered from the cache
        x = best(lambda text=text: ours.once(f"{text} # {next(n)}"), 3)
        y = best(lambda text=text: oxigraph.once(text), 3)
        row(label, x, y, "s", "at most 1.2" if "rows" in label else "at most 1.1")
    mine, theirs = throughput(ours, small, seconds), throughput(oxigraph, small, seconds)
    row("small queries, 16 clients", mine[0], theirs[0], "/s", "at least 0.5")
    row(
        "the same query again, 16 clients",
        throughput(ours, repeated, seconds)[0],
        throughput(oxigraph, repeated, seconds)[0],
        "/s",
        "above 1.0",
    )


def runaways(ours: Peer, seconds: float) -> None:
    """The 99th percentile of small queries while four runaway queries are always running to their limit."""
    quiet = throughput(ours, small, seconds, clients=4)[1]
    stop = threading.Event()

    def run_away() -> None:
        while not stop.is_set():
            with contextlib.suppress(AssertionError, OSError, http.client.HTTPException):
                ours.once(f"{RUNAWAY} # {time.monotonic_ns()}")

    threads = [threading.Thread(target=run_away) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    loud = throughput(ours, small, seconds, clients=4)[1]
    stop.set()
    for thread in threads:
        thread.join()
    row("p99 of small queries beside four runaways, 4 clients; without them", loud, quiet, "ms", "at most 3")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=8.0)
    arguments = parser.parse_args()
    root = make_store(arguments.folder / f"store-{arguments.triples}", arguments.triples)
    copy = arguments.folder / "oxigraph-data"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root / "generation-000001", copy, copy_function=os.link)
    port = free_port()
    where = ["--location", str(copy), "--bind", f"127.0.0.1:{port}"]
    command = [str(arguments.bin / "oxigraph"), "serve-read-only", *where]
    print(
        f"load average before: {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores, {arguments.triples} triples"
    )
    print("| | pactgraph | oxigraph | ratio | wanted |\n| --- | --- | --- | --- | --- |")
    started = time.perf_counter()
    with serving(root, arguments.folder / "log", workers=2, time_limit=60.0) as server:
        server.query("ASK { ?s ?p ?o }").raise_for_status()
        print(f"| first answer after start | {time.perf_counter() - started:.2f} s | | | at most 1.5 |")
        host, ours_port = server.url.removeprefix("http://").split(":")
        ours = Peer("pactgraph", host, int(ours_port), "/sparql", "")
        oxigraph = Peer("oxigraph", "127.0.0.1", port, "/query", "&union-default-graph=true")
        with process(command, port):
            measure(ours, oxigraph, arguments.seconds)
        slow(ours, arguments, root)
    with serving(root, arguments.folder / "log", workers=2, time_limit=2.0) as server:
        host, ours_port = server.url.removeprefix("http://").split(":")
        runaways(Peer("pactgraph", host, int(ours_port), "/sparql", ""), arguments.seconds)
    print(f"load average after: {os.getloadavg()[0]:.2f}")


def slow(ours: Peer, arguments: argparse.Namespace, root: Path) -> None:
    """rdflib-endpoint over the same data, which it holds in memory: a tenth of it, or it would not end."""
    import pyoxigraph as ox

    file = arguments.folder / "part.nt"
    store = ox.Store.read_only(str(root / "generation-000001"))
    with file.open("w", encoding="utf-8") as out:
        for index, quad in enumerate(store.quads_for_pattern(None, None, None, None)):
            if index >= arguments.triples // 10:
                break
            out.write(f"{quad.triple} .\n")
    port = free_port()
    command = [str(arguments.bin / "rdflib-endpoint"), "serve", "--port", str(port), str(file)]
    with process(command, port):
        peer = Peer("rdflib-endpoint", "127.0.0.1", port, "/", "")
        theirs = throughput(peer, small, arguments.seconds)[0]
    mine = throughput(ours, small, arguments.seconds)[0]
    row("small queries, rdflib-endpoint with a tenth of the data", mine, theirs, "/s", "at least 8")


if __name__ == "__main__":
    main()
