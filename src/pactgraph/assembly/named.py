"""Things told apart by name: organizations, states, places, topics, events, works."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from pactgraph.assembly.clusters import Cluster, Clusters, Proposal, chained
from pactgraph.assembly.corpus import Corpus
from pactgraph.assembly.names import Names, letters

K = TypeVar("K")

_LINK, _NAME, _ALIKE, _ALIAS, _ONLY = 1.0, 0.95, 0.9, 0.8, 0.75


class NamedThings:
    """Joins members of kinds whose names identify them."""

    def __init__(self, corpus: Corpus, clusters: Clusters, names: Names) -> None:
        self.corpus, self.clusters, self.names = corpus, clusters, names

    def resolve(self, members: Sequence[int]) -> None:
        """Joins by gazetteer entry and name first, then by acronym, which needs to know the names it may
        stand for."""
        self.clusters.apply([*self._by_link(members), *self._by_name(members)], self.conflict)
        bearers = self._bearers(members)
        for step in (self._alike, self._alias, self._only):
            self.clusters.apply((p for a, group in bearers for p in step(a, group)), self.conflict)

    def conflict(self, one: Cluster, other: Cluster) -> bool:
        """Gazetteer entries differ, or one document tells the two apart."""
        if one.entries and other.entries and one.entries != other.entries:
            return True
        return any(not self._share_name(a, b) for a, b in one.neighbours(other))

    def full_names(self, member: int) -> list[str]:
        """Names of a member that are more than its acronyms."""
        m = self.corpus.members[member]
        return [n for n in m.names if not self.names.is_acronym(n, m.acronyms) and not _is_bare(n)]

    def acronyms(self, member: int) -> set[str]:
        """Acronyms of a member, folded, also where one is given as its name."""
        m = self.corpus.members[member]
        found = {letters(a) for a in (*m.acronyms, *(n for n in m.names if _is_bare(n)))}
        return {a for a in found if len(a) >= self.names.rules.min_acronym}

    def _link(self, member: int) -> str:
        return next(iter(self.corpus.members[member].links), "")

    def _share_name(self, one: int, other: int) -> bool:
        keys = [{self.names.key(n) for n in self.corpus.members[m].names} for m in (one, other)]
        link = self._link(one)
        return (
            bool(keys[0] & keys[1])
            or bool(self.acronyms(one) & self.acronyms(other))
            or bool(link and link == self._link(other))
        )

    def _by_link(self, members: Sequence[int]) -> Iterator[Proposal]:
        for link, group in sorted(_grouped((self._link(m), m) for m in members).items()):
            if link:
                yield from chained(group, f"the same gazetteer entry, {link}", _LINK)

    def _by_name(self, members: Sequence[int]) -> Iterator[Proposal]:
        keys = ((self._name_key(n, m), m) for m in members for n in self.full_names(m))
        for _, group in sorted(_grouped(keys).items()):
            yield from chained(group, "the same name", _NAME)

    def _name_key(self, name: str, member: int) -> tuple[str, str]:
        where = self.corpus.members[member].doc if self.names.is_common(name) else ""
        return self.names.key(name), where

    def _bearers(self, members: Sequence[int]) -> list[tuple[str, list[int]]]:
        return sorted(_grouped((a, m) for m in members for a in self.acronyms(m)).items())

    def _alike(self, acronym: str, group: list[int]) -> Iterator[Proposal]:
        """Full names of one acronym that differ a little."""
        named = [r for r in self._firsts(group) if self._cluster_names(r)]
        for at, one in enumerate(named):
            for other in named[at + 1 :]:
                if self._names_alike(one, other):
                    yield Proposal(
                        one, other, f"the same acronym, {acronym.upper()}, and names alike", _ALIKE
                    )

    def _alias(self, acronym: str, group: list[int]) -> Iterator[Proposal]:
        """A name that does not spell the acronym beside the only one that does."""
        named = [r for r in self._firsts(group) if self._cluster_names(r)]
        owners = [r for r in named if any(self.names.spells(acronym, n) for n in self._cluster_names(r))]
        if len(owners) == 1:
            reason = f"another name of {acronym.upper()}, the acronym that only the first name spells"
            yield from (Proposal(owners[0], r, reason, _ALIAS) for r in named if r != owners[0])

    def _only(self, acronym: str, group: list[int]) -> Iterator[Proposal]:
        """The bare acronym where only one name bears it; else bare acronyms among themselves."""
        firsts = self._firsts(group)
        named = [r for r in firsts if self._cluster_names(r)]
        bare = [r for r in firsts if not self._cluster_names(r)]
        if len(named) == 1:
            reason = f"the acronym {acronym.upper()}, which only one name bears"
            yield from (Proposal(named[0], r, reason, _ONLY) for r in bare)
        else:
            yield from chained(bare, f"the same acronym, {acronym.upper()}", _ONLY)

    def _firsts(self, group: list[int]) -> list[int]:
        """One member for each cluster, the first of the group."""
        return [g[0] for g in self.clusters.groups(group)]

    def _cluster_names(self, member: int) -> list[str]:
        return sorted({n for m in self.clusters.of(member).members for n in self.full_names(m)})

    def _names_alike(self, one: int, other: int) -> bool:
        pairs = ((a, b) for a in self._cluster_names(one) for b in self._cluster_names(other))
        return any(self._alike_words(self.names.words(a), self.names.words(b)) for a, b in pairs)

    def _alike_words(self, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        inside = min(len(a), len(b)) > 1 and (set(a) <= set(b) or set(b) <= set(a))
        return inside or fuzz.token_sort_ratio(" ".join(a), " ".join(b)) >= self.names.rules.similar


def _is_bare(name: str) -> bool:
    """Whether a name is written like an acronym: one word of capitals."""
    return name.isupper() and name.replace(".", "").replace("-", "").isalnum() and len(name) <= 12


def _grouped(pairs: Iterable[tuple[K, int]]) -> dict[K, list[int]]:
    found: dict[K, list[int]] = defaultdict(list)
    for key, member in pairs:
        if not found[key] or found[key][-1] != member:
            found[key].append(member)
    return found
