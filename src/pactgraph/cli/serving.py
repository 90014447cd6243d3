"""The command that serves the graph over HTTP."""

from argparse import Namespace

from pactgraph.cli.options import Commands, command, with_store


def register(commands: Commands) -> None:
    """Adds the command."""
    made = command(commands, "serve", serve, "serve the graph over HTTP: SPARQL, linked data, pages")
    with_store(made)
    made.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="default: %(default)s")
    made.add_argument("--port", type=int, default=8000, metavar="N", help="default: %(default)s")


def serve(options: Namespace) -> int:
    """Hands over to the endpoint."""
    from pactgraph.endpoint import run

    return int(run(options) or 0)
