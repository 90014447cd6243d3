"""Random queries and headers: no answer is a 500, and the server goes on. Seeded, so that it repeats."""

import random
import socket

import httpx
from tests.endpoint.serving import Server

PIECES = [
    "SELECT",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "WHERE",
    "FROM",
    "NAMED",
    "GRAPH",
    "FILTER",
    "BIND",
    "AS",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "VALUES",
    "SERVICE",
    "LATERAL",
    "GROUP",
    "BY",
    "HAVING",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "DISTINCT",
    "*",
    "?s",
    "?p",
    "$o",
    "<a:b>",
    "<x",
    "y>",
    "<file:///etc/passwd>",
    "'a'",
    '"b"',
    "1",
    "-2.5e3",
    "true",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ".",
    ";",
    ",",
    "|",
    "/",
    "^",
    "!",
    "=",
    "<",
    ">",
    "&&",
    "||",
    "+",
    "-",
    "a",
    "_:b",
    "ex:c",
    ":d",
    "@en",
    "^^",
    "#",
    "\\u0041",
    "\\U0010FFFF",
    "\\",
    "'",
    '"',
    "\x00",
    "é",
    "😀",
    "COUNT(*)",
    "NOW()",
    "REGEX(?s,'(a+)+$')",
    "REPLACE(",
    "IF(",
    "EXISTS",
    "NOT",
    "IN",
    "<<",
    ">>",
    "PREFIX",
    "BASE",
    "INSERT",
]
HEADERS = ["Accept", "Accept-Encoding", "If-None-Match", "Range", "Content-Type", "Authorization", "Origin"]
VALUES = ["", ";", "*/*;q=x", "text/*", "bytes=0-1,5-", "gzip;q=0", '"', "Bearer ", "\x7f", "a" * 500, "é"]
PATHS = [
    "/sparql",
    "/graphs",
    "/queries/lineage",
    "/export/graph.nq",
    "/doc/agreement/one",
    "/id/x",
    "/%00",
    "//",
]
NAMES = ["query", "graph", "default", "kind", "agreementNamed", "update", "format"]


def _headers(rng: random.Random) -> list[tuple[str, bytes]]:
    return [(name, rng.choice(VALUES).encode("latin-1")) for name in rng.sample(HEADERS, rng.randrange(4))]


def test_random_requests(reader: Server) -> None:
    rng = random.Random(5)
    seen: dict[int, int] = {}
    for _ in range(250):
        text = " ".join(rng.choices(PIECES, k=rng.randrange(1, 14)))
        headers = _headers(rng)
        parameters = {rng.choice(NAMES): text}
        path = "/sparql" if rng.random() < 0.6 else rng.choice(PATHS)
        method = rng.choice(["GET", "GET", "POST", "HEAD", "PUT", "OPTIONS", "BREW"])
        try:
            answer = reader.client.request(method, path, params=parameters, headers=headers)
        except (httpx.RemoteProtocolError, httpx.LocalProtocolError):
            continue
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
        assert answer.status_code != 500, (method, path, text, headers, answer.text)
    assert seen[200] > 10
    assert seen[400] > 10
    assert reader.query("ASK { ?s ?p ?o }").status_code == 200
    assert "Traceback" not in reader.log.read_text()


def test_random_bytes_on_the_wire(reader: Server) -> None:
    rng = random.Random(6)
    host, port = reader.url.removeprefix("http://").split(":")
    starts = [
        b"GET /sparql HTTP/1.1\r\n",
        b"POST /sparql HTTP/1.1\r\nContent-Length: 10\r\n\r\n",
        b"GET ",
        b"",
    ]
    for _ in range(40):
        with socket.create_connection((host, int(port)), timeout=0.05) as client:
            client.sendall(rng.choice(starts) + rng.randbytes(rng.randrange(200)) + b"\r\n\r\n")
            try:
                answer = client.recv(1000)
            except TimeoutError:
                continue
            assert not answer.startswith(b"HTTP/1.1 500")
    assert reader.query("ASK { ?s ?p ?o }").status_code == 200
