"""The graph over HTTP: SPARQL, graph store, questions, linked data.

    settings   what the operator chooses          snapshots  which state of the graph is served
    lexing     guards before the parser           pool       query processes, lanes, time limits
    protocol   what a request asks for            worker     one query process (runs apart)
    negotiation in which format it is answered    writing    the one writer; `writer` runs apart
    sparql, graphs, questions, things, downloads, pages    the resources
    access, problems, metrics, gateway            what every request passes
    app, server                                   put together and run

The names below load on first use: a query process imports this package too and must start in
milliseconds, without the web framework.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pactgraph.endpoint.app import create_app
    from pactgraph.endpoint.server import run
    from pactgraph.endpoint.settings import Settings

__all__ = ["Settings", "create_app", "run"]

_HOMES = {"Settings": "settings", "create_app": "app", "run": "server"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
