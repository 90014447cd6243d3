"""The command that serves the graph over HTTP."""

from argparse import Namespace
from pathlib import Path

from pactgraph.cli.options import Commands, command, project, store, with_store

GIVEN = (
    "host",
    "port",
    "workers",
    "writable",
    "token_file",
    "private",
    "default_graph",
    "time_limit",
    "base_url",
)
"""Options that go to the endpoint under the same name; what is not given keeps the endpoint's default."""


def register(commands: Commands) -> None:
    """Adds the command."""
    made = command(commands, "serve", serve, "serve the graph over HTTP: SPARQL, linked data, pages")
    with_store(made)
    made.add_argument(
        "--host", metavar="ADDRESS", help="the address to listen on (default: this machine only)"
    )
    made.add_argument("--port", type=int, metavar="N", help="the port to listen on")
    made.add_argument("--workers", type=int, metavar="N", help="processes that answer queries")
    made.add_argument("--time-limit", type=float, metavar="S", help="seconds after which a query is ended")
    made.add_argument("--default-graph", choices=("union", "strict"), help="what a query without GRAPH sees")
    made.add_argument("--base-url", metavar="URL", help="the address that people see, behind a proxy")
    made.add_argument("--writable", action="store_true", default=None, help="allow updates")
    made.add_argument(
        "--token-file", type=Path, metavar="FILE", help="a file with the token that updates must carry"
    )
    made.add_argument(
        "--private", action="store_true", default=None, help="ask for the token for reading too"
    )


def serve(options: Namespace) -> int:
    """Hands over to the endpoint."""
    from pactgraph.endpoint import run

    around = project(options)
    given = {name: value for name in GIVEN if (value := getattr(options, name)) is not None}
    run(store(options, around), project=around.root, **given)
    return 0
