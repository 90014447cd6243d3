"""Graphs: the findings of all documents put together, one named graph for each document and one for the
catalog."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pactgraph.assembly.catalog import Merge, catalog, merges
from pactgraph.assembly.corpus import SELF
from pactgraph.assembly.identity import Identity, identify
from pactgraph.assembly.links import Resolver, no_links
from pactgraph.assembly.naming import name_nodes
from pactgraph.assembly.precedence import Precedence
from pactgraph.assembly.rdf import Term, Triple, arranged, iri, quad_line
from pactgraph.assembly.settings import Settings
from pactgraph.assembly.statements import DocumentGraph
from pactgraph.assembly.turtle import read_triples
from pactgraph.errors import AssemblyError, PactgraphError
from pactgraph.extraction.findings import Findings


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph: its IRI and its triples in canonical order."""

    iri: str
    triples: list[Triple]

    def lines(self) -> Iterator[str]:
        """Lines of canonical N-Quads."""
        name: Term = iri(self.iri)
        return (quad_line(t, name) for t in self.triples)

    def digest(self) -> str:
        """SHA-256 of the graph's N-Quads, in hexadecimal digits."""
        total = hashlib.sha256()
        for line in self.lines():
            total.update(line.encode())
        return total.hexdigest()


class Assembly:
    """What a set of findings comes to. Graphs are written one at a time, each from its own record.

    `problems` holds an error for each record that was left out because it is not coherent.
    """

    def __init__(self, findings: Mapping[str, Findings], identity: Identity, resolver: Resolver) -> None:
        self._findings, self.identity, self._resolver = findings, identity, resolver
        self._precedence = Precedence(identity)
        self.problems: list[PactgraphError] = identity.corpus.problems

    @property
    def settings(self) -> Settings:
        """The settings under which the findings were put together."""
        return self.identity.settings

    def documents(self) -> dict[str, str]:
        """The IRI of each document that was read, which is that of its graph, by document id."""
        return {doc: self.identity.node(doc, SELF).iri for doc in self.identity.corpus.documents}

    def document(self, doc: str) -> Graph:
        """The graph of one document."""
        graph = DocumentGraph(self._findings[doc], self.identity, self._precedence)
        return Graph(graph.iri, graph.triples())

    def catalog(self) -> Graph:
        """The graph of what belongs to no single document."""
        return Graph(self.settings.iris.catalog, catalog(self.identity, self._resolver))

    def vocabulary(self) -> Graph:
        """The project's vocabulary files as one graph."""
        triples = (t for file in self.settings.vocabulary_files for t in read_triples(file))
        return Graph(self.settings.iris.vocabulary, arranged(triples))

    def graphs(self) -> Iterator[Graph]:
        """All graphs, sorted by IRI."""
        writers: dict[str, Callable[[], Graph]] = {
            name: partial(self.document, doc) for doc, name in self.documents().items()
        }
        writers |= {self.settings.iris.catalog: self.catalog, self.settings.iris.vocabulary: self.vocabulary}
        return (writers[name]() for name in sorted(writers))

    def merges(self) -> list[Merge]:
        """Why things of several documents are one."""
        return merges(self.identity)

    def addresses(self) -> dict[str, str]:
        """The IRI of each thing of each document, by `document id` + `#` + `thing id`: what a manifest
        keeps."""
        members = self.identity.corpus.members
        return {
            f"{m.doc}#{m.id}": self.identity.nodes[self.identity.node_of[i]].iri
            for i, m in enumerate(members)
        }


def assemble(
    findings: Mapping[str, Findings] | Iterable[Findings], settings: Settings, resolver: Resolver = no_links
) -> Assembly:
    """Puts findings together; the result depends on their content alone, not on their order.

    A mapping (document id -> findings) is read twice and may load its records when asked, so that they need
    not be
    in memory together. Raises AssemblyError where two records of an iterable have the same document id.
    """
    records = findings if isinstance(findings, Mapping) else _by_id(findings)
    identity = identify(records, settings)
    name_nodes(identity)
    return Assembly(records, identity, resolver)


def _by_id(findings: Iterable[Findings]) -> dict[str, Findings]:
    records: dict[str, Findings] = {}
    for record in findings:
        doc = str(record.document.get("id", ""))
        if doc in records:
            raise AssemblyError(
                "two documents have the same id", where=doc, hint="give each document an id of its own"
            )
        records[doc] = record
    return records


def redirects(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Old IRI -> new IRI, for things whose address changed from one build to the next (see
    `Assembly.addresses`).

    An address that is still in use is not redirected. Where things of one old node went to different nodes,
    the new address that most of them have is taken, then the alphabetically first.
    """
    used = set(after.values())
    votes: dict[str, dict[str, int]] = {}
    for thing, old in before.items():
        new = after.get(thing)
        if new and old not in used:
            counted = votes.setdefault(old, {})
            counted[new] = counted.get(new, 0) + 1
    return {old: min(counted, key=lambda n: (-counted[n], n)) for old, counted in sorted(votes.items())}
