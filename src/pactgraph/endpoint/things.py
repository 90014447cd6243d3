"""Linked data: every IRI of the graph leads to its description.

`/id/KIND/SLUG` is the thing (its IRI is the project's base with this path), `/doc/KIND/SLUG` the document
about it, `/ontology` the vocabulary.
"""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pactgraph.endpoint import negotiation
from pactgraph.endpoint.answering import Ask, Passing
from pactgraph.endpoint.asking import rows
from pactgraph.endpoint.formats import RDF
from pactgraph.endpoint.pages import Fact, thing_page
from pactgraph.endpoint.pool import Job
from pactgraph.endpoint.problems import Problem, not_acceptable
from pactgraph.endpoint.protocol import absolute
from pactgraph.endpoint.requests import service_of

_SHOWN = 200
_HTML = "text/html"

router = APIRouter(tags=["linked data"])


def _raw(request: Request, prefix: str) -> str:
    """The path behind a prefix as it was sent: an IRI keeps its percent signs."""
    raw = bytes(request.scope.get("raw_path") or quote(request.scope["path"]).encode()).decode(
        "ascii", "replace"
    )
    return raw.removeprefix(prefix)


@router.head("/id/{name:path}", include_in_schema=False)
@router.get("/id/{name:path}", summary="A thing: leads to the document about it")
async def thing(request: Request, name: str) -> Response:
    """303 to the document; 301 to the new address of a thing whose address has changed; 404 for no thing."""
    path = _raw(request, "/id/")
    iri = _iri(request, path)
    if await _known(request, iri):
        return RedirectResponse(f"/doc/{path}", status_code=303, headers={"Vary": "Accept"})
    moved = service_of(request).holdings.redirect(iri)
    if moved:
        return RedirectResponse(_local(request, moved), status_code=301)
    raise Problem(404, "thing", f"Nothing is known of <{iri}>.")


def _iri(request: Request, path: str) -> str:
    base = service_of(request).holdings.iri("resources")
    if not base:
        raise Problem(
            404, "thing", "This graph has no base IRI; set `iris.resources` in ontology/graph.toml."
        )
    return absolute(base + path)


def _local(request: Request, iri: str) -> str:
    """The address of a thing on this server."""
    base = service_of(request).holdings.iri("resources")
    return f"/id/{iri.removeprefix(base)}" if iri.startswith(base) else iri


async def _known(request: Request, iri: str) -> bool:
    text = f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} UNION {{ GRAPH <{iri}> {{ }} }} }}"
    return bool(await rows(service_of(request), text))


@router.head("/doc/{name:path}", include_in_schema=False)
@router.get("/doc/{name:path}", summary="The document about a thing, in any RDF format")
async def document(request: Request, name: str) -> Response:
    """As the Accept header or an extension (`.ttl`, `.jsonld`, `.html`, ...) wants it."""
    path, form = _split(_raw(request, "/doc/"))
    iri = _iri(request, path)
    if not await _known(request, iri):
        moved = service_of(request).holdings.redirect(iri)
        if moved:
            return RedirectResponse(_local(request, moved).replace("/id/", "/doc/", 1), status_code=301)
        raise Problem(404, "thing", f"Nothing is known of <{iri}>.")
    job = {"op": "query", "text": f"DESCRIBE <{iri}>", "union": True, "default": None, "named": None}
    media = _wanted(request, form)
    if media == _HTML:
        return await _page(request, iri, path)
    return _described(request, job, media, ("doc", iri))


def _split(path: str) -> tuple[str, str]:
    """The path without a known extension, and the media type of that; empty for none."""
    stem, _, extension = path.rpartition(".")
    known = {form.extension: form.media for form in RDF.values()} | {"html": _HTML}
    return (stem, known[extension]) if stem and extension in known else (path, "")


def _wanted(request: Request, form: str) -> str:
    offered = [*negotiation.media_types(RDF), _HTML]
    media = form or negotiation.accepted(request.headers.get("accept", ""), offered)
    if media is None:
        raise not_acceptable(offered)
    return media


def _described(request: Request, job: Job, media: str, key: tuple[str, ...]) -> Response:
    form = next(form for form in RDF.values() if form.media == media)
    encoding = negotiation.encoding(request.headers.get("accept-encoding", ""))
    whole = {**job, "rdf": form.name, "prefixes": service_of(request).holdings.prefixes}
    return Passing(service_of(request), Ask(whole, media, encoding, (*key, media, encoding or "")))


async def _page(request: Request, iri: str, path: str) -> Response:
    service = service_of(request)
    out = await rows(service, f"SELECT DISTINCT ?p ?o {{ <{iri}> ?p ?o }} ORDER BY ?p ?o LIMIT {_SHOWN}")
    back = await rows(service, f"SELECT DISTINCT ?s ?p {{ ?s ?p <{iri}> }} ORDER BY ?p ?s LIMIT {_SHOWN}")
    facts = [Fact(row["p"], row["o"]) for row in out]
    links = [Fact(row["p"], row["s"]) for row in back]
    base = service.holdings.iri("resources")
    alternates = {form.media: f"/doc/{path}.{form.extension}" for form in RDF.values()}
    content = thing_page(service.holdings, iri, facts, links, base, alternates)
    return HTMLResponse(content, headers={"Vary": "Accept"})


@router.head("/ontology", include_in_schema=False)
@router.get("/ontology", summary="The vocabulary in any RDF format")
async def ontology(request: Request) -> Response:
    """The named graph of the vocabulary; Turtle where a browser asks."""
    graph = service_of(request).holdings.iri("vocabulary")
    if not graph or not await rows(
        service_of(request), f"ASK {{ GRAPH <{absolute(graph)}> {{ ?s ?p ?o }} }}"
    ):
        raise Problem(404, "graph", "The vocabulary is not part of this graph.")
    media = _wanted(request, "")
    media = RDF["turtle"].media if media == _HTML else media
    return _described(request, {"op": "dump", "graph": graph}, media, ("ontology",))
