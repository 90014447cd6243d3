"""Clusters: members that are one node, and the reasons why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pactgraph.assembly.corpus import Corpus


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """That two members are one. Strong ones (high score, 0 to 1) are weighed first, then by the members'
    order."""

    rank: float = field(init=False)
    one: int
    other: int
    reason: str
    score: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "rank", -self.score)


Conflict = Callable[["Cluster", "Cluster"], bool]


class Cluster:
    """Members taken for one thing so far, also by document, and the gazetteer entries they bear."""

    __slots__ = ("by_doc", "entries", "members")

    def __init__(self, member: int, doc: str, links: Sequence[str]) -> None:
        self.members = [member]
        self.by_doc: dict[str, list[int]] = {doc: [member]}
        self.entries = set(links[:1])

    def absorb(self, other: "Cluster") -> None:
        """Takes over all members of another cluster."""
        self.members.extend(other.members)
        self.entries |= other.entries
        for doc, members in other.by_doc.items():
            self.by_doc.setdefault(doc, []).extend(members)

    def neighbours(self, other: "Cluster") -> Iterable[tuple[int, int]]:
        """Pairs of members, one of each cluster, that stand in the same document."""
        small, large = sorted((self, other), key=lambda c: len(c.by_doc))
        return (
            (a, b)
            for doc in small.by_doc
            if doc in large.by_doc
            for a in small.by_doc[doc]
            for b in large.by_doc[doc]
        )


class Clusters:
    """A union-find over all members that asks before it joins and remembers why it did."""

    def __init__(self, corpus: Corpus) -> None:
        self._parent = list(range(len(corpus.members)))
        self._clusters = [Cluster(i, m.doc, m.links) for i, m in enumerate(corpus.members)]
        self.joins: list[Proposal] = []

    def root(self, member: int) -> int:
        """The member that stands for the cluster."""
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def of(self, member: int) -> Cluster:
        """The cluster of a member."""
        return self._clusters[self.root(member)]

    def same(self, one: int, other: int) -> bool:
        """Whether two members are in one cluster."""
        return self.root(one) == self.root(other)

    def apply(self, proposals: Iterable[Proposal], conflict: Conflict) -> None:
        """Joins what the proposals say, strongest first, except where a conflict stands against it."""
        for proposal in sorted(set(proposals)):
            a, b = self.root(proposal.one), self.root(proposal.other)
            if a != b and not conflict(self._clusters[a], self._clusters[b]):
                self._join(a, b)
                self.joins.append(proposal)

    def _join(self, a: int, b: int) -> None:
        if len(self._clusters[a].members) < len(self._clusters[b].members):
            a, b = b, a
        self._parent[b] = a
        self._clusters[a].absorb(self._clusters[b])
        self._clusters[b] = self._clusters[a]

    def roots(self, members: Iterable[int]) -> list[int]:
        """The different clusters of these members, each by its root, in the order of their first member."""
        return list(dict.fromkeys(self.root(m) for m in members))

    def groups(self, members: Iterable[int]) -> list[list[int]]:
        """The members by cluster, each sorted, in the order of their first member."""
        found: dict[int, list[int]] = defaultdict(list)
        for member in sorted(members):
            found[self.root(member)].append(member)
        return list(found.values())


def chained(group: Sequence[int], reason: str, score: float) -> Iterable[Proposal]:
    """Proposals that make one of a sorted group without comparing all pairs: each with the first and the
    one before."""
    for before, member in pairwise(group):
        yield Proposal(before, member, reason, score)
        if before != group[0]:
            yield Proposal(group[0], member, reason, score)
