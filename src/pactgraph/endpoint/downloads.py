"""`/export`: the whole graph or one document in every format, streamed, with ranges and entity tags."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from pactgraph.endpoint import negotiation
from pactgraph.endpoint.answering import Ask, Passing, etag
from pactgraph.endpoint.formats import RDF, Format, typed
from pactgraph.endpoint.graphs import ensure_exists
from pactgraph.endpoint.pool import Job
from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.protocol import absolute
from pactgraph.endpoint.requests import service_of
from pactgraph.endpoint.service import Key, Service
from pactgraph.endpoint.snapshots import Snapshot

RdfForm = Format[ox.RdfFormat]

_PATIENCE = 3600.0
_WHOLE = "graph"

router = APIRouter(tags=["downloads"])


class Exports:
    """Files of exports that were asked for in parts; those of one snapshot at a time."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pactgraph-export-"))
        self._identity = ""
        self._locks: dict[Key, asyncio.Lock] = {}

    def close(self) -> None:
        """Removes the files."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def file(self, service: Service, job: Job, key: Key) -> tuple[Path, Snapshot]:
        """The export as a file, written by the first who asks. The snapshot is the one it shows."""
        with service.snapshots.hold() as snapshot:
            if snapshot.identity != self._identity:
                self._renew(snapshot.identity)
            path = self._folder / f"{etag(snapshot, key).decode().strip(chr(34))}"
            async with self._locks.setdefault(key, asyncio.Lock()):
                if not path.exists():
                    await _write(service, {**job, "store": str(snapshot.path)}, path)
            return path, snapshot

    def _renew(self, identity: str) -> None:
        for left in self._folder.iterdir():
            left.unlink(missing_ok=True)
        self._identity, self._locks = identity, {}


async def _write(service: Service, job: Job, path: Path) -> None:
    part = path.with_suffix(".part")
    try:
        async with service.pool.run(job, _PATIENCE) as answer:
            with part.open("wb") as file:
                async for chunk in answer.chunks():
                    file.write(chunk)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


@router.get("/export/{name:path}", summary="Download the whole graph (`graph.nq`) or one graph of it")
@router.head("/export/{name:path}", include_in_schema=False)
async def export(request: Request, name: str) -> Response:
    """`graph.EXT` is everything; `document/SLUG.EXT` the graph of that document, below the base IRI."""
    form, stem = _format(name)
    service = service_of(request)
    graph = None if stem == _WHOLE else absolute(service.holdings.iri("resources") + stem)
    if graph is not None:
        await ensure_exists(request, graph)
    job = {"op": "dump", "graph": graph, "rdf": form.name, "prefixes": service.holdings.prefixes}
    file_name = f"{stem.rpartition('/')[2]}.{form.extension}"
    headers = {"accept-ranges": "bytes", "content-disposition": f'attachment; filename="{file_name}"'}
    if "range" in request.headers:
        return await _ranged(request, job, form, headers, _key(graph, form, None))
    encoding = negotiation.encoding(request.headers.get("accept-encoding", ""))
    pairs = [(k.encode(), v.encode("latin-1", "replace")) for k, v in headers.items()]
    key = _key(graph, form, encoding)
    return Passing(service, Ask(job, form.media, encoding, key, pairs, _PATIENCE))


def _key(graph: str | None, form: RdfForm, encoding: str | None) -> Key:
    return "export", graph or "", form.name, encoding or ""


async def _ranged(
    request: Request,
    job: Job,
    form: RdfForm,
    headers: dict[str, str],
    key: Key,
) -> Response:
    service = service_of(request)
    path, snapshot = await request.app.state.exports.file(service, job, key)
    headers = {**headers, "etag": etag(snapshot, key).decode(), "vary": "Accept-Encoding"}
    return FileResponse(path, media_type=typed(form.media), headers=headers)


def _format(name: str) -> tuple[RdfForm, str]:
    """The format that the extension names, and the name without it. Raises Problem 404 for none."""
    stem, _, extension = name.rpartition(".")
    for form in RDF.values():
        if form.extension == extension and stem:
            return form, stem
    choices = ", ".join(f"graph.{form.extension}" for form in RDF.values())
    raise Problem(404, "export", f"There is no export {name!r}; there are {choices}.")
