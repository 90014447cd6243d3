"""A real server in a process of its own, on a free port, and a small graph for it."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox

ROOT = Path(__file__).parents[2]
TOKEN = "test-token-that-may-write"
READER = "test-token-that-may-read"
ADMIN = "test-token-that-may-all-"
ID = "https://w3id.org/pactgraph/id/"
PG = "https://w3id.org/pactgraph/ontology#"
GRAPH = f"{ID}document/first"
LARGE = 3000
"""Triples of the large server."""

DATA = f"""
@prefix pg: <{PG}> . @prefix id: <{ID}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{GRAPH}> {{
  <{ID}agreement/one> a pg:Agreement ; rdfs:label "The first agreement"@en ; pg:party <{ID}organization/a> .
  <{ID}organization/a> a pg:Organization ; rdfs:label "Organization A" .
}}
<{ID}document/second> {{
  <{ID}agreement/two> a pg:Agreement ; rdfs:label "The second <b>agreement</b>" ;
    pg:restsOn <{ID}agreement/one> ; pg:dateSigned "2012-04-17"^^<http://www.w3.org/2001/XMLSchema#date> .
}}
<{ID}agreement/three> rdfs:label "in the default graph" .
"""


def make_store(root: Path, data: str | bytes = DATA, form: ox.RdfFormat = ox.RdfFormat.TRIG) -> Path:
    """A store as a build leaves it."""
    publish(root, 1, data, form)
    return root


def publish(root: Path, number: int, data: str | bytes, form: ox.RdfFormat = ox.RdfFormat.TRIG) -> None:
    """Makes a generation and points to it, as a build does."""
    root.mkdir(parents=True, exist_ok=True)
    directory = root / f"generation-{number:06}"
    store = ox.Store(str(directory))
    store.bulk_load(data, form)
    store.flush()
    del store
    pointer = root / "current.new"
    pointer.write_text(f"{directory.name}\n")
    pointer.replace(root / "current")


class Server:
    """A running server."""

    def __init__(self, process: "subprocess.Popen[bytes]", url: str, client: httpx.Client, log: Path) -> None:
        self.process, self.url, self.client, self.log = process, url, client, log

    @property
    def pid(self) -> int:
        return self.process.pid

    def query(
        self, text: str, accept: str = "application/sparql-results+json", **more: object
    ) -> httpx.Response:
        return self.client.get("/sparql", params={"query": text, **more}, headers={"Accept": accept})

    def rows(self, text: str) -> list[dict[str, str]]:
        answer = self.query(text)
        assert answer.status_code == 200, answer.text
        found = answer.json()["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]

    def update(self, text: str, **more: object) -> httpx.Response:
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        return self.client.post("/sparql", content=text, headers=headers, **more)

    def children(self, module: str = "worker") -> list[int]:
        """The process ids of the server's own processes of a kind."""
        found = []
        for line in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(pid) for pid in line.read_text().split()]
        return [pid for pid in found if f"endpoint.{module}" in _command(pid)]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@contextmanager
def serving(store: Path, log: Path, **options: object) -> Iterator[Server]:
    """Starts a server with fields of Settings as options; ends it by its process id."""
    options = {"port": 0, "rate": 0, "project": str(ROOT), **options}
    code = (
        "import json, sys; from pathlib import Path; from pactgraph.endpoint import run\n"
        "o = json.loads(sys.argv[1])\n"
        "for k in ('project', 'token_file'):\n"
        "    o[k] = Path(o[k]) if o.get(k) else None\n"
        "o['allowed'] = frozenset(o.get('allowed', ()))\n"
        "run(Path(sys.argv[2]), **o)"
    )
    command = [sys.executable, "-c", code, json.dumps(options), str(store)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with log.open("w") as file:
        process = subprocess.Popen(command, env=environment, stderr=file)
        try:
            url = _address(process, log)
            with httpx.Client(base_url=url, timeout=30) as client:
                yield Server(process, url, client, log)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = re.search(r"listening on (http://\S+)", log.read_text())
        if found:
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.01)
    raise RuntimeError(f"the server did not start: {log.read_text()}")
