import pytest

from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.protocol import FORM, QUERY, UPDATE, Operation, operation


def test_get() -> None:
    asked = operation("GET", "query=ASK%20%7B%7D&default-graph-uri=a%3Ab&named-graph-uri=c%3Ad", "", b"")
    assert asked == Operation("query", "ASK {}", ("a:b",), ("c:d",))


def test_no_query_asks_for_the_description() -> None:
    assert operation("GET", "", "", b"") is None


def test_posts() -> None:
    assert operation("POST", "", FORM, b"query=ASK+%7B%7D") == Operation("query", "ASK {}")
    assert operation("POST", "default-graph-uri=a:b", f"{QUERY}; charset=UTF-8", b"ASK {}") == Operation(
        "query", "ASK {}", ("a:b",), ()
    )
    assert operation("POST", "using-named-graph-uri=a:b", UPDATE, b"CLEAR ALL") == Operation(
        "update", "CLEAR ALL", (), ("a:b",)
    )


@pytest.mark.parametrize(
    ("method", "query_string", "media", "body", "status"),
    [
        ("PUT", "query=ASK{}", "", b"", 405),
        ("GET", "query=a&query=b", "", b"", 400),
        ("GET", "update=CLEAR+ALL", "", b"", 400),
        ("GET", "query=%FF", "", b"", 400),
        ("GET", "query=ASK{}&default-graph-uri=relative", "", b"", 400),
        ("GET", "query=ASK{}&default-graph-uri=a:%20b", "", b"", 400),
        ("POST", "", "", b"query=ASK{}", 415),
        ("POST", "", "text/plain", b"ASK {}", 415),
        ("POST", "", f"{QUERY}; charset=UTF-16", b"ASK {}", 415),
        ("POST", "", QUERY, b"ASK { \xff }", 400),
        ("POST", "", FORM, b"", 400),
        ("POST", "", FORM, b"query=a&update=b", 400),
        ("POST", "", FORM, b"update=a&update=b", 400),
        ("GET", "&".join("a" for _ in range(2000)), "", b"", 400),
    ],
)
def test_what_the_protocol_does_not_allow(
    method: str, query_string: str, media: str, body: bytes, status: int
) -> None:
    with pytest.raises(Problem) as caught:
        operation(method, query_string, media, body)
    assert caught.value.status == status
