"""The embedded store: pyoxigraph on disk, one directory for each state of the graph, a pointer to the one
in force.

    {root}/current              name of the directory in force
    {root}/generation-000007/   what readers open, read-only; nobody writes to it any more
    {root}/building-000008/     what the one writer fills; renamed when it is whole, then the pointer is
    swapped {root}/lock                 held by the writer

A writer that dies leaves the pointer, and so the old graph, as it was; its directory is removed by the next
writer.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from oxrdflib import OxigraphStore
from pyoxigraph import NamedNode, Quad, RdfFormat, Store
from rdflib import Dataset

from pactgraph.assembly.graphs import Graph
from pactgraph.assembly.rdf import Term, Triple, arranged, iri
from pactgraph.errors import QueryError, StoreError
from pactgraph.store.protocol import Answer, Node, View, with_values

_GENERATION, _BUILDING = "generation-", "building-"
_KEPT = 2  # the generation in force and the one before it, which readers may still have open


class EmbeddedStore:
    """A graph in a directory. Reads the generation in force; a writer publishes a new one."""

    def __init__(self, root: Path) -> None:
        """`root` need not exist yet; it is made by the first write."""
        self.root = root
        self._store: Store | None = None
        self._opened = ""

    # reading

    def query(
        self, text: str, substitutions: Mapping[str, Node] | None = None, *, view: View = "union"
    ) -> Answer:
        """Answers a query on the generation in force; see GraphStore."""
        store = self._reader()
        try:
            return store.query(with_values(text, substitutions), use_default_graph_as_union=view == "union")
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the query is wrong: {error}", hint="correct the SPARQL text") from error
        except OSError as error:
            raise StoreError(f"the query failed: {error}", where=str(self.root)) from error

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        return sorted(g.value for g in self._reader().named_graphs() if isinstance(g, NamedNode))

    def dump(self, output: IO[bytes]) -> None:
        """Writes everything as canonical N-Quads, one graph in memory at a time."""
        for graph in self.contents():
            output.writelines(line.encode() for line in graph.lines())

    def contents(self) -> Iterator[Graph]:
        """All graphs with their triples in canonical order, sorted by IRI."""
        return (self.graph(name) for name in self.graphs())

    def graph(self, name: str) -> Graph:
        """One named graph; without triples where there is none."""
        quads = self._reader().quads_for_pattern(None, None, None, NamedNode(name))
        return Graph(name, arranged(_triple(q) for q in quads))

    def as_dataset(self) -> Dataset:
        """The generation in force as an rdflib Dataset, through oxrdflib; its default graph is the union."""
        return Dataset(store=OxigraphStore(store=self._reader()), default_union=True)

    def close(self) -> None:
        """Lets go of the generation that was opened."""
        self._store, self._opened = None, ""

    def current(self) -> Path | None:
        """The directory in force, or None where nothing was written yet."""
        try:
            name = (self.root / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        return self.root / name

    def _reader(self) -> Store:
        directory = self.current()
        if directory is None:
            raise StoreError("there is no graph yet", where=str(self.root), hint="build it first")
        if self._store is None or self._opened != directory.name:
            self._store, self._opened = _opened(directory, Store.read_only), directory.name
        return self._store

    # writing

    def load(self, graphs: Iterable[Graph]) -> None:
        """Bulk-loads a new generation with these graphs alone and publishes it."""
        with self._building() as directory:
            store = _opened(directory, Store)
            _bulk_load(store, graphs, directory)

    def replace(self, graphs: Iterable[Graph], removed: Iterable[str] = ()) -> None:
        """Publishes a copy of the generation in force (hard links, so it is cheap) with some graphs
        replaced."""
        if self.current() is None:
            self.load(graphs)
            return
        with self._building() as directory:
            self._reader().backup(str(directory))
            store = _opened(directory, Store)
            for name in removed:
                store.remove_graph(NamedNode(name))
            _bulk_load(store, _cleared(store, graphs), directory)

    @contextmanager
    def _building(self) -> Iterator[Path]:
        """A place for a new generation, published if the block ends well, removed if it does not."""
        with self._locked():
            self._sweep()
            number = _number(self.current()) + 1
            directory = self.root / f"{_BUILDING}{number:06}"
            try:
                yield directory
            except BaseException:
                shutil.rmtree(directory, ignore_errors=True)
                raise
            self._publish(directory, number)

    def _publish(self, directory: Path, number: int) -> None:
        name = f"{_GENERATION}{number:06}"
        directory.rename(self.root / name)
        pointer = self.root / "current.new"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.root / "current")
        _sync(self.root)
        self._sweep()

    def _sweep(self) -> None:
        """Removes what dead writers left and generations that no reader opens any more."""
        number = _number(self.current())
        for directory in self.root.iterdir():
            stale = directory.name.startswith(_BUILDING)
            old = directory.name.startswith(_GENERATION) and not number - _KEPT < _number(directory) <= number
            if stale or old:
                shutil.rmtree(directory, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Holds the lock; the system lets go of it when the process ends, however it ends."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            file = (self.root / "lock").open("w", encoding="utf-8")
        except OSError as error:
            raise StoreError(f"the store cannot be written: {error}", where=str(self.root)) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                hint = "wait until the other build has ended"
                raise StoreError(
                    "another build is writing to this store", where=str(self.root), hint=hint
                ) from None
            yield


def _opened(directory: Path, how: type[Store] | object) -> Store:
    try:
        return cast("Store", how(str(directory)))  # type: ignore[operator]  # Store or Store.read_only, both callable
    except OSError as error:
        hint = "build the graph anew"
        raise StoreError(f"the store cannot be opened: {error}", where=str(directory), hint=hint) from error


def _bulk_load(store: Store, graphs: Iterable[Graph], directory: Path) -> None:
    """Loads by way of a file: pyoxigraph sorts what it reads into files of its own, so memory stays small."""
    quads = directory.with_suffix(".nq")
    try:
        with quads.open("w", encoding="utf-8", newline="\n") as file:
            for graph in graphs:
                file.writelines(graph.lines())
        store.bulk_load(path=quads, format=RdfFormat.N_QUADS)
        store.flush()
    except OSError as error:
        raise StoreError(
            f"the graph cannot be loaded: {error}", where=str(directory), hint="is the disk full?"
        ) from error
    finally:
        quads.unlink(missing_ok=True)


def _cleared(store: Store, graphs: Iterable[Graph]) -> Iterator[Graph]:
    """The graphs, each removed from the store just before it is written anew."""
    for graph in graphs:
        store.remove_graph(NamedNode(graph.iri))
        yield graph


def _triple(quad: Quad) -> Triple:
    return iri(cast("NamedNode", quad.subject).value), iri(quad.predicate.value), Term(str(quad.object))


def _number(directory: Path | None) -> int:
    digits = directory.name.rpartition("-")[2] if directory else ""
    return int(digits) if digits.isdigit() else 0


def _sync(directory: Path) -> None:
    """Makes a rename in a directory last through a power failure."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
