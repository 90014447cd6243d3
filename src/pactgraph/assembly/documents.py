"""Documents: those that were read, and those known only because others cite them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from rapidfuzz import fuzz

from pactgraph.assembly import dates
from pactgraph.assembly.clusters import Cluster, Clusters, Proposal, chained
from pactgraph.assembly.corpus import SELF, Corpus
from pactgraph.assembly.names import Names, Words
from pactgraph.assembly.settings import DocumentRules

_TITLE, _SHORTENED, _ALIKE = 0.95, 0.9, 0.85
_BLOCK = 60  # a combination of rare title words that more documents than this share tells nothing


class Documents:
    """Joins cited documents with each other and with those that were read, by title and date."""

    def __init__(self, corpus: Corpus, clusters: Clusters, names: Names, rules: DocumentRules) -> None:
        self.corpus, self.clusters, self.names, self.rules = corpus, clusters, names, rules
        self._expanded = self._expansions()
        self._titles: dict[int, Words] = {}
        self._doubtful: set[Words] = set()  # beginnings that several titles share

    def resolve(self, members: Sequence[int]) -> None:
        """Joins equal titles, then shortened ones, then similar ones."""
        titled = [m for m in members if self.title(m)]
        for step in (self._equal, self._shortened, self._similar):
            self.clusters.apply(step(titled), self.conflict)

    def conflict(self, one: Cluster, other: Cluster) -> bool:
        """Both were read, their dates differ, or one document tells them apart."""
        if any(self._is_read(m) for m in one.members) and any(self._is_read(m) for m in other.members):
            return True
        pairs = product(self.dates(one), self.dates(other))
        if any(not dates.near(a, b, self.rules.date_tolerance) for a, b in pairs):
            return True
        return any(self.title(a) != self.title(b) for a, b in one.neighbours(other))

    def title(self, member: int) -> Words:
        """The words of a document's title that count, acronyms spelled out."""
        if member not in self._titles:
            said = [v.value for v in self.corpus.values(member, self.rules.title)]
            best = next(iter([*said, *self.corpus.members[member].names]), "")
            self._titles[member] = (
                tuple(x for w in self.names.words(best) for x in self._expanded.get(w, (w,))) if best else ()
            )
        return self._titles[member]

    def _expansions(self) -> dict[str, Words]:
        """Acronyms that stand for one name only, in all documents, with the words of that name."""
        found: dict[str, set[Words]] = defaultdict(set)
        for m in self.corpus.members:
            full = next((n for n in m.names if not self.names.is_acronym(n, m.acronyms)), None)
            if full and len(m.acronyms) == 1 and self.names.spells(m.acronyms[0], full):
                found["".join(self.names.words(m.acronyms[0]))].add(self.names.words(full))
        return {a: next(iter(words)) for a, words in found.items() if len(words) == 1}

    def _is_read(self, member: int) -> bool:
        return self.corpus.members[member].id == SELF

    def dates(self, cluster: Cluster) -> set[str]:
        """The day that a document gives as its own, or else the days that its citations give."""
        read = [self.corpus.members[i].doc for i in cluster.members if self._is_read(i)]
        own = {date for doc in read if (date := self.corpus.documents[doc])}
        cited = {v.value for m in cluster.members for v in self.corpus.values(m, self.rules.date)}
        return own or {d for d in cited if dates.iso_value(d)}

    def _equal(self, members: Sequence[int]) -> Iterator[Proposal]:
        groups: dict[tuple[Words, str], list[int]] = defaultdict(list)
        for member in members:
            groups[self.title(member), self._proviso(member)].append(member)
        for group in groups.values():
            reads = [m for m in group if self._is_read(m)]
            yield from chained(group, "the same title", _TITLE)
            yield from (Proposal(r, m, "the same title", _TITLE) for r in reads[:1] for m in group if m != r)

    def _proviso(self, member: int) -> str:
        """What must agree beside a title too short to tell by itself: the day, or else the document that
        names it."""
        if len(self.title(member)) >= self.rules.min_title:
            return ""
        return dates.finest(self.dates(self.clusters.of(member))) or self.corpus.members[member].doc

    def _shortened(self, members: Sequence[int]) -> Iterator[Proposal]:
        """A title that opens the title of one other document, as citations cut titles."""
        firsts = [g[0] for g in self.clusters.groups(members)]
        lengths = sorted({n for m in firsts if (n := len(self.title(m))) >= self.rules.min_title})
        longer: dict[Words, list[int]] = defaultdict(list)
        for member in firsts:
            for n in lengths:
                if n < len(self.title(member)):
                    longer[self.title(member)[:n]].append(member)
        for member in firsts:
            full = longer.get(self.title(member), [])
            if len(full) == 1:
                yield Proposal(full[0], member, "a shortened form of the title", _SHORTENED)
            elif full:
                self._doubtful.add(self.title(member))

    def _similar(self, members: Sequence[int]) -> Iterator[Proposal]:
        firsts = [g[0] for g in self.clusters.groups(members) if self.title(g[0]) not in self._doubtful]
        for one, other in sorted(self._neighbours(firsts)):
            if self._nearly(self.title(one), self.title(other)):
                yield Proposal(one, other, "nearly the same title", _ALIKE)

    def _nearly(self, a: Words, b: Words) -> bool:
        """Much alike, and with the same numbers: reports of two years are two."""
        numbers = [{w for w in title if w.isdigit()} for title in (a, b)]
        return (
            numbers[0] == numbers[1] and fuzz.token_sort_ratio(" ".join(a), " ".join(b)) >= self.rules.similar
        )

    def _neighbours(self, members: Sequence[int]) -> set[tuple[int, int]]:
        """Pairs of titles that have two of their rarest words in common."""
        frequency = Counter(w for m in members for w in set(self.title(m)))
        blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for member in members:
            words = set(self.title(member))
            if len(words) >= self.rules.min_title:
                rare = sorted(sorted(words, key=lambda w: (frequency[w], w))[:4])
                for pair in combinations(rare, 2):
                    blocks[pair].append(member)
        small = (b for b in blocks.values() if 1 < len(b) <= _BLOCK)
        return {pair for block in small for pair in combinations(block, 2)}
