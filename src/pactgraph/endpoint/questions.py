"""`/queries`: the questions of the project, each with its parameters, as an API."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from pactgraph.endpoint.answering import Exchange, Passing
from pactgraph.endpoint.formats import RDF, RESULTS
from pactgraph.endpoint.negotiation import media_types
from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.protocol import Operation, pairs
from pactgraph.endpoint.requests import base_of, service_of
from pactgraph.endpoint.sparql import prepared
from pactgraph.errors import QueryError
from pactgraph.queries import Parameter, Question

_SCHEMAS: dict[str, dict[str, str]] = {
    "iri": {"type": "string", "format": "iri"},
    "string": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
}
_FORMAT = "format"
_PROBLEM = {"description": "A problem document (RFC 9457).", "content": {"application/problem+json": {}}}


def router_of(questions: dict[str, Question]) -> APIRouter:
    """A resource for each question, and their list."""
    router = APIRouter(tags=["questions"])
    router.add_api_route("/queries", listing, methods=["GET"], summary="All questions with their parameters")
    for question in questions.values():
        router.add_api_route(
            f"/queries/{question.name}",
            _resource(question),
            methods=["GET"],
            name=question.name,
            summary=question.title,
            description=question.description,
            operation_id=f"query-{question.name}",
            response_class=Response,
            responses={200: _answers(), 400: _PROBLEM, 406: _PROBLEM},
            openapi_extra={"parameters": [*map(_described, question.parameters), _format_parameter()]},
        )
        path = f"/queries/{question.name}"
        router.add_api_route(path, _resource(question), methods=["HEAD"], include_in_schema=False)
    return router


def _answers() -> dict[str, Any]:
    media = [*media_types(RESULTS), *media_types(RDF)]
    return {"description": "The answer.", "content": {name: {} for name in media}}


def _described(parameter: Parameter) -> dict[str, Any]:
    """A parameter as OpenAPI has it; its default is its example."""
    schema: dict[str, Any] = dict(_SCHEMAS[parameter.type])
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": schema,
    }
    if parameter.default is not None:
        found["example"] = default_of(parameter)
    return found


def _format_parameter() -> dict[str, Any]:
    return {
        "name": _FORMAT,
        "in": "query",
        "required": False,
        "description": "The format, where the Accept header is not to decide.",
        "schema": {"type": "string", "enum": [*RESULTS, *RDF]},
    }


def default_of(parameter: Parameter) -> Any:
    """A parameter's default as JSON has it; None where there is none."""
    value = getattr(parameter.default, "value", None)
    if value is None or parameter.type not in ("integer", "boolean"):
        return value
    return int(value) if parameter.type == "integer" else value == "true"


async def listing(request: Request) -> JSONResponse:
    """The questions with their titles, descriptions, parameters, columns and addresses."""
    questions = service_of(request).holdings.questions
    return JSONResponse([summary(question, base_of(request)) for question in questions.values()])


def summary(question: Question, base: str) -> dict[str, Any]:
    """A question as the list shows it."""
    parameters = [
        {"name": p.name, "type": p.type, "description": p.description, "default": default_of(p)}
        for p in question.parameters
    ]
    return {
        "name": question.name,
        "title": question.title,
        "description": question.description,
        "parameters": parameters,
        "columns": dict(question.columns or {}),
        "href": f"{base}/queries/{question.name}",
        "sparql": question.text,
    }


def _resource(question: Question) -> Any:
    async def resource(request: Request) -> Response:
        given = pairs(request.url.query)
        names = [name for name, _ in given]
        if len(set(names)) < len(names):
            raise Problem(400, "parameter", "A parameter is given twice.")
        values = dict(given)
        form = values.pop(_FORMAT, "")
        try:
            text = question.sparql(values)
        except QueryError as error:
            raise Problem(400, "parameter", str(error)) from None
        key = (
            "question",
            text,
            form,
            request.headers.get("accept", ""),
            request.headers.get("accept-encoding", ""),
        )
        exchange = Exchange(request.scope, request.receive, request._send)
        service = service_of(request)
        return Passing(service, await prepared(service, exchange, Operation("query", text), key, form))

    return resource
