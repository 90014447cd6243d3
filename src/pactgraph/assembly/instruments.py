"""Instruments: agreements told apart by parties, date, class and name together.

`Profile` is what is known of one; `Instruments` gathers pairs that share something (so that not all pairs are
compared), asks the rules of `matching` about each, and joins what they propose.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from pactgraph.assembly import dates
from pactgraph.assembly.clusters import Cluster, Clusters, Proposal, chained
from pactgraph.assembly.corpus import Corpus
from pactgraph.assembly.matching import Match, Matching, Profile, singular
from pactgraph.assembly.names import Names, Words, letters
from pactgraph.assembly.settings import InstrumentRules, Settings

_LINK = 0.99


class Instruments:
    """Joins members of kinds that are told apart as agreements are."""

    def __init__(
        self, corpus: Corpus, clusters: Clusters, names: Names, settings: Settings, today: dict[str, str]
    ) -> None:
        self.corpus, self.clusters, self.names = corpus, clusters, names
        self.rules: InstrumentRules = settings.instruments
        self.vocabulary, self._today = settings.vocabulary, today
        self._relations = tuple(sorted(self.vocabulary.below(self.rules.relation)))
        self.profiles: dict[int, Profile] = {}
        self.matching = Matching(self.rules, self.vocabulary)
        self._beside: set[tuple[int, int]] = set()

    def resolve(self, members: Sequence[int]) -> None:
        """Joins by gazetteer entry, then by what the rules of matching propose, strongest first."""
        self.profiles = {m: self._profile(m) for m in members}
        self.clusters.apply(self._by_link(members), self.conflict)
        matches = [m for pair in sorted(self._pairs(members)) if (m := self._match(*pair))]
        self._beside = {(m.one, m.other) for m in matches if m.beside}
        self.clusters.apply((m.proposal() for m in self._certain(matches)), self.conflict)

    def conflict(self, one: Cluster, other: Cluster) -> bool:
        """Related to each other, told apart by one document, or with parties, dates or counts that exclude
        each other."""
        if one.entries and other.entries and one.entries != other.entries:
            return True
        if any((min(p), max(p)) not in self._beside for p in one.neighbours(other)):
            return True
        pairs = ((self.profiles[a], self.profiles[b]) for a in one.members for b in other.members)
        return any(self.matching.excludes(a, b) for a, b in pairs)

    def _profile(self, member: int) -> Profile:
        m = self.corpus.members[member]
        parties = frozenset(self.clusters.root(p) for p in self.corpus.objects(member, *self.rules.parties))
        words = tuple(dict.fromkeys(self.names.words(n) for n in m.names if not self._plain(n)))
        return Profile(
            member=member,
            doc=m.doc,
            cls=m.cls,
            parties=parties,
            stands_for={p: self._stands_for(p) for p in parties},
            dates=frozenset(self.dates(member)),
            names=words,
            party_words=frozenset(
                w for p in parties for name in self._names_of(p) for w in self.names.words(name)
            ),
            acronyms=frozenset(letters(a) for a in m.acronyms if not self._plain(a)),
            count=m.count,
            settled=not self._unsettled(member),
            described=m.described,
            at=m.at,
            cited=any(True for _ in self.corpus.subjects(member, self.rules.citation)),
        )

    def dates(self, member: int) -> Iterator[str]:
        """The dates of an agreement, offsets resolved."""
        for value in self.corpus.values(member, *self.rules.dates):
            known = (
                dates.resolve(value, self._today.get(self.corpus.members[member].doc))
                if value.datatype == dates.RELATIVE
                else value
            )
            if known:
                yield known.value

    def _plain(self, name: str) -> bool:
        return name.upper().replace(".", "") in self.rules.plain_acronyms

    def _unsettled(self, member: int) -> bool:
        return any(v.value in self.rules.unsettled for v in self.corpus.values(member, self.rules.status))

    def _names_of(self, party: int) -> Iterable[str]:
        return (
            n
            for m in self.clusters.of(party).members
            for n in (*self.corpus.members[m].names, *self.corpus.members[m].acronyms)
        )

    def _stands_for(self, party: int) -> frozenset[int]:
        """The party's node and, where it is an organ, the nodes of the bodies it belongs to."""
        members = self.clusters.of(party).members
        if not any(self.corpus.members[m].cls in self.rules.representatives for m in members):
            return frozenset({party})
        wholes = (w for m in members for w in self.corpus.objects(m, self.rules.membership))
        return frozenset({party, *(self.clusters.root(w) for w in wholes)})

    def _by_link(self, members: Sequence[int]) -> Iterator[Proposal]:
        groups: dict[str, list[int]] = defaultdict(list)
        for member in members:
            for link in self.corpus.members[member].links[:1]:
                groups[link].append(member)
        for link, group in sorted(groups.items()):
            yield from chained(group, f"the same gazetteer entry, {link}", _LINK)

    def _match(self, one: int, other: int) -> Match | None:
        if self._related(one, other):
            return None
        return self.matching.match(self.profiles[one], self.profiles[other])

    def _related(self, one: int, other: int) -> bool:
        """Whether a relation between different instruments joins the two."""
        return other in self.corpus.objects(one, *self._relations) or one in self.corpus.objects(
            other, *self._relations
        )

    def _pairs(self, members: Sequence[int]) -> set[tuple[int, int]]:
        """Pairs that share enough to be looked at, each sorted."""
        blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for member in members:
            for key in self._keys(self.profiles[member]):
                blocks[key].append(member)
        found = {pair for block in blocks.values() for pair in combinations(sorted(set(block)), 2)}
        return found | self._descriptions(members)

    def _keys(self, p: Profile) -> Iterator[tuple[object, ...]]:
        """What a profile is looked up by: parties with year, one party with day, telling name, acronym."""
        bodies = sorted({b for group in p.stands_for.values() for b in group})
        years = sorted({y for d in p.dates if (y := dates.year(d))})
        for pair in combinations(bodies, 2):
            yield from (("parties", *pair, y) for y in years)
        yield from (("party", b, d) for b in bodies for d in sorted(p.dates) if dates.is_full(d))
        for words in p.names:
            if len(self.matching.plain(words)) > 1:
                yield (
                    "name",
                    frozenset(self.matching.plain(words)),
                    p.parties if len(p.parties) == 2 else None,
                )
                yield from (("named", frozenset(self.matching.plain(words)), y) for y in years)
            if p.cls in self.rules.by_name:
                yield from (("head", p.cls, pair) for pair in self._word_pairs(words, p))
        yield from (("acronym", a) for a in sorted(p.acronyms))

    def _word_pairs(self, words: Words, p: Profile) -> Iterable[tuple[str, ...]]:
        """Pairs of telling words; names longer than any title are cut."""
        return combinations(sorted(map(singular, self.matching.distinctive(words, p)))[:12], 2)

    def _descriptions(self, members: Sequence[int]) -> set[tuple[int, int]]:
        """A description with a year beside the names of that year that hold its rarest word."""
        held: dict[tuple[str, str], list[int]] = defaultdict(list)
        for member in members:
            p = self.profiles[member]
            for word in {w for words in p.names for w in words} | p.party_words:
                for year in {y for d in p.dates if (y := dates.year(d))}:
                    held[year, word].append(member)
        sizes = Counter({k: len(v) for k, v in held.items()})
        return {
            (min(member, other), max(member, other))
            for member in members
            for year, word in self._rarest(self.profiles[member], sizes)
            for other in held[year, word]
            if other != member
        }

    def _rarest(self, p: Profile, sizes: Counter[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        if any(dates.is_full(d) for d in p.dates):
            return
        for year in sorted({y for d in p.dates if (y := dates.year(d))}):
            for words in p.names:
                if plain := self.matching.plain(words):
                    yield min(((year, w) for w in plain), key=lambda k: (sizes[k], k))

    def _certain(self, matches: Iterable[Match]) -> Iterator[Match]:
        """Matches without those that could as well be others: a member takes one partner in each document,
        and partners whose dates or names exclude each other leave an uncertain match undecided."""
        by_member: dict[tuple[int, str], list[Match]] = defaultdict(list)
        kept = list(matches)
        for match in kept:
            for member in (match.one, match.other) if match.unique else ():
                by_member[member, match.rule].append(match)
        doubtful = {
            id(m)
            for (member, _), group in by_member.items()
            for m in group
            if self._ambiguous(member, m, group)
        }
        return (m for m in kept if id(m) not in doubtful)

    def _ambiguous(self, member: int, match: Match, group: Sequence[Match]) -> bool:
        partner = match.partner(member)
        others = (g.partner(member) for g in group if g is not match)
        return any(self._rivals(partner, other) for other in others)

    def _rivals(self, one: int, other: int) -> bool:
        """Two partners of one member that cannot both be it."""
        if self.clusters.same(one, other):
            return False
        a, b = self.profiles[one], self.profiles[other]
        if a.doc == b.doc:
            return self._match(*sorted((one, other))) is None
        return self.matching.excludes(a, b) or self._related(one, other)
