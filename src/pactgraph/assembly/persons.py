"""Persons: one by full name, or by a spelling variant of the given name where something else connects the
two."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pactgraph.assembly.clusters import Cluster, Clusters, Proposal, chained
from pactgraph.assembly.corpus import Corpus
from pactgraph.assembly.names import Words, all_words
from pactgraph.assembly.settings import PersonRules

_NAME, _VARIANT, _SHORT = 0.95, 0.85, 0.8


class Persons:
    """Joins members of kinds that are told apart as persons are."""

    def __init__(self, corpus: Corpus, clusters: Clusters, rules: PersonRules) -> None:
        self.corpus, self.clusters, self.rules = corpus, clusters, rules
        self._parts: dict[str, Words] = {}

    def resolve(self, members: Sequence[int]) -> None:
        """Joins equal names, then variants that share a surname and a body they act for."""
        self.clusters.apply(self._by_name(members), self.conflict)
        self.clusters.apply(self._by_variant(members), self.conflict)

    def conflict(self, one: Cluster, other: Cluster) -> bool:
        """Gazetteer entries differ, or one document tells the two apart under different names."""
        if one.entries and other.entries and one.entries != other.entries:
            return True
        return any(self.name(a) != self.name(b) for a, b in one.neighbours(other))

    def name(self, member: int) -> Words:
        """The words of a person's fullest name, without titles."""
        return max((self._words(n) for n in self.corpus.members[member].names), key=len, default=())

    def _words(self, name: str) -> Words:
        if name not in self._parts:
            spaced = all_words(name.replace(".", ". "))
            self._parts[name] = tuple(self._untitled(spaced)) or spaced
        return self._parts[name]

    def _untitled(self, words: Words) -> Words:
        while len(words) > 1 and words[0] in self.rules.titles:
            words = words[1:]
        return words

    def contexts(self, member: int) -> set[int]:
        """The nodes for which a person acts, by the ways that the rules name."""
        return {self.clusters.root(n) for path in self.rules.contexts for n in self._walk([member], path)}

    def _walk(self, members: Sequence[int], path: Sequence[str]) -> list[int]:
        found = list(members)
        for step in path:
            back = step.startswith("^")
            move = self.corpus.subjects if back else self.corpus.objects
            found = [n for m in found for n in move(m, step.removeprefix("^"))]
        return found

    def _by_name(self, members: Sequence[int]) -> Iterator[Proposal]:
        groups: dict[Words, list[int]] = defaultdict(list)
        for member in members:
            if len(name := self.name(member)) > 1:
                groups[name].append(member)
        for group in groups.values():
            yield from chained(group, "the same full name", _NAME)

    def _by_variant(self, members: Sequence[int]) -> Iterator[Proposal]:
        surnames: dict[str, list[int]] = defaultdict(list)
        for group in self.clusters.groups(members):
            for surname in {self.name(m)[-1] for m in group if self.name(m)}:
                surnames[surname].append(group[0])
        for firsts in surnames.values():
            yield from (p for a, b in combinations(firsts, 2) if (p := self._variant(a, b)))

    def _variant(self, one: int, other: int) -> Proposal | None:
        names = self._names(one), self._names(other)
        found = max((self._likeness(a, b) for a in names[0] for b in names[1]), default=(0.0, ""))
        if not found[0] or not self._cluster_contexts(one) & self._cluster_contexts(other):
            return None
        return Proposal(one, other, f"{found[1]}, the same surname, and both act for the same body", found[0])

    def _names(self, member: int) -> set[Words]:
        return {self.name(m) for m in self.clusters.of(member).members} - {()}

    def _cluster_contexts(self, member: int) -> set[int]:
        return {c for m in self.clusters.of(member).members for c in self.contexts(m)}

    def _likeness(self, a: Words, b: Words) -> tuple[float, str]:
        if a[-1] != b[-1]:
            return 0.0, ""
        given_a, given_b = a[:-1], b[:-1]
        if len(given_a) == len(given_b) and given_a and all(map(self._one_name, given_a, given_b)):
            return _VARIANT, "two spellings of one given name"
        short, long = sorted((given_a, given_b), key=len)
        if self._abridged(short, long):
            return _SHORT, "a shorter form of the given names"
        return 0.0, ""

    def _abridged(self, short: Words, long: Words) -> bool:
        """Names left out or cut to initials: every part of the short form opens a later part of the long
        one."""
        rest = iter(long)
        return all(any(self._opens(s, part) for part in rest) for s in short)

    def _opens(self, short: str, part: str) -> bool:
        return part.startswith(short) if len(short) == 1 else self._one_name(short, part)

    def _one_name(self, a: str, b: str) -> bool:
        """Whether two spellings are one given name: equal, or equal once transliteration is folded, ends
        included."""
        if a == b:
            return True
        x, y = self._fold(a), self._fold(b)
        if fuzz.ratio(a, b) < self.rules.variant or x[0] != y[0]:
            return False
        return x == y or (min(len(x), len(y)) > 4 and x[-1] == y[-1] and Levenshtein.distance(x, y) == 1)

    def _fold(self, name: str) -> str:
        for written, sound in self.rules.fold:
            name = name.replace(written, sound)
        return "".join(c for i, c in enumerate(name) if i == 0 or name[i - 1] != c)
