"""What the resources need to know of a request."""

from typing import cast

from fastapi import Request

from pactgraph.endpoint.access import Scope
from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.service import Service


def service_of(request: Request) -> Service:
    """The server's shared parts."""
    return cast("Service", request.app.state.service)


def require(request: Request, scope: Scope) -> None:
    """Raises Problem where the request may not do this."""
    service = service_of(request)
    if scope == "write" and service.writing is None:
        raise Problem(403, "read-only", "This endpoint is read-only.")
    service.tokens.require(scope, request.headers.get("authorization", ""))


def base_of(request: Request) -> str:
    """The address of this server as people see it, without a slash at the end."""
    settings = service_of(request).settings
    return settings.base_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
