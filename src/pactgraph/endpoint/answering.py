"""Sends what a query process answers: whole and kept where it is small, in chunks where it is not."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from pactgraph.endpoint import metrics
from pactgraph.endpoint.formats import typed
from pactgraph.endpoint.pool import Answer, Job
from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.protocol import header
from pactgraph.endpoint.service import Headers, Kept, Key, Service
from pactgraph.endpoint.snapshots import Snapshot

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class ClientGone(Exception):  # noqa: N818  # an end, not an error
    """The client has closed the connection or takes nothing any more."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the way to answer it."""

    scope: Scope
    receive: Receive
    send: Send

    def header(self, name: bytes) -> str:
        """A request header; `name` in lower case."""
        return header(self.scope["headers"], name)

    async def body(self, limit: int, patience: float) -> bytes:
        """The request's body. Raises Problem 413 past `limit` bytes, 408 where nothing comes for a while."""
        return b"".join([part async for part in self.parts(limit, patience)])

    async def parts(self, limit: int, patience: float) -> AsyncIterator[bytes]:
        """The body as it comes; see `body`."""
        announced = self.header(b"content-length")
        if announced.isdigit() and int(announced) > limit:
            raise _too_large(limit)
        total, more = 0, True
        while more:
            try:
                async with asyncio.timeout(patience):
                    message = await self.receive()
            except TimeoutError:
                raise Problem(408, "slow", "The request's body did not come in time.") from None
            if message["type"] == "http.disconnect":
                raise ClientGone
            part = message.get("body", b"")
            total += len(part)
            if total > limit:
                raise _too_large(limit)
            more = message.get("more_body", False)
            yield part

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        """Sends a whole answer; only its head where the request is HEAD."""
        length = (b"content-length", str(len(body)).encode())
        await self.send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
        empty = self.scope["method"] == "HEAD"
        await self.send({"type": "http.response.body", "body": b"" if empty else body})


def _too_large(limit: int) -> Problem:
    return Problem(413, "too-large", f"The request is larger than {limit} bytes.", limit=limit)


@dataclass(frozen=True, slots=True)
class Ask:
    """A job with how its answer is sent.

    `key` names the answer for the cache and the entity tag, None for one that is new each time. `limit` is
    in seconds, None for the server's time limit.
    """

    job: Job
    media: str
    encoding: str | None
    key: Key | None = None
    headers: Headers = field(default_factory=list)
    limit: float | None = None


async def answer(service: Service, exchange: Exchange, ask: Ask) -> None:
    """Answers on the snapshot in force. Raises Problem before the answer has begun, ClientGone after."""
    with service.snapshots.hold() as snapshot:
        headers = [*ask.headers, *_headers(ask, snapshot)]
        if _is_known(exchange, headers):
            await _not_modified(exchange, headers)
            return
        job = {**ask.job, "store": str(snapshot.path), "encoding": ask.encoding}
        job.setdefault("limit", service.settings.result_limit)
        with counted():
            async with watched(exchange.receive), service.pool.run(job, ask.limit) as running:
                await _pass_on(service, exchange, ask, headers, running, snapshot)


def _headers(ask: Ask, snapshot: Snapshot) -> Headers:
    headers = [(b"content-type", typed(ask.media).encode()), (b"vary", b"Accept, Accept-Encoding")]
    if ask.encoding:
        headers.append((b"content-encoding", ask.encoding.encode()))
    if ask.key is None:
        return [*headers, (b"cache-control", b"no-store")]
    return [*headers, (b"etag", etag(snapshot, ask.key)), (b"cache-control", b"no-cache")]


def etag(snapshot: Snapshot, key: Key) -> bytes:
    """The entity tag of the answer to a request on a snapshot."""
    digest = hashlib.blake2b("\0".join((snapshot.identity, *key)).encode("utf-8", "replace"), digest_size=12)
    return f'"{digest.hexdigest()}"'.encode()


def _is_known(exchange: Exchange, headers: Headers) -> bool:
    tag = dict(headers).get(b"etag", b"").decode()
    given = exchange.header(b"if-none-match") if exchange.scope["method"] in ("GET", "HEAD") else ""
    return bool(tag and given) and tag in [t.strip().removeprefix("W/") for t in given.split(",")]


async def _not_modified(exchange: Exchange, headers: Headers) -> None:
    kept = [pair for pair in headers if pair[0] in (b"etag", b"vary", b"cache-control")]
    await exchange.send({"type": "http.response.start", "status": 304, "headers": kept})
    await exchange.send({"type": "http.response.body", "body": b""})


async def send_kept(exchange: Exchange, kept: Kept) -> None:
    """Sends an answer from the cache."""
    metrics.CACHED.inc()
    metrics.QUERIES.labels("cached").inc()
    if _is_known(exchange, kept.headers):
        await _not_modified(exchange, kept.headers)
    else:
        await exchange.whole(200, kept.headers, kept.body)


async def _pass_on(
    service: Service, exchange: Exchange, ask: Ask, headers: Headers, running: Answer, snapshot: Snapshot
) -> None:
    chunks = running.chunks()
    if running.whole:
        body = b"".join([chunk async for chunk in chunks])
        if ask.key:
            service.cache.put(snapshot.identity, ask.key, Kept(headers, body))
        await exchange.whole(200, headers, body)
        return
    await exchange.send({"type": "http.response.start", "status": 200, "headers": headers})
    if exchange.scope["method"] == "HEAD":
        await exchange.send({"type": "http.response.body", "body": b""})
        return
    try:
        async for chunk in chunks:
            await _send_chunk(service, exchange, chunk)
    except Problem as problem:  # the status is out: ending the connection is what tells the client
        raise ClientGone(problem.kind) from problem
    await exchange.send({"type": "http.response.body", "body": b""})


async def _send_chunk(service: Service, exchange: Exchange, chunk: bytes) -> None:
    try:
        async with asyncio.timeout(service.settings.client_timeout):
            await exchange.send({"type": "http.response.body", "body": chunk, "more_body": True})
    except TimeoutError:
        raise ClientGone("slow") from None


@asynccontextmanager
async def watched(receive: Receive) -> AsyncIterator[None]:
    """Ends the block with ClientGone when the client closes the connection."""
    task = asyncio.current_task()
    assert task is not None, "requests run in tasks"
    gone = asyncio.ensure_future(_disconnected(receive))
    gone.add_done_callback(lambda watcher: None if watcher.cancelled() else task.cancel())
    try:
        yield
    except asyncio.CancelledError:
        if gone.done() and not gone.cancelled():
            task.uncancel()
            raise ClientGone from None
        raise
    finally:
        gone.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@contextlib.contextmanager
def counted() -> Any:
    """Counts a query by its outcome and time."""
    loop = asyncio.get_running_loop()
    started, outcome = loop.time(), "client-gone"
    metrics.IN_FLIGHT.inc()
    try:
        yield
        outcome = "ok"
    except Problem as problem:
        outcome = problem.kind
        raise
    finally:
        metrics.IN_FLIGHT.dec()
        metrics.QUERIES.labels(outcome).inc()
        metrics.DURATION.labels(outcome).observe(loop.time() - started)


class Passing(Response):
    """An answer of a query process as a response of the web framework."""

    def __init__(self, service: Service, ask: Ask) -> None:
        super().__init__()
        self._service, self._ask = service, ask

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the job and sends its answer. Raises Problem and ClientGone."""
        await answer(self._service, Exchange(scope, receive, send), self._ask)
