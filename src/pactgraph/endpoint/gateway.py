"""What every request passes, whatever it asks for: limits, headers, the log, and errors put into words."""

import json
import logging
import re
import secrets
import time
from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp

from pactgraph.endpoint import metrics
from pactgraph.endpoint.answering import ClientGone, Exchange, Receive, Scope, Send
from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.service import Headers, Service
from pactgraph.endpoint.sparql import Sparql
from pactgraph.errors import PactgraphError, StoreError

ACCESS = logging.getLogger("pactgraph.access")
ERRORS = logging.getLogger("pactgraph.endpoint")

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ALWAYS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Location, Link, Retry-After, X-Request-Id"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_POLICY = b"content-security-policy"
_NOTHING = b"default-src 'none'; frame-ancestors 'none'"
_PAGE = (
    b"default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    b"frame-ancestors 'none'"
)
_PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    (
        b"access-control-allow-headers",
        b"Accept, Authorization, Content-Type, If-None-Match, Range, X-Request-Id",
    ),
    (b"access-control-max-age", b"86400"),
]
_PUBLIC = ("/static/", "/editor")
_UNCOUNTED = frozenset({"/healthz", "/readyz"})


class Gateway:
    """The application as the server sees it."""

    def __init__(self, service: Service, app: ASGIApp) -> None:
        self._service, self._app, self._sparql = service, app, Sparql(service)
        self.failure: PactgraphError | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the server's start and end."""
        if scope["type"] != "http":
            await self._live(scope, receive, send)
            return
        visit = _Visit(scope, send)
        exchange = Exchange(scope, receive, visit.send)
        try:
            await self._admit(exchange)
            await self._route(exchange)
        except Problem as problem:
            await visit.tell(problem, exchange)
        except StoreError as error:
            await visit.tell(Problem(503, "storage", error.what, headers={"Retry-After": "5"}), exchange)
        except ClientGone as gone:
            visit.note = f"client gone {gone}".strip()
        except Exception:
            ERRORS.exception("request %s failed", visit.id)
            detail = f"Something went wrong here; it is in the log under {visit.id}."
            await visit.tell(Problem(500, "internal", detail), exchange)
        finally:
            visit.log(exchange)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The server's start and end; keeps the reason where it cannot start."""
        try:
            await self._app(scope, receive, send)
        except PactgraphError as error:
            self.failure = error
            raise

    async def _admit(self, exchange: Exchange) -> None:
        scope = exchange.scope
        size = sum(len(name) + len(value) for name, value in scope["headers"])
        limit = self._service.settings.header_limit
        if size > limit:
            raise Problem(
                431, "headers", f"The request's headers are larger than {limit} bytes.", limit=limit
            )
        longest = self._service.settings.query_limit
        if len(scope["query_string"]) > longest:
            raise Problem(
                414, "too-large", f"The address is longer than {longest} bytes; use POST.", limit=longest
            )
        if scope["path"] not in _UNCOUNTED:
            self._service.rate.admit(_client(scope))
            if self._service.settings.private and not scope["path"].startswith(_PUBLIC):
                self._service.tokens.require("read", exchange.header(b"authorization"))

    async def _route(self, exchange: Exchange) -> None:
        scope = exchange.scope
        if scope["method"] == "OPTIONS":
            allow = (
                b"allow",
                b"GET, HEAD, POST, OPTIONS" if scope["path"] == "/sparql" else _PREFLIGHT[0][1],
            )
            await exchange.send(
                {"type": "http.response.start", "status": 204, "headers": [allow, *_PREFLIGHT]}
            )
            await exchange.send({"type": "http.response.body", "body": b""})
        elif scope["path"] == "/sparql":
            await self._sparql(exchange)
        else:
            await self._app(scope, exchange.receive, exchange.send)


def _client(scope: Scope) -> str:
    return str((scope.get("client") or ("-",))[0])


class _Visit:
    """One request on its way: what was sent so far, what the log will say."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send, self._started = send, time.perf_counter()
        self.status, self._bytes, self._begun, self.note = 0, 0, False, ""
        given = next((v.decode("latin-1") for n, v in scope["headers"] if n == b"x-request-id"), "")
        self.id = given if _ID.fullmatch(given) else secrets.token_hex(8)

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Passes a message on, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self._begun, self.status = True, message["status"]
            headers = [*message.get("headers", ()), *_ALWAYS, (b"x-request-id", self.id.encode())]
            if not any(name == _POLICY for name, _ in headers):
                page = any(
                    name == b"content-type" and value.startswith(b"text/html") for name, value in headers
                )
                headers.append((_POLICY, _PAGE if page else _NOTHING))
            message = {**message, "headers": headers}
        else:
            self._bytes += len(message.get("body", b""))
        await self._send(message)

    async def tell(self, problem: Problem, exchange: Exchange) -> None:
        """Answers with a problem, unless an answer has begun: then it stays unfinished."""
        self.note = problem.kind
        if self._begun:
            return
        body, media = problem.render(exchange.header(b"accept"))
        headers = [(b"content-type", media.encode()), (b"vary", b"Accept"), (b"cache-control", b"no-store")]
        headers += [
            (name.lower().encode(), value.encode("latin-1", "replace"))
            for name, value in problem.headers.items()
        ]
        await exchange.whole(problem.status, headers, body)

    def log(self, exchange: Exchange) -> None:
        """Writes the line of this request and counts it."""
        metrics.REQUESTS.labels(f"{self.status // 100}xx" if self.status else "none").inc()
        if not ACCESS.isEnabledFor(logging.INFO):
            return
        scope = exchange.scope
        line = {
            "id": self.id,
            "client": _client(scope),
            "method": scope["method"],
            "path": scope["path"],
            "query": scope.get("pactgraph.query", ""),
            "status": self.status,
            "bytes": self._bytes,
            "ms": round((time.perf_counter() - self._started) * 1000, 2),
            "note": self.note,
        }
        ACCESS.info(json.dumps({k: v for k, v in line.items() if v != ""}, ensure_ascii=False))
