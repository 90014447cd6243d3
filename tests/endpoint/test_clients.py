"""Clients of others, unchanged."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from tests.endpoint.serving import PG, TOKEN, Server

import pactgraph
from pactgraph.errors import StoreError


def test_rdflib_sparqlstore(reader: Server) -> None:
    graph = Graph(store=SPARQLStore(f"{reader.url}/sparql"))
    assert len(list(graph.query("SELECT * { ?s ?p ?o }"))) == 10
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
    assert len(list(graph.triples((None, URIRef(f"{PG}party"), None)))) == 1
    assert len(graph.query("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }").graph) == 3


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore_methods(reader: Server, method: str) -> None:
    graph = Graph(store=SPARQLStore(f"{reader.url}/sparql", method=method))
    assert len(list(graph.query("SELECT * { ?s ?p ?o }"))) == 10


def test_rdflib_sparqlupdatestore(writer: Server) -> None:
    address = f"{writer.url}/sparql"
    store = SPARQLUpdateStore(address, address, headers={"Authorization": f"Bearer {TOKEN}"})
    graph = Graph(store=store, identifier=DATASET_DEFAULT_GRAPH_ID)
    graph.add((URIRef("a:a"), URIRef("p:p"), Literal('é\n"x"')))
    graph.add((URIRef("a:a"), URIRef("p:p"), Literal(2)))
    graph.remove((None, None, Literal(2)))
    assert [str(o) for o in graph.objects()] == ['é\n"x"']


def test_sparqlwrapper(reader: Server, writer: Server) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is no dependency of pactgraph")
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
        for method in ("GET", "POST"):
            client = wrapper.SPARQLWrapper(f"{reader.url}/sparql")
            client.setMethod(method)
            client.setQuery("SELECT * { ?s ?p ?o }")
            client.setReturnFormat(form)
            assert client.queryAndConvert()
    client = wrapper.SPARQLWrapper(f"{reader.url}/sparql")
    client.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
    client.setReturnFormat(wrapper.TURTLE)
    assert b"Organization A" in client.queryAndConvert()
    client.setReturnFormat(wrapper.JSON)
    client.setQuery("SELECT * {")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        client.query()
    update = wrapper.SPARQLWrapper(f"{writer.url}/sparql")
    update.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    update.setMethod("POST")
    update.setRequestMethod(wrapper.POSTDIRECTLY)
    update.setQuery("INSERT DATA { <a:a> <p:p> 1 }")
    assert update.query().response.status == 204
    assert len(writer.rows("SELECT * { ?s ?p ?o }")) == 1


def test_open_gives_a_dataset_over_the_same_store(reader: Server) -> None:
    dataset = pactgraph.open(reader.log.parent / "store")
    assert len(list(dataset.query("SELECT * { ?s ?p ?o }"))) == 10
    with pytest.raises(StoreError):
        pactgraph.open(reader.log.parent / "nothing")
