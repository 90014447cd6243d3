"""Rules by which two agreements are one. Their order is their strength; each states its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pactgraph.assembly import dates
from pactgraph.assembly.clusters import Proposal
from pactgraph.assembly.names import Words
from pactgraph.assembly.settings import InstrumentRules
from pactgraph.assembly.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Profile:
    """What one document lets us know of one agreement.

    `parties` are nodes; `stands_for` gives for each the nodes it may stand for. `names` are the words of
    each name.
    `cited`: a citation names it. `settled`: not just planned or negotiated. `at`: offset of the first
    mention.
    """

    member: int
    doc: str
    cls: str
    parties: frozenset[int] = frozenset()
    stands_for: Mapping[int, frozenset[int]] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    names: tuple[Words, ...] = ()
    party_words: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    count: int | None = None
    settled: bool = True
    described: bool = False
    at: int | None = None
    cited: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """That two profiles may be one, by which rule and why. `unique`: only if nothing else could be meant.
    `beside`: both stand in one document, a description and the citation that names it."""

    one: int
    other: int
    rule: str
    reason: str
    score: float
    unique: bool = True
    beside: bool = False

    def partner(self, member: int) -> int:
        """The other of the two."""
        return self.other if member == self.one else self.one

    def proposal(self) -> Proposal:
        """The match as a proposal to join."""
        return Proposal(self.one, self.other, self.reason, self.score)


class Matching:
    """Asks of two profiles whether they are one agreement."""

    def __init__(self, rules: InstrumentRules, vocabulary: Vocabulary) -> None:
        self.rules, self.vocabulary = rules, vocabulary
        self._order = (
            self._same_day, self._same_name, self._same_acronym, self._fewer_parties,
            self._same_time, self._shortened, self._description,
        )  # fmt: skip

    def match(self, a: Profile, b: Profile) -> Match | None:
        """The strongest rule that makes the two one; None where none does or something excludes it."""
        if self.excludes(a, b):
            return None
        if a.doc == b.doc:
            return self._description(a, b)
        return next((m for rule in self._order if (m := rule(a, b))), None)

    def excludes(self, a: Profile, b: Profile) -> bool:
        """What makes two agreements different, whatever else agrees."""
        return (
            (a.count or 1) != (b.count or 1)
            or not self._classes_agree(a, b)
            or self._dates_differ(a, b)
            or self._parties_differ(a, b)
            or (a.settled != b.settled and not self._same_date(a, b) and not self._one_name(a, b))
        )

    # what two profiles have in common

    def plain(self, words: Words) -> Words:
        """The words of a name without those that only name the sort of instrument, and without years."""
        return tuple(w for w in words if w not in self.rules.words and not w.isdigit())

    def distinctive(self, words: Words, *profiles: Profile) -> frozenset[str]:
        """The words that tell the instrument from others of its parties."""
        known = frozenset().union(*(p.party_words for p in profiles))
        return frozenset(w for w in self.plain(words) if w not in self.rules.weak and w not in known)

    def _classes_agree(self, a: Profile, b: Profile) -> bool:
        return (
            self.vocabulary.related(a.cls, b.cls)
            or a.cls in self.rules.generic
            or b.cls in self.rules.generic
        )

    def _dates_differ(self, a: Profile, b: Profile) -> bool:
        return bool(a.dates and b.dates) and not any(dates.compatible(x, y) for x in a.dates for y in b.dates)

    def _same_date(self, a: Profile, b: Profile) -> bool:
        return any(dates.is_full(d) for d in a.dates & b.dates)

    def _same_year(self, a: Profile, b: Profile) -> bool:
        return bool({dates.year(d) for d in a.dates} & {dates.year(d) for d in b.dates} - {""})

    def _parties_agree(self, a: Profile, b: Profile) -> bool:
        """The same parties, at least two, where an organ may stand for its body."""
        return (
            min(len(a.parties), len(b.parties)) > 1
            and len(a.parties) == len(b.parties)
            and self._contained(a, b)
        )

    def _contained(self, a: Profile, b: Profile) -> bool:
        """Whether each party of the first is one of the second; no two may be the same one."""
        free = set(b.parties)
        for party in sorted(a.parties):
            found = (
                party
                if party in free
                else next((q for q in sorted(free) if self._one_body(a, party, b, q)), None)
            )
            if found is None:
                return False
            free.discard(found)
        return True

    def _one_body(self, a: Profile, p: int, b: Profile, q: int) -> bool:
        return p in b.stands_for[q] or q in a.stands_for[p]

    def _parties_differ(self, a: Profile, b: Profile) -> bool:
        """Neither list of parties is part of the other; two against many only where a name tells they are
        one."""
        if not a.parties or not b.parties or self._contained(a, b) or self._contained(b, a):
            return False
        return not self._describes(a, b) and not self._describes(b, a)

    def _one_name(self, a: Profile, b: Profile) -> bool:
        """A name in common that tells the instrument from others."""
        return any(x == y and self.distinctive(x, a, b) for x in a.names for y in b.names)

    def _names_agree(self, a: Profile, b: Profile) -> bool:
        """No two names that speak of different matters; a name that tells nothing agrees with any."""
        own, others = ({d for n in p.names if (d := self.distinctive(n, a, b))} for p in (a, b))
        return (
            not own
            or not others
            or any(self._overlap(x, y) >= self.rules.overlap for x in own for y in others)
        )

    @staticmethod
    def _overlap(x: frozenset[str], y: frozenset[str]) -> float:
        return len(x & y) / min(len(x), len(y))

    def _exact(self, a: Profile, b: Profile) -> bool:
        return a.cls == b.cls and a.cls not in self.rules.generic

    # the rules

    def _same_day(self, a: Profile, b: Profile) -> Match | None:
        """The same parties on the same day; two of the same day are told apart by their names."""
        if not (self._parties_agree(a, b) and self._same_date(a, b) and self._names_agree(a, b)):
            return None
        if self._one_name(a, b):
            return self._found(
                a, b, "same-day-name", "the same parties, the same day and the same name", 0.97, unique=False
            )
        return self._found(a, b, "same-day", "the same parties and the same day", 0.9)

    def _same_name(self, a: Profile, b: Profile) -> Match | None:
        """The same name, if it tells enough for what else is known."""
        if (
            a.parties
            and b.parties
            and len(a.parties) != len(b.parties)
            and min(len(a.parties), len(b.parties)) > 1
        ):
            return None
        same = [x for x in a.names for y in b.names if x == y]
        if any(self._tells(x, a, b) for x in same):
            return self._found(a, b, "same-name", "the same name", 0.88, unique=False)
        if self._same_year(a, b) and any(len(self.plain(x)) > 1 for x in same):
            return self._found(a, b, "same-name-year", "the same name and the same year", 0.8)
        return None

    def _tells(self, words: Words, a: Profile, b: Profile) -> bool:
        """Whether a name that both bear makes them one without a date."""
        many = len(self.distinctive(words, a, b)) >= self.rules.min_distinctive
        if self._parties_agree(a, b):
            return many or bool(self.distinctive(words, a, b) and self._exact(a, b))
        by_name = a.cls in self.rules.by_name and b.cls in self.rules.by_name and not self._bilateral(a, b)
        return many and (by_name or len(self.plain(words)) >= self.rules.min_specific)

    @staticmethod
    def _bilateral(a: Profile, b: Profile) -> bool:
        return len(a.parties) == 2 or len(b.parties) == 2

    def _same_acronym(self, a: Profile, b: Profile) -> Match | None:
        shared = sorted(a.acronyms & b.acronyms)
        if shared and len(shared[0]) > 2 and self._names_agree(a, b):
            return self._found(a, b, "same-acronym", f"the same acronym, {shared[0].upper()}", 0.85)
        return None

    def _fewer_parties(self, a: Profile, b: Profile) -> Match | None:
        """One document names fewer of the parties: the class and the day must be the same."""
        few, many = sorted((a, b), key=lambda p: len(p.parties))
        if not few.parties or len(few.parties) == len(many.parties) or not self._contained(few, many):
            return None
        if self._same_date(a, b) and self._exact(a, b) and self._names_agree(a, b):
            return self._found(
                a, b, "fewer-parties", "the same day and class, and parties that the other names too", 0.75
            )
        return None

    def _same_time(self, a: Profile, b: Profile) -> Match | None:
        """The same parties and a date that one gives less precisely: the class or the name must be the same
        too."""
        if not (self._parties_agree(a, b) and self._same_year(a, b) and self._names_agree(a, b)):
            return None
        if self._exact(a, b) or self._one_name(a, b):
            return self._found(a, b, "same-time", "the same parties and class, and dates that agree", 0.78)
        return None

    def _shortened(self, a: Profile, b: Profile) -> Match | None:
        """For classes that names identify: a name whose telling words the other holds."""
        if not (a.cls == b.cls and a.cls in self.rules.by_name) or self._bilateral(a, b):
            return None
        if any(self._abridges(x, y, a, b) or self._abridges(y, x, a, b) for x in a.names for y in b.names):
            return self._found(a, b, "shortened-name", "a shortened form of the name", 0.72)
        return None

    def _abridges(self, short: Words, long: Words, a: Profile, b: Profile) -> bool:
        wanted, found = (frozenset(map(singular, self.distinctive(n, a, b))) for n in (short, long))
        return len(wanted) >= self.rules.min_distinctive and wanted <= found

    def _description(self, a: Profile, b: Profile) -> Match | None:
        """A description with its year, and a fuller name of that year that holds all its words."""
        for x, y in ((a, b), (b, a)):
            if self._same_year(x, y) and self._describes(x, y):
                beside = x.doc == y.doc
                if beside and not self._stands_beside(x, y):
                    continue
                reason = "a description whose words and year the name has" + (
                    ", cited beside it" if beside else ""
                )
                return self._found(a, b, "description", reason, 0.7, beside=beside)
        return None

    def _describes(self, x: Profile, y: Profile) -> bool:
        """Whether the first only describes what the second names, of the same year."""
        if any(dates.is_full(d) for d in x.dates) or not self._same_year(x, y) or not self._fuller(x, y):
            return False
        return self._touches(x, y) and any(self._held(n, y) for n in x.names)

    def _fuller(self, x: Profile, y: Profile) -> bool:
        longest = [max((len(n) for n in p.names), default=0) for p in (x, y)]
        return longest[1] > longest[0] and any(len(d) >= max(map(len, x.dates)) for d in y.dates)

    def _held(self, words: Words, y: Profile) -> bool:
        plain = set(self.plain(words))
        return len(plain) > 1 and any(
            plain <= set(n) | y.party_words and plain & set(n) - y.party_words for n in y.names
        )

    def _touches(self, x: Profile, y: Profile) -> bool:
        """A party in common, or a party of the second in the words of the first."""
        if x.parties & y.parties:
            return True
        return not x.parties and bool(y.party_words & {w for n in x.names for w in n})

    def _stands_beside(self, x: Profile, y: Profile) -> bool:
        return y.cited and x.at is not None and y.at is not None and 0 <= y.at - x.at <= self.rules.beside

    def _found(
        self,
        a: Profile,
        b: Profile,
        rule: str,
        reason: str,
        score: float,
        *,
        unique: bool = True,
        beside: bool = False,
    ) -> Match:
        return Match(min(a.member, b.member), max(a.member, b.member), rule, reason, score, unique, beside)


def singular(word: str) -> str:
    """A word without a plural's s, for comparison only."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
