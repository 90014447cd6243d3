"""The application, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from pactgraph import __version__
from pactgraph.endpoint import downloads, front, graphs, questions, things
from pactgraph.endpoint.gateway import Gateway
from pactgraph.endpoint.openapi import with_protocols
from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.service import Service
from pactgraph.endpoint.settings import Settings


def create_app(settings: Settings) -> Gateway:
    """The endpoint as an ASGI application; its processes start and end with its lifespan.

    Raises UsageError, ProjectError or QueryError for settings or a project that are wrong.
    """
    service = Service(settings)
    app = FastAPI(
        title=service.holdings.title,
        description=str(service.holdings.about.get("description", "")),
        version=__version__,
        docs_url=None,  # its page loads scripts from another host
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.service = service
    app.state.exports = downloads.Exports()
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(HTTPException, _told_http)
    app.add_exception_handler(RequestValidationError, _told_validation)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    for router in (graphs.router, downloads.router, things.router, front.router):
        app.include_router(router)
    app.include_router(questions.router_of(dict(service.holdings.questions)))
    app.mount("/static", StaticFiles(directory=front.STATIC), name="static")
    app.openapi = with_protocols(app)  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    return Gateway(service, app)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service = cast("Service", app.state.service)
    try:
        await service.start()
        yield
    finally:
        await service.stop()
        app.state.exports.close()


async def _told(request: Request, error: Exception) -> Response:
    problem = cast("Problem", error)
    body, media = problem.render(request.headers.get("accept", ""))
    headers = {"Vary": "Accept", "Cache-Control": "no-store", **problem.headers}
    return Response(body, problem.status, {**headers, "Content-Type": media})


async def _told_http(request: Request, error: Exception) -> Response:
    known = cast("HTTPException", error)
    kinds = {404: "not-found", 405: "method"}
    kind = kinds.get(known.status_code, "request")
    problem = Problem(known.status_code, kind, str(known.detail), headers=known.headers)
    return await _told(request, problem)


async def _told_validation(request: Request, error: Exception) -> Response:
    faults: list[Any] = list(cast("RequestValidationError", error).errors())
    said = "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in faults)
    return await _told(request, Problem(400, "parameter", said))
