"""The embedded store: atomic generations, locks, queries."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import URIRef

from pactgraph.assembly import Graph
from pactgraph.assembly.rdf import LABEL, arranged, iri, literal
from pactgraph.errors import QueryError, StoreError
from pactgraph.store import EmbeddedStore

LABELS = f"SELECT ?o WHERE {{ ?s {LABEL} ?o }} ORDER BY ?o"


def _graph(name: str, *labels: str) -> Graph:
    subject = iri("https://example.org/s")
    return Graph(f"https://example.org/{name}", arranged((subject, LABEL, literal(x)) for x in labels))


def _labels(store: EmbeddedStore) -> list[str]:
    return [row["o"].value for row in store.query(LABELS)]


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path / "graph")
    store.load([_graph("a", "1"), _graph("b", "2")])
    return store


def test_queries_see_the_union_of_all_graphs(store: EmbeddedStore) -> None:
    assert _labels(store) == ["1", "2"]
    assert list(store.query(LABELS, view="strict")) == []
    assert store.graphs() == ["https://example.org/a", "https://example.org/b"]


def test_a_load_replaces_everything(store: EmbeddedStore) -> None:
    store.load([_graph("c", "3")])
    assert (_labels(store), store.graphs()) == (["3"], ["https://example.org/c"])


def test_a_replacement_leaves_other_graphs_as_they_are(store: EmbeddedStore) -> None:
    store.replace([_graph("b", "22"), _graph("c", "3")], removed=["https://example.org/none"])
    assert _labels(store) == ["1", "22", "3"]
    store.replace([], removed=["https://example.org/a"])
    assert _labels(store) == ["22", "3"]


def test_a_replacement_in_an_empty_place_is_a_load(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "new")
    store.replace([_graph("a", "1")])
    assert _labels(store) == ["1"]


def test_what_is_dumped_is_what_was_loaded_byte_for_byte(store: EmbeddedStore) -> None:
    graphs = [_graph("a", 'b "quoted" \\ \n', "ü"), _graph("b", "2")]
    store.load(graphs)
    out = io.BytesIO()
    store.dump(out)
    assert out.getvalue().decode() == "".join(line for g in graphs for line in g.lines())


def test_an_increment_dumps_as_a_full_load_does(store: EmbeddedStore, tmp_path: Path) -> None:
    store.replace([_graph("b", "22")])
    full = EmbeddedStore(tmp_path / "full")
    full.load([_graph("a", "1"), _graph("b", "22")])
    outs = [io.BytesIO(), io.BytesIO()]
    for each, out in zip((store, full), outs, strict=True):
        each.dump(out)
    assert outs[0].getvalue() == outs[1].getvalue() != b""


def test_substitutions_bind_variables(store: EmbeddedStore) -> None:
    found = store.query(
        LABELS.replace("ORDER BY ?o", ""), {"o": Literal("2"), "s": NamedNode("https://example.org/s")}
    )
    assert [row["o"].value for row in found] == ["2"]


def test_other_query_forms(store: EmbeddedStore) -> None:
    assert bool(store.query("ASK { ?s ?p '2' }"))
    assert len(list(store.query("CONSTRUCT WHERE { ?s ?p ?o }"))) == 2


# rdflib's Dataset uses a property of its own that it deprecates
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
def test_as_dataset_is_the_union_for_rdflib(store: EmbeddedStore) -> None:
    dataset = store.as_dataset()
    subject = URIRef("https://example.org/s")
    assert sorted(str(o) for o in dataset.objects(subject)) == ["1", "2"]
    assert len(list(dataset.query("SELECT ?o WHERE { ?s ?p ?o }"))) == 2


def test_a_reader_moves_to_the_new_generation(store: EmbeddedStore) -> None:
    reader = EmbeddedStore(store.root)
    assert _labels(reader) == ["1", "2"]
    store.load([_graph("c", "3")])
    assert _labels(reader) == ["3"]


def _breaking(*graphs: Graph) -> Iterator[Graph]:
    yield from graphs
    raise RuntimeError("the power fails")


@pytest.mark.parametrize("how", ["load", "replace"])
def test_an_error_while_loading_leaves_the_old_graph(store: EmbeddedStore, how: str) -> None:
    with pytest.raises(RuntimeError):
        getattr(store, how)(_breaking(_graph("a", "9")))
    assert _labels(store) == ["1", "2"]
    assert [p.name for p in store.root.iterdir() if p.name.startswith("building")] == []


def test_old_generations_are_removed_but_for_the_last(store: EmbeddedStore) -> None:
    for number in range(4):
        store.load([_graph("a", str(number))])
    kept = sorted(p.name for p in store.root.iterdir() if p.is_dir())
    assert kept == ["generation-000004", "generation-000005"]


HANGS = """
import sys, time
from pathlib import Path
from pactgraph.assembly import Graph
from pactgraph.assembly.rdf import LABEL, iri, literal
from pactgraph.store import EmbeddedStore
def graphs():
    yield Graph("https://example.org/a", [(iri("https://example.org/s"), LABEL, literal("9"))])
    Path(sys.argv[2]).touch()
    time.sleep(60)
getattr(EmbeddedStore(Path(sys.argv[1])), sys.argv[3])(graphs())
"""


@pytest.mark.parametrize("how", ["load", "replace"])
def test_a_killed_builder_leaves_the_old_graph_and_another_may_build(
    store: EmbeddedStore, tmp_path: Path, how: str
) -> None:
    started = tmp_path / "started"
    source = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-c", HANGS, str(store.root), str(started), how]
    builder = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": source})
    try:
        _wait_for(started)
        with pytest.raises(StoreError, match="another build"):
            store.load([_graph("c", "3")])
    finally:
        builder.kill()
        builder.wait()
    assert any(p.name.startswith("building") for p in store.root.iterdir())
    assert _labels(EmbeddedStore(store.root)) == ["1", "2"]
    store.replace([_graph("c", "3")])
    assert _labels(store) == ["1", "2", "3"]
    assert not any(p.name.startswith("building") for p in store.root.iterdir())


def _wait_for(file: Path) -> None:
    for _ in range(600):
        if file.exists():
            return
        time.sleep(0.05)
    raise TimeoutError(file)


def test_no_graph_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="build it first"):
        EmbeddedStore(tmp_path / "none").query("ASK {}")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        EmbeddedStore(tmp_path / "file").load([])


def test_a_damaged_generation_is_reported(store: EmbeddedStore) -> None:
    store.close()
    directory = store.current()
    assert directory is not None
    (directory / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="build the graph anew"):
        store.query("ASK {}")


def test_a_wrong_query(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="SPARQL"):
        store.query("SELECT nothing")
