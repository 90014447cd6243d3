"""Precedence: which of several values of a node stand in the graph as facts; the others stay as evidence."""

from collections import defaultdict

from pactgraph.assembly import dates
from pactgraph.assembly.corpus import SELF
from pactgraph.assembly.identity import Identity
from pactgraph.extraction.findings import Value

Slot = tuple[int, str]


class Precedence:
    """Knows, for each node and property, what all documents say, and tells what gives way to what."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.rules, self.documents = identity.settings.precedence, identity.settings.documents
        self._values: dict[Slot, set[Value]] = defaultdict(set)
        self._objects: dict[Slot, set[int]] = defaultdict(set)
        self._own = self._own_values()
        self._gather()

    def yields(self, node: int, name: str, value: Value | int, doc: str) -> str:
        """Why a value is no fact, in words for people; nothing where it is one. An int is a node."""
        if isinstance(value, int):
            other = self.rules.yields.get(name, "")
            return f"gives way to {other}" if value in self._objects.get((node, other), ()) else ""
        return (
            self._coarse(node, name, value)
            or self._outranked(node, name, value)
            or self._foreign(node, name, value, doc)
        )

    def _gather(self) -> None:
        watched = {*self.rules.refine, *self.rules.ranks, *self.documents.own}
        for member, facts in self.identity.corpus.facts.items():
            node = self.identity.node_of[member]
            for fact in facts:
                if fact.object is not None:
                    self._objects[node, fact.property].add(self.identity.node_of[fact.object])
                elif fact.property in watched and fact.value and (v := self._resolved(member, fact.value)):
                    self._values[node, fact.property].add(v)

    def _resolved(self, member: int, value: Value) -> Value | None:
        return self.identity.resolved(self.identity.corpus.members[member].doc, value)

    def _own_values(self) -> dict[Slot, str]:
        """What each document that was read gives as its own title and date."""
        corpus, found = self.identity.corpus, {}
        for member, m in enumerate(corpus.members):
            if m.id == SELF:
                own = {
                    self.documents.title: next(iter(m.names), None),
                    self.documents.date: corpus.documents[m.doc],
                }
                found.update({(self.identity.node_of[member], name): v for name, v in own.items() if v})
        return found

    def _coarse(self, node: int, name: str, value: Value) -> str:
        if name not in self.rules.refine:
            return ""
        finer = dates.finest(v.value for v in self._values[node, name] if dates.coarser(value, v))
        return f"less precise than {finer}" if finer else ""

    def _outranked(self, node: int, name: str, value: Value) -> str:
        ranks = self.rules.ranks.get(name, [])
        better = ranks[: ranks.index(value.value)] if value.value in ranks else []
        known = {v.value for v in self._values[node, name]}
        return next((f"gives way to {b}" for b in better if b in known), "")

    def _foreign(self, node: int, name: str, value: Value, doc: str) -> str:
        """What others say of a document counts only where the document is silent, and then what most say."""
        own = self._own.get((node, name)) or self._chosen(node, name)
        if name not in self.documents.own or own in (None, value.value) or self._speaks(node, doc):
            return ""
        return f"gives way to {own}"

    def _chosen(self, node: int, name: str) -> str | None:
        """The date that a document without a date of its own was given, from its citations."""
        reads = (
            m
            for m in map(self.identity.corpus.members.__getitem__, self.identity.nodes[node].members)
            if m.id == SELF
        )
        today = (
            next((self.identity.today.get(m.doc) for m in reads), None)
            if name == self.documents.date
            else None
        )
        return today.date if today else None

    def _speaks(self, node: int, doc: str) -> bool:
        """Whether the document is the one that the statement is about."""
        return self.identity.node(doc, SELF) is self.identity.nodes[node]
