import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph as ox
import pytest

from pactgraph.endpoint.egress import Egress
from pactgraph.endpoint.problems import Problem

RESULTS = '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a:far"}}]}}'


class Far(BaseHTTPRequestHandler):
    """A server of somebody else."""

    def do_GET(self) -> None:
        places = {"/away": "http://127.0.0.1:1/secret", "/file": "file:///etc/passwd", "/on": "/data"}
        if self.path in places:
            self.send_response(302)
            self.send_header("Location", places[self.path])
            self.end_headers()
            return
        self._send("text/turtle", "<rel> <p:p> 1 .")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self._send("application/sparql-results+json", RESULTS)

    def _send(self, media: str, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def far() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Far)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


async def _with_relay(allowed: str, iri: str, keyword: str) -> ox.Store:
    """What a query process would get by way of the relay."""
    egress = Egress(frozenset({allowed}), private=True)
    await egress.start()
    store = ox.Store()
    try:
        inner = await egress.permit(iri, keyword)
        text = f"INSERT {{ ?s <p:p> 1 }} WHERE {{ SERVICE <{inner}> {{ ?s ?p ?o }} }}"
        await asyncio.to_thread(store.update, text if keyword == "SERVICE" else f"LOAD <{inner}>")
    finally:
        await egress.stop()
    return store


def test_service_and_load_through_the_relay(far: str) -> None:
    service = asyncio.run(_with_relay(far, f"http://{far}/sparql", "SERVICE"))
    assert [q.subject for q in service] == [ox.NamedNode("a:far")]
    load = asyncio.run(_with_relay(far, f"http://{far}/on", "LOAD"))
    assert [q.subject for q in load] == [ox.NamedNode(f"http://{far}/rel")]


@pytest.mark.parametrize("path", ["/away", "/file"])
def test_redirects_are_checked_again(far: str, path: str) -> None:
    with pytest.raises(OSError, match="502"):
        asyncio.run(_with_relay(far, f"http://{far}{path}", "LOAD"))


@pytest.mark.parametrize(
    "iri",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://[::1]/x",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/x",
        "http://0x7f000001/",
        "http://example.org/",
        "file:///etc/passwd",
        "http://[broken/",
        "ftp://example.org/",
    ],
)
def test_what_is_not_public_or_not_listed_is_refused(iri: str) -> None:
    hosts = {"127.0.0.1", "localhost", "::1", "169.254.169.254", "10.0.0.1", "0x7f000001"}
    with pytest.raises(Problem) as caught:
        asyncio.run(Egress(frozenset(hosts)).permit(iri, "SERVICE"))
    assert caught.value.status == 403
