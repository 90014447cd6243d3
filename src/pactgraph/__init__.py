"""pactgraph: texts about agreements in, a knowledge graph with the sentence behind every statement out."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

__version__ = "0.1.0"


def open(path: str | PathLike[str]) -> "Dataset":  # noqa: A001  # pactgraph.open(path), as gzip.open(path)
    """The graph in a store's directory as a read-only rdflib Dataset; its default graph is the union of all.

    It shows the state in force when it is opened. Raises StoreError where there is no graph.
    """
    from pactgraph.store import EmbeddedStore  # the engine's parts load when they are needed

    return EmbeddedStore(Path(path)).as_dataset()
