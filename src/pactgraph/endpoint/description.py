"""The service says what it is: SPARQL 1.1 Service Description, and VoID of what it holds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from pactgraph.endpoint.formats import RDF, RESULTS, Format

if TYPE_CHECKING:
    from pactgraph.endpoint.service import Service

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FORMATS = "http://www.w3.org/ns/formats/"
_DCTERMS = "http://purl.org/dc/terms/"
_PREFIXES = {"sd": _SD, "void": _VOID, "formats": _FORMATS, "dcterms": _DCTERMS}
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "trig": "TriG",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
}

Node = ox.NamedNode | ox.BlankNode


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)


def service_description(service: "Service", address: str, form: Format[ox.RdfFormat]) -> bytes:
    """The description of the service at `address` in an RDF format."""
    return written(_service(service, ox.NamedNode(address)), form)


def written(triples: Iterator[ox.Triple], form: Format[ox.RdfFormat]) -> bytes:
    """Triples in an RDF format."""
    return ox.serialize(triples, format=form.engine, prefixes=_PREFIXES) or b""


def _service(service: "Service", address: ox.NamedNode) -> Iterator[ox.Triple]:
    me, dataset, graph = (ox.BlankNode(name) for name in ("service", "dataset", "default"))
    yield ox.Triple(me, _RDF_TYPE, _sd("Service"))
    yield ox.Triple(me, _sd("endpoint"), address)
    languages = ["SPARQL10Query", "SPARQL11Query"] + (["SPARQL11Update"] if service.writing else [])
    for language in languages:
        yield ox.Triple(me, _sd("supportedLanguage"), _sd(language))
    if service.settings.default_graph == "union":
        yield ox.Triple(me, _sd("feature"), _sd("UnionDefaultGraph"))
    if service.settings.allowed:
        yield ox.Triple(me, _sd("feature"), _sd("BasicFederatedQuery"))
    for name in (*RESULTS, *RDF):
        yield ox.Triple(me, _sd("resultFormat"), ox.NamedNode(_FORMATS + _FORMAT_NAMES[name]))
    if service.writing:
        for name in RDF:
            yield ox.Triple(me, _sd("inputFormat"), ox.NamedNode(_FORMATS + _FORMAT_NAMES[name]))
    yield ox.Triple(me, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _RDF_TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), graph)
    yield ox.Triple(graph, _RDF_TYPE, _sd("Graph"))


def void_description(
    service: "Service", address: str, counts: dict[str, int], form: Format[ox.RdfFormat]
) -> bytes:
    """VoID of the graph: `counts` has `triples`, `subjects`, and an entry for each class IRI."""
    return written(_void_triples(service, address, counts), form)


def _void_triples(service: "Service", address: str, counts: dict[str, int]) -> Iterator[ox.Triple]:
    dataset = ox.NamedNode(f"{address}/.well-known/void#dataset")
    yield ox.Triple(dataset, _RDF_TYPE, _void("Dataset"))
    yield ox.Triple(dataset, ox.NamedNode(_DCTERMS + "title"), ox.Literal(service.holdings.title))
    for key, name in (("description", "description"), ("licence", "license")):
        value = str(service.holdings.about.get(key, ""))
        if value:
            term = ox.NamedNode(value) if name == "license" else ox.Literal(value)
            yield ox.Triple(dataset, ox.NamedNode(_DCTERMS + name), term)
    yield ox.Triple(dataset, _void("sparqlEndpoint"), ox.NamedNode(f"{address}/sparql"))
    for form in RDF.values():
        dump = ox.NamedNode(f"{address}/export/graph.{form.extension}")
        yield ox.Triple(dataset, _void("dataDump"), dump)
    if service.holdings.iri("resources"):
        yield ox.Triple(dataset, _void("uriSpace"), ox.Literal(service.holdings.iri("resources")))
    yield ox.Triple(dataset, _void("triples"), ox.Literal(counts["triples"]))
    for index, (name, count) in enumerate(sorted((k, v) for k, v in counts.items() if ":" in k)):
        part = ox.BlankNode(f"class{index}")
        yield ox.Triple(dataset, _void("classPartition"), part)
        yield ox.Triple(part, _void("class"), ox.NamedNode(name))
        yield ox.Triple(part, _void("entities"), ox.Literal(count))
