"""Links: what open data call the same thing, by way of the gazetteer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pactgraph.assembly.identity import Identity, Node
from pactgraph.assembly.rdf import Triple, iri


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """An IRI of open data and how it relates: `relation` is the full IRI of owl:sameAs, skos:closeMatch or
    their like."""

    relation: str
    target: str


Resolver = Callable[[str], Iterable[Link]]
"""Gives the links of a gazetteer id such as `countries:FR`; nothing for one it does not know."""


def no_links(_entry: str) -> Iterable[Link]:
    """The resolver of a project without a gazetteer."""
    return ()


def links(identity: Identity, node: Node, resolver: Resolver) -> Iterator[Triple]:
    """Links of a node's gazetteer entry: the best one of each member, and members of one node agree on it."""
    entries = {link for m in node.members for link in identity.corpus.members[m].links[:1]}
    for link in sorted({found for entry in entries for found in resolver(entry)}):
        yield iri(node.iri), iri(link.relation), iri(link.target)
