"""Runs the endpoint with uvicorn."""

import logging
import sys
from pathlib import Path
from typing import Any

import uvicorn

from pactgraph.endpoint.app import create_app
from pactgraph.endpoint.connections import protocol_of
from pactgraph.endpoint.settings import Settings
from pactgraph.errors import UsageError

_GRACE = 10


def run(store: Path | str, **options: Any) -> None:
    """Serves a store until the process is told to end (SIGINT, SIGTERM).

    Takes the fields of Settings as options. Writes the access log as JSON lines to standard error. Raises
    PactgraphError where the server cannot start.
    """
    settings = Settings(Path(store), **options)
    _log_to(sys.stderr)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=protocol_of(settings),
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_GRACE,
        backlog=1024,
        ws="none",
    )
    server = _Server(config)
    try:
        server.run()
    except SystemExit:  # how uvicorn says that it did not start
        raise app.failure or UsageError(
            f"port {settings.port} cannot be used", where=settings.host, hint="choose another --port"
        ) from None


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        for server in self.servers:
            for socket in server.sockets:
                host, port = socket.getsockname()[:2]
                logging.getLogger("pactgraph.endpoint").info("listening on http://%s:%s", host, port)


def _log_to(stream: Any) -> None:
    """One line for each request, bare; what else is worth telling with its level."""
    for name, shape in (
        ("pactgraph.access", "%(message)s"),
        ("pactgraph.endpoint", "%(levelname)s %(message)s"),
    ):
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logging.Formatter(shape))
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO)
    # an answer that stays unfinished on purpose is an error to uvicorn; the gateway has logged the reason
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
