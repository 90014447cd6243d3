"""The formats of results and graphs, by their short names. Light: query processes import it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import pyoxigraph as ox

E = TypeVar("E", ox.RdfFormat, ox.QueryResultsFormat)


@dataclass(frozen=True, slots=True)
class Format(Generic[E]):
    """A format: short name, media type, further media types asked for in the wild, file extension."""

    name: str
    media: str
    engine: E
    aliases: tuple[str, ...] = ()

    @property
    def extension(self) -> str:
        """The file name extension, without a dot."""
        return self.engine.file_extension


_R, _G = ox.QueryResultsFormat, ox.RdfFormat

RESULTS: dict[str, Format[ox.QueryResultsFormat]] = {
    "json": Format("json", "application/sparql-results+json", _R.JSON, ("application/json",)),
    "xml": Format("xml", "application/sparql-results+xml", _R.XML, ("application/xml", "text/xml")),
    "csv": Format("csv", "text/csv", _R.CSV),
    "tsv": Format("tsv", "text/tab-separated-values", _R.TSV),
}
RDF: dict[str, Format[ox.RdfFormat]] = {
    "turtle": Format("turtle", "text/turtle", _G.TURTLE, ("application/x-turtle",)),
    "ntriples": Format("ntriples", "application/n-triples", _G.N_TRIPLES, ("text/plain",)),
    "nquads": Format("nquads", "application/n-quads", _G.N_QUADS, ("text/x-nquads",)),
    "trig": Format("trig", "application/trig", _G.TRIG, ("application/x-trig",)),
    "rdfxml": Format("rdfxml", "application/rdf+xml", _G.RDF_XML, ("application/xml", "text/xml")),
    "jsonld": Format("jsonld", "application/ld+json", _G.JSON_LD, ("application/json",)),
}
"""In the order of preference where the client has none."""


def typed(media: str) -> str:
    """The Content-Type of a media type: text has its character set."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
