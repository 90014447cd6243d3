"""The endpoint at its limit for a while, and a CONSTRUCT of everything: wrong answers and memory.

PYTHONPATH=src:. python benchmarks/bench_endpoint_load.py --folder DIR [--triples 5000000] [--seconds 60]
"""

import argparse
import random
import threading
import time
from pathlib import Path

import httpx
from benchmarks.endpoint_data import ID, RDFS, make_store
from tests.endpoint.serving import Server, serving

EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
HELD = ("RssAnon", "RssShmem")
"""Memory of the process's own; pages of the store's files are the system's to take back."""


def memory(pids: list[int]) -> dict[int, int]:
    """MiB held by each process."""
    held = {}
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        held[pid] = sum(int(line.split()[1]) for line in lines if line.startswith(HELD)) // 1024
    return held


def everyone(server: Server) -> list[int]:
    return [server.pid, *server.children()]


def stream(server: Server) -> None:
    """Reads everything; prints the most that any process grew."""
    before = memory(everyone(server))
    stop, most = threading.Event(), [0]

    def watch() -> None:
        while not stop.is_set():
            now = memory(everyone(server))
            most[0] = max([most[0], *(held - before.get(pid, 0) for pid, held in now.items())])
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    started, size, count = time.perf_counter(), 0, 0
    headers = {"Accept": "application/n-triples", "Accept-Encoding": "identity"}
    with server.client.stream("GET", "/sparql", params={"query": EVERYTHING}, headers=headers) as answer:
        for chunk in answer.iter_raw():
            size += len(chunk)
            count += chunk.count(b"\n")
    stop.set()
    watcher.join()
    taken = time.perf_counter() - started
    print(f"CONSTRUCT of all: {count} triples, {size >> 20} MiB in {taken:.1f} s; grew at most {most[0]} MiB")


def load(server: Server, seconds: float, triples: int) -> None:
    """Queries with known answers from eight clients, some stopped half way."""
    end, counts, wrong = time.monotonic() + seconds, [0], []

    def client(seed: int) -> None:
        rng = random.Random(seed)
        with httpx.Client(base_url=server.url, timeout=60) as http:
            while time.monotonic() < end:
                number = rng.randrange(triples // 20)
                text = f"SELECT ?l {{ <{ID}agreement/a{number}> <{RDFS}label> ?l }}"
                rows = http.get("/sparql", params={"query": text}).json()["results"]["bindings"]
                if [row["l"]["value"].split()[-1] for row in rows] != [str(number)]:
                    wrong.append(number)
                if rng.random() < 0.01:
                    with http.stream("GET", "/sparql", params={"query": EVERYTHING}) as answer:
                        next(answer.iter_raw())
                counts[0] += 1

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(8)]
    before = memory([server.pid])[server.pid]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(2)
    after = memory([server.pid])[server.pid]
    print(f"{counts[0]} answers in {seconds:.0f} s, {len(wrong)} wrong; server {before} -> {after} MiB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--triples", type=int, default=5_000_000)
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    root = make_store(arguments.folder / f"store-{arguments.triples}", arguments.triples)
    with serving(root, arguments.folder / "log", time_limit=600.0) as server:
        stream(server)
        load(server, 5, arguments.triples)  # the caches fill; what they hold is no leak
        load(server, arguments.seconds, arguments.triples)


if __name__ == "__main__":
    main()
