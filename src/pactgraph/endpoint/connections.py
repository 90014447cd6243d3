"""Limits on connections that the HTTP server itself does not set: size and pace of a request's head."""

import asyncio
from typing import Any

from pactgraph.endpoint.settings import Settings

_HEAD_TIME = 15.0


def protocol_of(settings: Settings) -> type[Any]:
    """uvicorn's protocol with a limit on the bytes and the time that a request's head may take."""
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    most = settings.header_limit + settings.query_limit

    class LimitedProtocol(HttpToolsProtocol):
        """Closes a connection whose request does not get to its body in size or time."""

        _in_head = 0
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._timer = self.loop.call_later(_HEAD_TIME, self._too_slow)

        def data_received(self, data: bytes) -> None:
            self._in_head += len(data)
            super().data_received(data)
            if self._in_head > most and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")

        def on_message_begin(self) -> None:
            self._in_head = 0
            if self._timer is None:
                self._timer = self.loop.call_later(_HEAD_TIME, self._too_slow)
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self._in_head = -(1 << 62)  # the body's limits are the gateway's
            self._stop_timer()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_timer()
            super().connection_lost(exc)

        def _too_slow(self) -> None:
            self._timer = None
            if not self.transport.is_closing():
                self.transport.abort()

        def _stop_timer(self) -> None:
            if self._timer:
                self._timer.cancel()
                self._timer = None

    return LimitedProtocol
