"""Naming: readable IRIs, made of what a thing is, never of the order in which it was found."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from pactgraph.assembly import dates
from pactgraph.assembly.corpus import SELF
from pactgraph.assembly.identity import Identity, Node
from pactgraph.assembly.labels import Labels
from pactgraph.assembly.names import slug

_UNSAFE = re.compile(r"[^\w.~-]+")
_LONG = 140  # characters of a name in an address, where fewer do not tell it from another


def name_nodes(identity: Identity) -> None:
    """Gives every node its label and its IRI."""
    labels = Labels(identity)
    for node in identity.nodes:
        node.label = labels.label(node)
    Naming(identity, labels).run()


class Naming:
    """Addresses by kind: each node has candidates from short to exact, and all that share one take the
    next."""

    def __init__(self, identity: Identity, labels: Labels) -> None:
        self.identity, self.labels = identity, labels
        self.corpus, self.settings = identity.corpus, identity.settings
        self._candidates = {
            "name": self._by_name, "person": self._by_name, "document": self._by_document,
            "instrument": self._by_instrument, "keyed": self._by_key, "local": self._by_place,
        }  # fmt: skip

    def run(self) -> None:
        """Documents first, since local things stand below them; then the kinds in their order."""
        by_kind: dict[str, list[Node]] = defaultdict(list)
        for node in self.identity.nodes:
            by_kind[node.kind].append(node)
        kinds = self.settings.kinds.values()
        for kind in sorted(kinds, key=lambda k: k.strategy != "document"):
            for node, iri in unique(by_kind[kind.name], self._candidates[kind.strategy]):
                node.iri = iri

    def _below(self, node: Node, *parts: str) -> str:
        root = (
            self.settings.iris.documents
            if node.kind == "document"
            else f"{self.settings.iris.resources}{node.kind}/"
        )
        return root + "-".join(p for p in parts if p)

    def _mark(self, node: Node) -> str:
        """A short checksum of the node's first member, for things that nothing else tells apart."""
        first = self.corpus.members[node.members[0]]
        return hashlib.sha256(f"{first.doc}\n{first.id}".encode()).hexdigest()[:8]

    def _by_name(self, node: Node) -> Iterator[str]:
        if concept := self._concept(node):
            yield concept
            return
        rule = self.settings.kinds[node.kind]
        if rule.address == "acronym" and (acronym := self.labels.acronym(node)):
            yield self._below(node, slug(acronym))
        yield self._below(node, slug(node.label))
        yield self._below(node, slug(node.label, _LONG))
        yield self._below(node, slug(node.label, _LONG), self._mark(node))

    def _concept(self, node: Node) -> str:
        links = (link for m in node.members for link in self.corpus.members[m].links)
        return next((link for link in links if link in self.settings.vocabulary.concepts), "")

    def _by_document(self, node: Node) -> Iterator[str]:
        read = next((m for m in map(self.corpus.members.__getitem__, node.members) if m.id == SELF), None)
        if read:
            name = _UNSAFE.sub("-", read.doc)
            yield self._below(node, name)
            yield self._below(node, name, hashlib.sha256(read.doc.encode()).hexdigest()[:8])
            return
        date = dates.finest(v.value for v in self.identity.values(node, self.settings.documents.date)) or ""
        yield self._below(node, date, slug(node.label))
        yield self._below(node, date, slug(node.label), self._mark(node))

    def _by_instrument(self, node: Node) -> Iterator[str]:
        """Year, class and parties; then the full date, then the name, then a checksum."""
        rules = self.settings.instruments
        known = (dates.finest(v.value for v in self.identity.values(node, p)) for p in rules.address_dates)
        date = next((d for d in known if d and dates.year(d)), "")
        code, parties = self._code(node), self._parties(node)
        name = self.labels.name(node)
        telling = slug(" ".join(self.labels.telling(node, name)) or name or node.kind)
        core = (code, *parties) if parties else (slug(name) if name else code,)
        full = date if dates.is_full(date) else dates.year(date)
        yield self._below(node, dates.year(date), *core)
        yield self._below(node, full, *core)
        yield self._below(node, full, *core, telling if parties else "")
        yield self._below(node, full, *core, telling if parties else "", self._mark(node))

    def _code(self, node: Node) -> str:
        cls = self.labels.best_class(node)
        return self.settings.instruments.codes.get(cls) or slug(cls)

    def _parties(self, node: Node) -> list[str]:
        """The short names of a few parties, sorted; none where they are unknown or too many."""
        rules = self.settings.instruments
        found = (n for p in rules.parties if (n := self.identity.objects(node, p)))
        nodes = next(found, [])
        names = sorted({slug(self.labels.short(self.identity.node_of[n.members[0]]), 40) for n in nodes})
        return names if 1 < len(names) <= rules.max_parties else []

    def _by_key(self, node: Node) -> Iterator[str]:
        """The kind's template over its parent and key properties; below its document where one is missing."""
        rule = self.settings.kinds[node.kind]
        parents = self._parents(node)
        values = {name: "-".join(self._slugs(node, name)) for name in rule.key}
        if all(values.values()) and (parents or not rule.parent) and rule.address:
            address = rule.address.format(parent=parents[0] if parents else "", **values)
            root = "" if parents else self._below(node)
            yield root + address
            yield f"{root}{address}-{self._mark(node)}"
        else:
            yield from self._by_place(node)

    def _parents(self, node: Node) -> list[str]:
        rule = self.settings.kinds[node.kind]
        owners = (
            [s for m in node.members for s in self.corpus.subjects(m, rule.parent)] if rule.parent else []
        )
        return sorted(n.iri for n in self.identity.nodes_of(owners))

    def _slugs(self, node: Node, name: str) -> list[str]:
        """What a node has for a property, each as the last part of an address."""
        nodes = [n.iri.rpartition("/")[2] for n in self.identity.objects(node, name)]
        return sorted({*nodes, *(slug(v.value, 40) for v in self.identity.values(node, name))})

    def _by_place(self, node: Node) -> Iterator[str]:
        """Below its document, by where it is first mentioned, or else by its id."""
        first = self.corpus.members[node.members[0]]
        root = f"{self.identity.node(first.doc, SELF).iri}/{node.kind}/"
        if first.at is not None:
            yield f"{root}{first.at}"
        yield f"{root}{slug(first.id)}"
        yield f"{root}{slug(first.id)}-{self._mark(node)}"


def unique(nodes: list[Node], candidates: Callable[[Node], Iterator[str]]) -> Iterator[tuple[Node, str]]:
    """Each node with the first of its candidates that no other node shares; the last one is taken as it
    is."""
    waiting = [(node, list(candidates(node))) for node in nodes]
    level = 0
    taken: set[str] = set()
    while waiting:
        wanted = Counter(options[min(level, len(options) - 1)] for _, options in waiting)
        later = []
        for node, options in waiting:
            choice = options[min(level, len(options) - 1)]
            last = level >= len(options) - 1
            if (choice not in taken and (wanted[choice] == 1 or last)) or last:
                yield node, choice
            else:
                later.append((node, options))
        taken |= set(wanted)
        waiting, level = later, level + 1
