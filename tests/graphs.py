"""Graphs for tests: Turtle and TriG files in memory, read as the union of their graphs."""

from pathlib import Path

import pyoxigraph as ox

from pactgraph.queries import Results

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
FIXTURES = ROOT / "tests" / "fixtures"
VOCABULARY = ox.NamedNode("https://w3id.org/pactgraph/id/graph/ontology")


class MemoryGraph:
    """A graph in memory that answers queries over the union of its named graphs."""

    def __init__(self, *files: Path) -> None:
        self.store = ox.Store()
        for file in files:
            self.store.load(path=file, to_graph=VOCABULARY if file.suffix == ".ttl" else None)

    def query(self, text: str, /) -> Results:
        return self.store.query(text, use_default_graph_as_union=True)


def with_vocabulary(*files: Path) -> MemoryGraph:
    """The files together with the ontology and the topics, as a built graph carries them."""
    return MemoryGraph(*files, ONTOLOGY / "pactgraph.ttl", ONTOLOGY / "topics.ttl")
