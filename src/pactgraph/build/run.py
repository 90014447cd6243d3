"""The run: locate, hash, find what is not known yet, put everything together, write, validate, keep account."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pactgraph import __version__
from pactgraph.assembly import Assembly, Graph, assemble
from pactgraph.assembly import settings as ontology
from pactgraph.build.cache import Cache, Kept
from pactgraph.build.fingerprint import fingerprint
from pactgraph.build.linking import resolver
from pactgraph.build.lock import exclusive
from pactgraph.build.manifest import Entry, Manifest, addresses, chained, save_addresses
from pactgraph.build.progress import Progress
from pactgraph.build.workers import Outcome, Setup, outcomes
from pactgraph.errors import PactgraphError, ReadingError
from pactgraph.project import Project
from pactgraph.reading.locating import Input, locate
from pactgraph.reading.problems import Problem
from pactgraph.reading.settings import Settings
from pactgraph.store import EmbeddedStore

EACH = 25
"""Documents that make it worth starting one more process by default."""

HELD = 32 * 1024 * 1024
"""Bytes of documents that are held in memory to tell how many there are."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. `jobs` None: as many processes as the documents are worth and the machine has processors."""

    store: Path
    jobs: int | None = None
    model: str | None = None


@dataclass(slots=True)
class Report:
    """What a build came to.

    `changed` are the named graphs that were written, `faults` documents left out, `notes` what was odd about
    documents that were read.
    """

    documents: int = 0
    read: int = 0
    removed: int = 0
    triples: int = 0
    graphs: int = 0
    changed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Inventory:
    """The documents of a build: where they come from and under which keys their findings are."""

    inputs: dict[str, tuple[str, str]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


def build(project: Project, paths: Sequence[str | Path], options: Options, progress: Progress) -> Report:
    """Reads the documents behind `paths` and makes them the whole content of the store.

    What is wrong with a document is told to `progress` and the rest goes on. Until the new graph is whole, readers
    see the old one. Raises a PactgraphError where nothing can be built.
    """
    settings = ontology.load(project.ontology)
    with exclusive(options.store):
        run = _Run(project, options, progress)
        inventory = run.inventory(paths)
        if not inventory.keys:
            raise ReadingError(
                "no document could be read", where=", ".join(map(str, paths)), hint="see above"
            )
        run.publish(assemble(Kept(run.cache, inventory.keys), settings, resolver(project)), inventory)
    return run.report


class _Run:
    """One build."""

    def __init__(self, project: Project, options: Options, progress: Progress) -> None:
        self.project, self.options, self.progress = project, options, progress
        self.report = Report()
        self.store = EmbeddedStore(options.store)
        self.before = Manifest.load(options.store)
        self.cache = Cache(options.store / "findings", fingerprint(project, options.model))

    # reading

    def inventory(self, paths: Sequence[str | Path]) -> _Inventory:
        """Finds the documents and reads those whose findings are not kept."""
        found = _Inventory()
        fresh = self._fresh(paths, found)
        held, rest = _held(fresh)
        if held:
            total = None if rest else len(held)
            self._read(chain(held, fresh), found, self._jobs(len(held)), total)
        self.report.documents = len(found.keys)
        return found

    def _fresh(self, paths: Sequence[str | Path], found: _Inventory) -> Iterator[Input]:
        """Notes every input; yields those that must be read."""
        for item in locate(paths, Settings.load(self.project.extract)):
            if isinstance(item, Problem):
                self._tell(item)
                continue
            key = self.cache.key(item)
            found.inputs[item.id] = item.path, item.sha256
            if key in self.cache:
                found.keys[item.id] = key
                self._note(self.cache.notes(key))
            else:
                yield item

    def _jobs(self, documents: int) -> int:
        wanted = self.options.jobs or min(len(os.sched_getaffinity(0)), documents // EACH)
        return max(1, min(wanted, documents))

    def _read(self, items: Iterable[Input], found: _Inventory, jobs: int, total: int | None) -> None:
        model = self.options.model
        setup = Setup(self.project.root, model, self.cache.folder, self.cache.fingerprint)
        with self.progress.reading(total) as step:
            for outcome in outcomes(items, setup, jobs):
                self._settle(outcome, found)
                step()

    def _settle(self, outcome: Outcome, found: _Inventory) -> None:
        self._note(outcome.notes)
        if outcome.fault is None:
            found.keys[outcome.doc] = outcome.key
            self.report.read += 1
        else:
            self._fault(outcome.fault)

    def _tell(self, problem: Problem) -> None:
        if problem.read:
            self._note([str(problem)])
        else:
            self._fault(problem.error)

    def _note(self, notes: Iterable[str]) -> None:
        for note in notes:
            self.report.notes.append(note)
            self.progress.note(note)

    def _fault(self, error: PactgraphError) -> None:
        self.report.faults.append(str(error))
        self.progress.fault(error)

    # writing

    def publish(self, assembly: Assembly, inventory: _Inventory) -> None:
        """Writes what changed to the store, then the account of it."""
        for problem in assembly.problems:
            self._fault(problem)
        digests = self._write(assembly)
        given = assembly.addresses()
        manifest = self._manifest(assembly, inventory, digests, given)
        manifest.save(self.options.store)
        save_addresses(self.options.store, given)
        self.cache.prune({*inventory.keys.values(), *(e.findings for e in self.before.documents.values())})

    def _write(self, assembly: Assembly) -> dict[str, str]:
        """Writes the graphs that differ from those in force, removes those that are gone; the hash of each graph."""
        known, names = self._known(), {*assembly.documents().values(), *_common(assembly)}
        gone = sorted(set(known) - names)
        self.report.removed = len(gone)
        digests: dict[str, str] = {}
        changed = self._changed(assembly, known, digests)
        if not known:
            self.store.load(changed)
        elif (first := next(changed, None)) or gone:
            self.store.replace(chain([first] if first else [], changed), gone)
        return digests

    def _known(self) -> dict[str, str]:
        """The graphs in force; none where the manifest does not describe what is in force."""
        current = self.store.current()
        described = current is not None and current.is_dir() and current.name == self.before.generation
        return dict(self.before.graphs) if described else {}

    def _changed(self, assembly: Assembly, known: dict[str, str], digests: dict[str, str]) -> Iterator[Graph]:
        for graph in assembly.graphs():
            digests[graph.iri] = graph.digest()
            self.report.graphs += 1
            self.report.triples += len(graph.triples)
            if known.get(graph.iri) != digests[graph.iri]:
                self.report.changed.append(graph.iri)
                yield graph

    def _manifest(
        self, assembly: Assembly, inventory: _Inventory, digests: dict[str, str], given: dict[str, str]
    ) -> Manifest:
        iris = assembly.documents()
        documents = {
            doc: Entry(*inventory.inputs[doc], findings=inventory.keys[doc], iri=iris[doc])
            for doc in sorted(iris)
        }
        current = self.store.current()
        return Manifest(
            generation=current.name if current else "",
            versions={"pactgraph": __version__, "reading": self.cache.fingerprint},
            documents=documents,
            graphs=dict(sorted(digests.items())),
            counts={
                "documents": len(documents),
                "graphs": self.report.graphs,
                "triples": self.report.triples,
            },
            redirects=chained(self.before.redirects, addresses(self.options.store), given),
        )


def _common(assembly: Assembly) -> tuple[str, str]:
    return assembly.settings.iris.catalog, assembly.settings.iris.vocabulary


def _held(items: Iterator[Input]) -> tuple[list[Input], bool]:
    """The first items, as many as may be held, and whether there may be more."""
    held: list[Input] = []
    size = 0
    for item in items:
        held.append(item)
        size += 1000 + len(item.data or b"")
        if size > HELD:
            return held, True
    return held, False
