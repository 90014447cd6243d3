"""`/sparql`: queries, updates, and the description of the service."""

from collections.abc import Mapping
from hashlib import blake2b

from pactgraph.endpoint import guarding, negotiation
from pactgraph.endpoint.answering import Ask, Exchange, answer, send_kept
from pactgraph.endpoint.description import service_description
from pactgraph.endpoint.formats import RDF, RESULTS, typed
from pactgraph.endpoint.lexing import Look
from pactgraph.endpoint.pool import Job
from pactgraph.endpoint.problems import Problem, not_acceptable
from pactgraph.endpoint.protocol import Operation, operation
from pactgraph.endpoint.rewriting import with_dataset
from pactgraph.endpoint.service import Key, Service

_FORMATS: Mapping[str, tuple[str, ...]] = {"results": tuple(RESULTS), "rdf": tuple(RDF)}


class Sparql:
    """The resource, without the web framework between: it answers small queries by the thousand."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, exchange: Exchange) -> None:
        """Answers a request. Raises Problem."""
        settings, method = self._service.settings, exchange.scope["method"]
        body = b""
        if method == "POST":
            limit = settings.upload_limit if self._service.writing else settings.query_limit
            body = await exchange.body(limit, settings.client_timeout)
        key = _key(exchange, body)
        kept = self._service.cache.get(self._service.snapshots.current.identity, key)
        if kept:
            await send_kept(exchange, kept)
            return
        await self._operate(exchange, body, key)

    async def _operate(self, exchange: Exchange, body: bytes, key: Key) -> None:
        query_string = exchange.scope["query_string"].decode("latin-1")
        media = exchange.header(b"content-type")
        asked = operation(exchange.scope["method"], query_string, media, body)
        if asked is None:
            await self._describe(exchange)
            return
        exchange.scope["pactgraph.query"] = blake2b(asked.text.encode(), digest_size=6).hexdigest()
        if asked.kind == "query":
            await self._query(exchange, asked, key)
        else:
            await self._update(exchange, asked)

    async def _query(self, exchange: Exchange, asked: Operation, key: Key) -> None:
        if len(asked.text) > self._service.settings.query_limit:
            limit = self._service.settings.query_limit
            raise Problem(413, "too-large", f"The query is longer than {limit} characters.", limit=limit)
        ask = await prepared(self._service, exchange, asked, key)
        await answer(self._service, exchange, ask)

    async def _update(self, exchange: Exchange, asked: Operation) -> None:
        writing = self._service.writing
        if writing is None:
            raise Problem(403, "read-only", "This endpoint is read-only.")
        self._service.tokens.require("write", exchange.header(b"authorization"))
        seen = guarding.looked_at(asked.text)
        text = await guarding.reaching(asked.text, seen, self._service.egress)
        if asked.default is not None or asked.named is not None:
            text = with_dataset(text, asked.default or (), asked.named or ())
        await writing.change({"op": "update", "text": text, "base": _base(self._service)})
        await exchange.whole(204, [], b"")

    async def _describe(self, exchange: Exchange) -> None:
        accept = exchange.header(b"accept")
        offered = [f.media for f in RDF.values()]
        if negotiation.accepted(accept, [*offered, "text/html"]) == "text/html":
            await exchange.whole(303, [(b"location", b"/editor"), (b"vary", b"Accept")], b"")
            return
        chosen = negotiation.choose(accept, RDF)
        if chosen is None:
            raise not_acceptable(offered)
        content = service_description(self._service, f"{_base(self._service)}/sparql", chosen[0])
        headers = [(b"content-type", typed(chosen[1]).encode()), (b"vary", b"Accept, Accept-Encoding")]
        await exchange.whole(200, headers, content)


def _base(service: Service) -> str:
    settings = service.settings
    return settings.base_url.rstrip("/") or f"http://{settings.host}:{settings.port}"


def _key(exchange: Exchange, body: bytes) -> Key:
    """What an answer depends on besides the snapshot."""
    headers = exchange.scope["headers"]
    wanted = [
        name.decode() + value.decode("latin-1")
        for name, value in headers
        if name in (b"accept", b"accept-encoding", b"content-type")
    ]
    kind = "POST" if exchange.scope["method"] == "POST" else "GET"
    return kind, exchange.scope["query_string"].decode("latin-1"), body.decode("latin-1"), *sorted(wanted)


async def prepared(
    service: Service, exchange: Exchange, asked: Operation, key: Key | None, form: str = ""
) -> Ask:
    """A query as a job, its format negotiated or, where `form` names one, given.

    Raises Problem for a query that nests too deep, reaches out, or has no acceptable format.
    """
    seen = guarding.looked_at(asked.text)
    text = await guarding.reaching(asked.text, seen, service.egress)
    kind, name, media = _format(seen, exchange.header(b"accept"), form)
    job: Job = {
        "op": "query",
        "text": text,
        "base": f"{_base(service)}/",
        "union": service.settings.default_graph == "union" and not seen.dataset,
        "default": None if asked.default is None else list(asked.default),
        "named": None if asked.named is None else list(asked.named),
        kind: name,
    }
    encoding = negotiation.encoding(exchange.header(b"accept-encoding"))
    return Ask(job, media, encoding, None if seen.volatile else key)


def _format(seen: Look, accept: str, form: str) -> tuple[str, str, str]:
    """The kind of answer (`results` or `rdf`), the name of its format, its media type."""
    if seen.form == "UPDATE":
        raise Problem(
            400, "syntax", "This is an update; a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE."
        )
    if seen.form in ("CONSTRUCT", "DESCRIBE"):
        if form:
            return "rdf", form, _named(form, "rdf")
        graph = negotiation.choose(accept, RDF)
        if graph is None:
            raise not_acceptable(negotiation.media_types(RDF))
        return "rdf", graph[0].name, graph[1]
    if form:
        return "results", form, _named(form, "results")
    table = negotiation.choose(accept, RESULTS)
    if table is None:
        raise not_acceptable(negotiation.media_types(RESULTS))
    return "results", table[0].name, table[1]


def _named(form: str, kind: str) -> str:
    """The media type of a format by its name. Raises Problem 406 where it does not fit the answer."""
    if form not in _FORMATS[kind]:
        raise not_acceptable(list(_FORMATS[kind]))
    return RDF[form].media if kind == "rdf" else RESULTS[form].media
