"""Kills the endpoint's processes in mid-work again and again, and looks for lost updates.

PYTHONPATH=src:. python benchmarks/bench_endpoint_faults.py --folder DIR [--kills 50]
"""

import argparse
import os
import random
import signal
import threading
import time
from pathlib import Path

import httpx
from tests.endpoint.serving import TOKEN, Server, serving

KINDS = ("writer", "worker", "server")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=50)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    tokens = arguments.folder / "tokens"
    tokens.write_text(f"write {TOKEN}\n")
    options = {"writable": True, "token_file": str(tokens), "default_graph": "strict"}
    rng, acknowledged, kills = random.Random(3), set[str](), dict.fromkeys(KINDS, 0)
    while sum(kills.values()) < arguments.kills:
        with serving(arguments.folder / "store", arguments.folder / "log", **options) as server:
            _check(server, acknowledged)
            _one_life(server, rng, acknowledged, kills, arguments.kills)
    with serving(arguments.folder / "store", arguments.folder / "log", **options) as server:
        _check(server, acknowledged)
    print(f"killed {kills}; {len(acknowledged)} acknowledged updates, none lost, none in half")


def _one_life(
    server: Server, rng: random.Random, acknowledged: set[str], kills: dict[str, int], wanted: int
) -> None:
    """Updates without pause while processes are killed, until the server itself is."""
    stop = threading.Event()
    work = threading.Thread(target=_write, args=(server.url, stop, acknowledged, f"{time.time_ns():x}"))
    work.start()
    while sum(kills.values()) < wanted:
        time.sleep(rng.random() * 0.4)
        kind = rng.choices(KINDS, (5, 5, 2))[0]
        pids = [server.pid] if kind == "server" else server.children(kind)
        if pids:
            os.kill(rng.choice(pids), signal.SIGKILL)
            kills[kind] += 1
        if kind == "server":
            server.process.wait()
            break
    stop.set()
    work.join()


def _write(url: str, stop: threading.Event, acknowledged: set[str], life: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    number = 0
    with httpx.Client(base_url=url, headers=headers, timeout=20) as client:
        while not stop.is_set():
            number += 1
            name = f"a:{life}-{number}"
            try:  # two triples in two graphs: never one without the other
                text = f"INSERT DATA {{ <{name}> <p:p> 1 . GRAPH <g:g> {{ <{name}> <p:p> 2 }} }}"
                if client.post("/sparql", content=text).status_code == 204:
                    acknowledged.add(name)
            except httpx.HTTPError:
                time.sleep(0.02)


def _check(server: Server, acknowledged: set[str]) -> None:
    found = {row["s"] for row in server.rows("SELECT ?s { ?s <p:p> 1 }")}
    others = {row["s"] for row in server.rows("SELECT ?s { GRAPH <g:g> { ?s <p:p> 2 } }")}
    assert found == others, "half a change is there"
    assert acknowledged <= found, f"lost: {sorted(acknowledged - found)[:5]}"


if __name__ == "__main__":
    main()
