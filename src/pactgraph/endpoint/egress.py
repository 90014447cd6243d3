"""The one way out: SERVICE and LOAD go through here, to hosts on the allow list only.

A query process cannot check where a name leads or follow redirects with care, so its text is rewritten to
address this relay on the loopback interface. The relay resolves the name once, refuses private, loopback and
link-local addresses, connects to the address it has checked, and checks every redirect again.
"""

import asyncio
import ipaddress
import secrets
import socket
import ssl
from collections import OrderedDict
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox

from pactgraph.endpoint.problems import Problem

_TIMEOUT = 20.0
_LARGEST = 256 << 20
_REDIRECTS = 5
_REMEMBERED = 1000
_PASSED = ("content-type", "accept")
_GRAPHS = "text/turtle, application/n-triples, application/rdf+xml;q=0.9, application/ld+json;q=0.8"


class Refused(Exception):  # noqa: N818  # says what happened to a target
    """The target is not allowed, or does not answer as it should."""


@dataclass(frozen=True, slots=True)
class _Target:
    iri: str
    keyword: str


class Egress:
    """The relay. Without an allow list it never starts and refuses everything."""

    def __init__(self, allowed: frozenset[str], *, private: bool = False) -> None:
        """`private` lets it reach private addresses too: for tests against a server of their own."""
        self._allowed = frozenset(host.lower() for host in allowed)
        self._private = private
        self._targets: OrderedDict[str, _Target] = OrderedDict()
        self._server: asyncio.Server | None = None
        self._port = 0

    async def start(self) -> None:
        """Listens on a free port of the loopback interface, if there is an allow list."""
        if self._allowed:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
            self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stops listening."""
        if self._server:
            self._server.close()

    async def permit(self, iri: str, keyword: str) -> str:
        """The relay's address for a target. Raises Problem 403 where it is not allowed."""
        try:
            await asyncio.to_thread(self._address, iri)
        except Refused as refusal:
            raise Problem(403, "outside", f"{keyword} <{iri}> is refused: {refusal}.") from None
        ticket = secrets.token_urlsafe(24)
        self._targets[ticket] = _Target(iri, keyword)
        if len(self._targets) > _REMEMBERED:
            self._targets.popitem(last=False)
        return f"http://127.0.0.1:{self._port}/{ticket}"

    def _address(self, iri: str) -> tuple[str, int, str]:
        """Host, port and checked address of a target."""
        try:
            parts = urlsplit(iri)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise Refused("it is no address") from None
        if parts.scheme not in ("http", "https"):
            raise Refused("only http and https can be reached")
        port = port or (443 if parts.scheme == "https" else 80)
        default = {"https": 443, "http": 80}[parts.scheme]
        if f"{host}:{port}" not in self._allowed and not (host in self._allowed and port == default):
            raise Refused(f"{host}:{port} is not on this endpoint's list")
        return host, port, self._resolved(host, port)

    def _resolved(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise Refused(f"{host} has no address") from None
        addresses = [str(entry[4][0]) for entry in found]
        if not self._private and not all(ipaddress.ip_address(a).is_global for a in addresses):
            raise Refused(f"{host} is not a public address")
        return addresses[0]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one request of a query process."""
        try:
            async with asyncio.timeout(3 * _TIMEOUT):
                status, media, body = await self._relayed(*await _request(reader))
        except (Refused, OSError, HTTPException, ValueError, asyncio.IncompleteReadError) as error:
            status, media, body = 502, "text/plain", f"{error}".encode()
        head = f"HTTP/1.1 {status} -\r\ncontent-type: {media}\r\ncontent-length: {len(body)}\r\n"
        writer.write(f"{head}connection: close\r\n\r\n".encode("latin-1", "replace") + body)
        try:
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _relayed(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, str, bytes]:
        ticket, _, query = path.lstrip("/").partition("?")
        target = self._targets.get(ticket)
        if target is None:
            raise Refused("unknown target")
        passed = {name: headers[name] for name in _PASSED if name in headers}
        iri = f"{target.iri}{'&' if '?' in target.iri else '?'}{query}" if query else target.iri
        if target.keyword == "LOAD":
            passed["accept"] = _GRAPHS
        status, media, content, final = await asyncio.to_thread(self._fetch, method, iri, passed, body)
        if target.keyword == "LOAD" and status == 200:
            content, media = _with_base(content, media, final), "application/n-triples"
        return status, media, content

    def _fetch(
        self, method: str, iri: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, str, bytes, str]:
        """Status, media type, content and last address of a target, its redirects followed and checked."""
        for _ in range(_REDIRECTS):
            connection = self._connection(iri)
            try:
                answer = _asked(connection, method, iri, headers, body)
                place = answer.getheader("location")
                if answer.status not in (301, 302, 303, 307, 308) or not place:
                    return answer.status, answer.getheader("content-type", ""), _read(answer), iri
            finally:
                connection.close()
            if answer.status == 303:
                method, body = "GET", b""
            iri = urljoin(iri, place)
        raise Refused("too many redirects")

    def _connection(self, iri: str) -> HTTPConnection:
        """A connection to the address that was checked, whatever the name leads to a moment later."""
        host, port, address = self._address(iri)
        secure = urlsplit(iri).scheme == "https"
        connection = (HTTPSConnection if secure else HTTPConnection)(host, port, timeout=_TIMEOUT)
        plain = socket.create_connection((address, port), timeout=_TIMEOUT)
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(plain, server_hostname=host) if secure else plain
        return connection


def _asked(
    connection: HTTPConnection, method: str, iri: str, headers: dict[str, str], body: bytes
) -> HTTPResponse:
    parts = urlsplit(iri)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection.request(method, path, body or None, {**headers, "user-agent": "pactgraph"})
    return connection.getresponse()


def _read(answer: HTTPResponse) -> bytes:
    content = answer.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise Refused("the answer is too large")
    return content


def _with_base(content: bytes, media: str, base: str) -> bytes:
    """A document as N-Triples, its relative IRIs resolved against its own address, not the relay's."""
    form = ox.RdfFormat.from_media_type(media.partition(";")[0].strip())
    if form is None:
        raise Refused(f"{media!r} is no RDF format")
    quads = ox.parse(content, form, base_iri=base)
    triples = (quad.triple for quad in quads)
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


async def _request(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str], bytes]:
    """Method, path, headers and body of a request of the engine's own HTTP client."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ", 2)
    pairs = (line.partition(":") for line in lines[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return method, path, headers, await _chunked(reader)
    return method, path, headers, await reader.readexactly(int(headers.get("content-length", "0")))


async def _chunked(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while length := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(length)
        await reader.readline()
    await reader.readline()
    return bytes(body)
