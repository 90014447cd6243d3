import pytest

from pactgraph.endpoint.formats import RDF, RESULTS
from pactgraph.endpoint.negotiation import accepted, choose, encoding


@pytest.mark.parametrize(
    ("header", "name", "media"),
    [
        ("", "json", "application/sparql-results+json"),
        ("*/*", "json", "application/sparql-results+json"),
        ("text/*", "csv", "text/csv"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "tsv", "text/tab-separated-values"),
        ("application/json", "json", "application/json"),
        ("*/*;q=0.1, application/sparql-results+xml", "xml", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "xml", "application/sparql-results+xml"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "xml", "application/xml"),
    ],
)
def test_results(header: str, name: str, media: str) -> None:
    chosen = choose(header, RESULTS)
    assert chosen is not None
    assert (chosen[0].name, chosen[1]) == (name, media)


@pytest.mark.parametrize("header", ["image/png", "text/turtle;q=0", "application/ld+json;q=nan"])
def test_nothing_acceptable(header: str) -> None:
    assert choose(header, RDF) is None


def test_broken_headers_are_read_as_far_as_they_go() -> None:
    assert accepted(";;,q=,text/turtle;q=x, text/csv", ["text/turtle", "text/csv"]) == "text/csv"


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br", "gzip"),
        ("gzip, zstd", "zstd"),
        ("zstd;q=0, *", "gzip"),
        ("", None),
        ("identity", None),
    ],
)
def test_encoding(header: str, coding: str | None) -> None:
    assert encoding(header) == coding
