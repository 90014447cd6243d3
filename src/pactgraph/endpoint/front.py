"""The front door, the editor with its helpers, and what those who run the server look at."""

from pathlib import Path

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from pactgraph.endpoint import metrics, negotiation
from pactgraph.endpoint.asking import rows
from pactgraph.endpoint.description import void_description
from pactgraph.endpoint.formats import RDF, typed
from pactgraph.endpoint.pages import editor_page, front_page
from pactgraph.endpoint.problems import Problem, not_acceptable
from pactgraph.endpoint.requests import base_of, require, service_of

STATIC = Path(__file__).parent / "static"

_CLASSES = (
    "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class FILTER(isIRI(?class)) } "
    "GROUP BY ?class ORDER BY DESC(?n) ?class LIMIT 100"
)
_TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_PROPERTIES = "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p LIMIT 2000"
_EDITOR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
# 'unsafe-inline' for styles only: Yasgui's result tables and CodeMirror put style attributes into HTML

router = APIRouter()


@router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
async def front(request: Request) -> Response:
    """What this graph holds, for people."""
    service = service_of(request)
    counts, triples = await _counted(request)
    content = front_page(service.holdings, counts, triples, _built(request))
    return HTMLResponse(content)


def _built(request: Request) -> float:
    return service_of(request).snapshots.current.path.stat().st_mtime


async def _counted(request: Request) -> tuple[list[tuple[str, int]] | None, int | None]:
    """Things by class and all triples; None where counting takes too long."""
    service = service_of(request)
    try:
        classes = [(row["class"], int(row["n"])) for row in await rows(service, _CLASSES)]
        return classes, int((await rows(service, _TRIPLES))[0]["n"])
    except Problem:
        return None, None


@router.api_route("/editor", methods=["GET", "HEAD"], include_in_schema=False)
async def editor(request: Request) -> Response:
    """Yasgui."""
    content = editor_page(service_of(request).holdings)
    return HTMLResponse(content, headers={"Content-Security-Policy": _EDITOR_POLICY})


@router.get("/prefixes.json", tags=["description"], summary="The prefixes of this graph")
async def prefixes(request: Request) -> dict[str, str]:
    """Prefix -> IRI."""
    return service_of(request).holdings.prefixes


@router.get("/completions", tags=["description"], summary="Classes or properties that the graph uses")
async def completions(
    request: Request, kind: str = Query(pattern="^(class|property)$"), text: str = ""
) -> list[str]:
    """IRIs that contain `text`, at most 100; for the editor."""
    service = service_of(request)
    query, name = (_CLASSES, "class") if kind == "class" else (_PROPERTIES, "p")
    found = [row[name] for row in await rows(service, query)]
    return [iri for iri in found if text.lower() in iri.lower()][:100]


@router.head("/.well-known/void", include_in_schema=False)
@router.get("/.well-known/void", tags=["description"], summary="VoID of the graph")
async def void(request: Request) -> Response:
    """The VoID description, in any RDF format."""
    chosen = negotiation.choose(request.headers.get("accept", ""), RDF)
    if chosen is None and "text/html" not in request.headers.get("accept", ""):
        raise not_acceptable(negotiation.media_types(RDF))
    form, media = chosen or (RDF["turtle"], RDF["turtle"].media)
    classes, triples = await _counted(request)
    counts = {"triples": triples or 0, **dict(classes or [])}
    content = void_description(service_of(request), base_of(request), counts, form)
    return Response(content, media_type=typed(media), headers={"Vary": "Accept"})


@router.get(
    "/healthz", tags=["running"], summary="Whether the server lives", response_class=PlainTextResponse
)
async def health() -> Response:
    """200 as long as requests are answered at all."""
    return PlainTextResponse("ok\n")


@router.get("/readyz", tags=["running"], summary="Whether queries can be answered")
async def ready(request: Request) -> Response:
    """200 with the snapshot in force, 503 while starting, stopping or without processes."""
    service = service_of(request)
    good = service.snapshots.ready and not service.stopping and bool(service.pool.pids)
    state = {
        "ready": good,
        "snapshot": service.snapshots.current.identity if service.snapshots.ready else None,
    }
    return JSONResponse(state, status_code=200 if good else 503, headers={"Cache-Control": "no-store"})


@router.get("/metrics", tags=["running"], summary="Metrics for Prometheus", response_class=PlainTextResponse)
async def measured(request: Request) -> Response:
    """Counts and times; with private reading an admin token is needed."""
    if service_of(request).settings.private:
        require(request, "admin")
    return Response(metrics.exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")
