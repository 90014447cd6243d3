"""The catalog: the named graph of what belongs to no single document. Labels, merges with their reasons,
links."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pactgraph.assembly.corpus import SELF
from pactgraph.assembly.evidence import decimal
from pactgraph.assembly.identity import Identity, Node
from pactgraph.assembly.links import Resolver, links
from pactgraph.assembly.rdf import LABEL, PREF_LABEL, TYPE, Term, Triple, arranged, iri, literal


@dataclass(frozen=True, slots=True)
class Merge:
    """Why things of several documents are one node. `members` are (document id, thing id, name)."""

    kind: str
    node: str
    members: tuple[tuple[str, str, str], ...]
    reason: str
    score: float


def merges(identity: Identity) -> list[Merge]:
    """One record for each node and reason, sorted by node, the strongest reason first."""
    members: dict[tuple[int, str], set[int]] = defaultdict(set)
    scores: dict[tuple[int, str], float] = {}
    for join in identity.clusters.joins:
        key = identity.node_of[join.one], join.reason
        members[key] |= {join.one, join.other}
        scores[key] = min(join.score, scores.get(key, 1.0))
    records = [_merge(identity, *key, group, scores[key]) for key, group in members.items()]
    return sorted(records, key=lambda m: (m.node, -m.score, m.reason))


def _merge(identity: Identity, index: int, reason: str, members: set[int], score: float) -> Merge:
    node = identity.nodes[index]
    named = []
    for member in sorted(members):
        m = identity.corpus.members[member]
        named.append((m.doc, m.id, next(iter((*m.names, *m.acronyms)), m.id)))
    return Merge(node.kind, node.iri, tuple(named), reason, score)


def catalog(identity: Identity, resolver: Resolver) -> list[Triple]:
    """All triples of the catalog in canonical order."""
    return arranged((*_labels(identity), *_merged(identity), *_linked(identity, resolver)))


def _labels(identity: Identity) -> Iterator[Triple]:
    for node in identity.nodes:
        if node.label and not _known(identity, node):
            yield iri(node.iri), LABEL, literal(node.label)
            yield iri(node.iri), PREF_LABEL, literal(node.label)


def _known(identity: Identity, node: Node) -> bool:
    """Whether the vocabulary itself labels the node."""
    return node.iri in identity.settings.vocabulary.concepts


def _linked(identity: Identity, resolver: Resolver) -> Iterator[Triple]:
    return (
        t for node in identity.nodes if not _known(identity, node) for t in links(identity, node, resolver)
    )


def _merged(identity: Identity) -> Iterator[Triple]:
    pg = identity.settings.iris.ontology
    for merge in merges(identity):
        key = hashlib.sha256(f"{merge.node}\n{merge.reason}".encode()).hexdigest()[:16]
        term = iri(f"{identity.settings.iris.resources}merge/{key}")
        yield term, TYPE, iri(f"{pg}Merge")
        yield term, iri(f"{pg}merged"), iri(merge.node)
        yield term, iri(f"{pg}basis"), literal(merge.reason)
        yield term, iri(f"{pg}confidence"), literal(decimal(merge.score), "decimal")
        yield from _members(identity, merge, term, pg)


def _members(identity: Identity, merge: Merge, term: Term, pg: str) -> Iterator[Triple]:
    for doc, _, name in merge.members:
        yield term, iri(f"{pg}mergedName"), literal(name)
        yield term, iri(f"{pg}inDocument"), iri(identity.node(doc, SELF).iri)
