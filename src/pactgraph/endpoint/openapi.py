"""The API description of the two protocols, whose resources do not pass through the web framework's own."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from pactgraph.endpoint.formats import RDF, RESULTS
from pactgraph.endpoint.negotiation import media_types

_PROBLEM = {"description": "A problem document (RFC 9457).", "content": {"application/problem+json": {}}}
_EXAMPLE = "SELECT * WHERE { ?s ?p ?o } LIMIT 10"


def with_protocols(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The function that describes `app`, with `/sparql` and `/graphs` added."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            document["paths"] |= {"/sparql": _sparql(), "/graphs": _graphs()}
            app.openapi_schema = document
        return app.openapi_schema

    return describe


def _sparql() -> dict[str, Any]:
    names = ("default-graph-uri", "named-graph-uri")
    parameters = [_parameter("query", "A SPARQL query; without one, the service describes itself.", _EXAMPLE)]
    parameters += [_many(name) for name in names]
    texts = {"schema": {"type": "string"}, "example": _EXAMPLE}
    bodies = {
        "application/sparql-query": texts,
        "application/sparql-update": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {"schema": _form()},
    }
    return {
        "get": _operation("Ask (SPARQL 1.1 Protocol)", "sparql-get", parameters=parameters),
        "post": _operation("Ask or update", "sparql-post", requestBody={"required": True, "content": bodies}),
    }


def _form() -> dict[str, Any]:
    return {"type": "object", "properties": {"query": {"type": "string"}, "update": {"type": "string"}}}


def _graphs() -> dict[str, Any]:
    parameters = [_parameter("graph", "The IRI of a graph."), _parameter("default", "The default graph.")]
    content: dict[str, Any] = {RDF[name].media: {} for name in ("turtle", "ntriples", "rdfxml", "jsonld")}
    body = {"required": True, "content": content}
    return {
        "get": _operation("Read a graph", "graphs-get", parameters=parameters),
        "put": _operation("Replace a graph", "graphs-put", parameters=parameters, requestBody=body),
        "post": _operation("Add to a graph", "graphs-post", parameters=parameters, requestBody=body),
        "delete": _operation("Remove a graph", "graphs-delete", parameters=parameters),
    }


def _parameter(name: str, description: str, example: str = "") -> dict[str, Any]:
    found = {"name": name, "in": "query", "description": description, "schema": {"type": "string"}}
    return {**found, "example": example} if example else found


def _many(name: str) -> dict[str, Any]:
    schema = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return {"name": name, "in": "query", "schema": schema}


def _operation(summary: str, name: str, **more: Any) -> dict[str, Any]:
    media = [*media_types(RESULTS), *media_types(RDF)]
    answers: dict[str, Any] = {
        "200": {"description": "The answer.", "content": {m: {} for m in media}},
        "default": _PROBLEM,
    }
    answers |= {code: {"description": "Done."} for code in ("201", "204")}
    return {"tags": ["protocols"], "summary": summary, "operationId": name, "responses": answers, **more}
