"""What a request asks for, by the SPARQL 1.1 Protocol: a query, an update, or the service's description."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pactgraph.endpoint.problems import Problem, unsupported, wrong_method

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_DATASET = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update. The graphs are None where the request names none."""

    kind: str
    text: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def operation(method: str, query_string: str, content_type: str, body: bytes) -> Operation | None:
    """What is asked; None where the request asks for the description of the service.

    Raises Problem for a request that the protocol does not allow.
    """
    if method in ("GET", "HEAD"):
        return _from_get(pairs(query_string))
    if method != "POST":
        raise wrong_method(*METHODS)
    media, charset = _content_type(content_type)
    if media == FORM:
        return _from_form(pairs(query_string) + pairs(decoded(body, charset)))
    if media in (QUERY, UPDATE):
        kind = media.removeprefix("application/sparql-")
        return _operation(kind, decoded(body, charset), pairs(query_string))
    raise unsupported(media, [FORM, QUERY, UPDATE])


def _from_get(given: list[tuple[str, str]]) -> Operation | None:
    if any(name == "update" for name, _ in given):
        raise Problem(400, "protocol", "An update must be sent with POST.")
    texts = _texts("query", given)
    return _operation("query", texts[0], given) if texts else None


def _from_form(given: list[tuple[str, str]]) -> Operation:
    queries, updates = _texts("query", given), _texts("update", given)
    if len(queries) + len(updates) != 1:
        raise Problem(400, "protocol", "Send exactly one of `query` and `update`.")
    return _operation("query", queries[0], given) if queries else _operation("update", updates[0], given)


def _texts(name: str, given: list[tuple[str, str]]) -> list[str]:
    texts = [value for key, value in given if key == name]
    if len(texts) > 1:
        raise Problem(400, "protocol", f"There are {len(texts)} {name} parameters; send one.")
    return texts


def _operation(kind: str, text: str, given: list[tuple[str, str]]) -> Operation:
    default, named = ([value for key, value in given if key == name] for name in _DATASET[kind])
    for name in (*default, *named):
        absolute(name)
    if not default and not named:
        return Operation(kind, text)
    return Operation(kind, text, tuple(default), tuple(named))


def absolute(iri: str) -> str:
    """The IRI, if it is absolute and well formed. Raises Problem where it is not."""
    if not _ABSOLUTE.fullmatch(iri):
        raise Problem(400, "iri", f"{iri!r} is no absolute IRI.")
    return iri


def pairs(query_string: str) -> list[tuple[str, str]]:
    """The parameters of a query string or form. Raises Problem where they are not UTF-8 or too many."""
    try:
        return parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise Problem(400, "protocol", f"The parameters cannot be read: {error}.") from None


def _content_type(header: str) -> tuple[str, str]:
    media, *parameters = (part.strip() for part in header.split(";"))
    charsets = [p[8:].strip("\"'") for p in parameters if p.lower().startswith("charset=")]
    return media.lower(), charsets[0].lower() if charsets else "utf-8"


def decoded(body: bytes, charset: str) -> str:
    """The text of a body. Raises Problem where it is not UTF-8, the only character set of SPARQL texts."""
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise unsupported(f"charset={charset}", ["charset=utf-8"])
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            400, "encoding", f"The body is not UTF-8: {error.reason} at byte {error.start}."
        ) from None


def header(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> str:
    """The values of a header, joined with commas; empty where there is none. `name` is in lower case."""
    return ",".join(value.decode("latin-1") for key, value in headers if key == name)
