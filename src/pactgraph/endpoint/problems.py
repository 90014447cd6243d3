"""What went wrong, as RFC 9457 problem documents for programs and as readable text for people."""

import html
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pactgraph.endpoint.negotiation import accepted

JSON, TEXT, HTML = "application/problem+json", "text/plain", "text/html"
_OFFERED = (JSON, "application/json", TEXT, HTML)


class Problem(Exception):  # noqa: N818  # named for the document of RFC 9457
    """An answer that is an error.

    `kind` names it for programs and becomes its type, `detail` says it to people; `headers` go with the
    answer, `members` are further members of the document, such as `line` and `column`.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.headers, self.members = dict(headers or {}), members

    @property
    def title(self) -> str:
        """The name of the status."""
        return HTTPStatus(self.status).phrase

    def document(self) -> dict[str, Any]:
        """The members of the problem document."""
        return {
            "type": f"urn:pactgraph:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **{name: value for name, value in self.members.items() if value is not None},
        }

    def render(self, accept: str) -> tuple[bytes, str]:
        """The body and its Content-Type for a client that sent this Accept header."""
        media = accepted(accept, _OFFERED) or JSON
        if media == HTML:
            return self._page().encode(), "text/html; charset=utf-8"
        if media == TEXT:
            return f"{self.status} {self.title}\n{self.detail}\n".encode(), "text/plain; charset=utf-8"
        return json.dumps(self.document(), ensure_ascii=False).encode(), JSON

    def _page(self) -> str:
        title = html.escape(f"{self.status} {self.title}")
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="stylesheet" href="/static/page.css"></head><body><main><h1>{title}</h1>'
            f"<pre>{html.escape(self.detail)}</pre>"
            '<p><a href="/">Back to the front page</a></p></main></body></html>'
        )


def wrong_method(*allowed: str) -> Problem:
    """405 with the methods that are allowed."""
    allow = ", ".join(allowed)
    return Problem(405, "method", f"Use one of: {allow}.", headers={"Allow": allow})


def not_acceptable(offered: list[str]) -> Problem:
    """406 with what there is."""
    choices = ", ".join(offered)
    return Problem(406, "not-acceptable", f"This can be had as: {choices}.", offered=offered)


def unsupported(given: str, offered: list[str]) -> Problem:
    """415 with what is understood."""
    named = f"{given!r} is not understood here" if given else "The request has no Content-Type"
    headers = {"Accept-Post": ", ".join(offered)}
    return Problem(415, "media-type", f"{named}; send one of: {', '.join(offered)}.", headers=headers)


def too_large(limit: int) -> Problem:
    """413 with the limit in bytes."""
    return Problem(413, "too-large", f"The request is larger than {limit} bytes.", limit=limit)


def busy(seconds: int = 1) -> Problem:
    """503: too many at once."""
    detail = "Too many queries are running; try again in a moment."
    return Problem(503, "busy", detail, headers={"Retry-After": str(seconds)})
