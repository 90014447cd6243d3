"""`/graphs`: the SPARQL 1.1 Graph Store HTTP Protocol.

Graphs are named indirectly (`/graphs?graph=IRI`, `/graphs?default`) or directly: `/graphs/NAME` is the graph
whose IRI is that very address.
"""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from pactgraph.endpoint import negotiation
from pactgraph.endpoint.answering import Ask, Exchange, Passing
from pactgraph.endpoint.asking import rows
from pactgraph.endpoint.formats import RDF
from pactgraph.endpoint.pool import Job
from pactgraph.endpoint.problems import Problem, not_acceptable, unsupported
from pactgraph.endpoint.protocol import absolute, pairs
from pactgraph.endpoint.requests import base_of, require, service_of

_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_LOADED = ("turtle", "ntriples", "rdfxml", "jsonld")
_CHUNK = 1 << 20

router = APIRouter(tags=["graph store"])

Part = dict[str, str]


@router.api_route(
    "/graphs", methods=_METHODS, summary="Read, replace, extend or remove a graph", include_in_schema=False
)
async def indirect(request: Request) -> Response:
    """The graph named by `graph` or `default`; POST without either makes a new one."""
    given = [(name, value) for name, value in pairs(request.url.query) if name in ("graph", "default")]
    if len(given) > 1:
        raise Problem(400, "protocol", "Name one graph: `graph=IRI` or `default`.")
    if not given:
        if request.method != "POST":
            raise Problem(400, "protocol", "Name a graph: `graph=IRI` or `default`.")
        return await _create(request)
    name, value = given[0]
    return await _on(request, "" if name == "default" else absolute(value))


@router.api_route("/graphs/{name:path}", methods=_METHODS, include_in_schema=False)
async def direct(request: Request, name: str) -> Response:
    """The graph whose IRI is this address."""
    return await _on(request, absolute(f"{base_of(request)}/graphs/{name}"))


async def _on(request: Request, graph: str) -> Response:
    if request.method in ("GET", "HEAD"):
        return await _read(request, graph)
    require(request, "write")
    if request.method == "DELETE":
        told = await _change(request, {"op": "delete", "graph": graph})
        if told.get("missing"):
            raise _missing(graph)
        return Response(status_code=204)
    async with _received(request) as parts:
        job = {"op": request.method.lower(), "graph": graph, "parts": parts, "base": _base(request, graph)}
        told = await _change(request, job)
    return Response(status_code=201 if told.get("created") else 204)


async def _create(request: Request) -> Response:
    require(request, "write")
    graph = f"{base_of(request)}/graphs/{token_hex(8)}"
    async with _received(request) as parts:
        await _change(request, {"op": "put", "graph": graph, "parts": parts, "base": graph})
    return Response(status_code=201, headers={"Location": graph})


def _base(request: Request, graph: str) -> str:
    return graph or f"{base_of(request)}{request.url.path}"


async def _change(request: Request, job: Job) -> Job:
    writing = service_of(request).writing
    if writing is None:
        raise Problem(403, "read-only", "This endpoint is read-only.")
    return await writing.change(job)


async def _read(request: Request, graph: str) -> Response:
    chosen = negotiation.choose(request.headers.get("accept", ""), RDF)
    if chosen is None:
        raise not_acceptable(negotiation.media_types(RDF))
    service = service_of(request)
    await ensure_exists(request, graph)
    job = {"op": "dump", "graph": graph, "rdf": chosen[0].name, "prefixes": service.holdings.prefixes}
    encoding = negotiation.encoding(request.headers.get("accept-encoding", ""))
    return Passing(service, Ask(job, chosen[1], encoding, ("graph", graph, chosen[1], encoding or "")))


async def ensure_exists(request: Request, graph: str) -> None:
    """Raises Problem 404 where there is no such named graph; "" is the default graph, which always is."""
    if graph and not await holds(request, f"ASK {{ GRAPH <{absolute(graph)}> {{ }} }}"):
        raise _missing(graph)


async def holds(request: Request, ask: str) -> bool:
    """The answer to an ASK of our own."""
    return bool(await rows(service_of(request), ask))


def _missing(graph: str) -> Problem:
    return Problem(404, "graph", f"There is no graph <{graph}>.")


@asynccontextmanager
async def _received(request: Request) -> AsyncIterator[list[Part]]:
    """The documents of a request in files of their own, gone after the block."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if service_of(request).writing is None:
        raise Problem(403, "read-only", "This endpoint is read-only.")
    with tempfile.TemporaryDirectory(prefix="pactgraph-") as folder:
        if media == "multipart/form-data" and request.method == "POST":
            yield await _uploads(request, Path(folder))
        else:
            path = Path(folder) / "0"
            form = _loadable(media)
            await _spool(request, path)
            yield [{"file": str(path), "format": form}]


def _loadable(media: str) -> str:
    for name in _LOADED:
        if media in (RDF[name].media, *RDF[name].aliases):
            return name
    raise unsupported(media, [RDF[name].media for name in _LOADED])


async def _spool(request: Request, path: Path) -> None:
    settings = service_of(request).settings
    exchange = Exchange(request.scope, request.receive, request._send)
    with path.open("wb") as file:
        async for part in exchange.parts(settings.upload_limit, settings.client_timeout):
            file.write(part)


async def _uploads(request: Request, folder: Path) -> list[Part]:
    announced = request.headers.get("content-length", "")
    limit = service_of(request).settings.upload_limit
    if not announced.isdigit() or int(announced) > limit:
        raise Problem(
            413 if announced.isdigit() else 411, "too-large", f"Send at most {limit} bytes, and say how many."
        )
    parts: list[Part] = []
    async with request.form(max_files=100, max_fields=100) as form:
        uploads = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        for number, upload in enumerate(uploads):
            path = folder / str(number)
            parts.append({"file": str(path), "format": _upload_format(upload)})
            with path.open("wb") as file:
                while chunk := await upload.read(_CHUNK):
                    file.write(chunk)
    if not parts:
        raise Problem(400, "protocol", "There is no file in the form.")
    return parts


def _upload_format(upload: UploadFile) -> str:
    """By the part's media type, else by the file's extension."""
    media = (upload.content_type or "").partition(";")[0].strip().lower()
    if media and media != "application/octet-stream":
        return _loadable(media)
    extension = os.path.splitext(upload.filename or "")[1].lstrip(".").lower()  # noqa: PTH122  # a name, not a path
    found = [name for name in _LOADED if RDF[name].extension == extension]
    if not found:
        raise unsupported(media, [RDF[name].media for name in _LOADED])
    return found[0]
