import pyoxigraph as ox
import pytest

from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.rewriting import with_dataset

DATA = "INSERT DATA { GRAPH <g:1> { <a:a> <p:p> 1 } GRAPH <g:2> { <a:b> <p:p> 2 } <a:c> <p:p> 3 }"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <g:new> { ?s ?p ?o } }"


def after(text: str, default: list[str], named: list[str]) -> ox.Store:
    store = ox.Store()
    store.update(DATA)
    store.update(with_dataset(text, default, named))
    return store


def test_using_graphs_are_what_the_pattern_sees() -> None:
    text = (
        "INSERT { GRAPH <g:new> { ?s <q:where> 'WHERE {' } } WHERE { ?s ?p ?o } ; CREATE SILENT GRAPH <g:x>"
    )
    store = after(text, ["g:1", "g:2"], [])
    assert sorted(
        q.subject.value for q in store.quads_for_pattern(None, None, None, ox.NamedNode("g:new"))
    ) == [
        "a:a",
        "a:b",
    ]


def test_named_graphs() -> None:
    text = "INSERT { GRAPH <g:new> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert len(list(after(text, [], ["g:2"]).quads_for_pattern(None, None, None, ox.NamedNode("g:new")))) == 1


def test_short_delete_where_matches_in_the_using_graphs() -> None:
    store = after("DELETE WHERE { ?s <p:p> ?o } ; INSERT DATA { <x:x> <x:x> <x:x> }", ["g:1"], [])
    assert len(store) == 4  # the triple of g:1 is in no default graph to be deleted from


def test_using_or_with_besides_is_refused() -> None:
    for text in ("WITH <g:1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT {} USING <g:1> WHERE {}"):
        with pytest.raises(Problem) as caught:
            with_dataset(text, ["g:2"], [])
        assert caught.value.status == 400
