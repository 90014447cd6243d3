"""Which rows of the gazetteer are meant by a thing, and what open data call it.

Offline, pure and deterministic. A name decides before an acronym, and an acronym only with support; likeness
never decides, it makes candidates for review. Which tables hold which kinds of things, what a scheme's
identifiers look like and how strong they are stands in the gazetteer's `tables.toml`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

from rapidfuzz import fuzz

from pactgraph.assembly.linking_support import (
    NAMED,
    NOTHING,
    NOWHERE,
    PLACED,
    SUPPORTED,
    Context,
    Grade,
    Support,
)
from pactgraph.language.gazetteer_names import is_written_as_acronym, raw_pieces
from pactgraph.language.gazetteer_store import Entry, Gazetteer, Hit, Identifier

SCORES = {"label": 1.0, "alias": 0.97, "variant": 0.95, "acronym": 0.9}
DOUBTFUL = 0.3
UNSUPPORTED = 0.9
"""Factor for a decision that nothing in the surroundings supports."""

IRI_SAFE = "%:/?#[]@!$&'()*+,;=~-._"


Identity: TypeAlias = tuple[str, str, str, bool]
"""(target, predicate, source, whether the target is a code)"""


@dataclass(frozen=True, slots=True)
class Link:
    """A statement about a thing: `predicate` is a full IRI; `target_iri` is a bare code where `code` is true.

    `source` names the data set that gives the identifier, `method` how the entry was found (name, acronym,
    likeness), `score` how sure that is (0 to 1), `basis` why, in words. A candidate has the candidate
    predicate.
    """

    target_iri: str
    predicate: str
    source: str
    method: str
    score: float
    entry_id: str
    basis: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry, how it was found, how sure that is, and why."""

    entry: Entry
    method: str
    score: float
    basis: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entry that is meant, or None, and entries for review."""

    decided: Choice | None
    candidates: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is to be linked."""

    tables: tuple[str, ...]
    rivals: tuple[str, ...]
    where: Mapping[str, Sequence[str]]
    names: tuple[str, ...]
    acronyms: frozenset[str]
    context: Context


class Linker:
    """Links things to open data by way of a gazetteer."""

    def __init__(self, gazetteer: Gazetteer, *, likeness: bool = True) -> None:
        """`likeness`: look for similar names too, as candidates (slow: about a millisecond for a name)."""
        self.gazetteer, self.likeness = gazetteer, likeness
        self.rules: Mapping[str, Any] = gazetteer.settings.data["linking"]
        self.support = Support(gazetteer, self.rules)
        self._identities: dict[str, tuple[Identity, ...]] = {}

    def link(
        self,
        kind: str,
        cls: str,
        names: Sequence[str],
        acronyms: Iterable[str] = (),
        context: Context = NOWHERE,
    ) -> list[Link]:
        """Links of the entry that is meant, or candidates; none for kinds without tables."""
        resolution = self.resolve(kind, cls, names, acronyms, context)
        if resolution.decided:
            return self.links_of(resolution.decided)
        return [link for choice in resolution.candidates for link in self._as_candidates(choice)]

    def resolve(
        self,
        kind: str,
        cls: str,
        names: Sequence[str],
        acronyms: Iterable[str] = (),
        context: Context = NOWHERE,
    ) -> Resolution:
        """The entry that is meant, or candidates. An entry without identifiers makes no links."""
        scope = self.rules["kinds"].get(kind)
        if scope is None:
            return Resolution(None)
        where = self.rules["classes"].get(cls, {})
        acros = frozenset((*acronyms, *(name for name in names if is_written_as_acronym(name))))
        rivals = tuple(scope.get("rivals", ()))
        return self._resolved(_Thing(tuple(scope["tables"]), rivals, where, tuple(names), acros, context))

    def links_of(self, choice: Choice) -> list[Link]:
        """All links of an entry that is meant."""
        made = self._identities.get(choice.entry.id) or self._identities_of(choice.entry)
        rest = (choice.method, choice.score, choice.entry.id, choice.basis)
        return [Link(target, predicate, source, *rest, code) for target, predicate, source, code in made]

    def links_of_entry(self, entry_id: str) -> list[Link]:
        """All links of an entry that is known by its id; none where the gazetteer does not have it."""
        entry = self.gazetteer.get(entry_id)
        return self.links_of(Choice(entry, "entry", 1.0, "entry given")) if entry else []

    def _as_candidates(self, choice: Choice) -> Iterator[Link]:
        for link in self.links_of(choice):
            if link.predicate == self.rules["same"]:
                fields = (link.source, link.method, link.score, link.entry_id, link.basis)
                yield Link(link.target_iri, self.rules["candidate"], *fields)

    # deciding

    def _resolved(self, thing: _Thing) -> Resolution:
        """Exact name, then acronym, then likeness."""
        review: list[Choice] = []
        for step in (self._by_name, self._by_acronym):
            decided, doubtful = step(thing)
            if decided:
                return Resolution(decided)
            review += doubtful
        if not review and self.likeness:
            review = list(self._by_likeness(thing))
        return Resolution(
            None, tuple({choice.entry.id: choice for choice in reversed(review)}.values())[::-1]
        )

    def _by_name(self, thing: _Thing) -> tuple[Choice | None, list[Choice]]:
        doubtful: list[Choice] = []
        for name in thing.names:
            if is_written_as_acronym(name) and len(name) < self.rules["acronym_letters"] + 1:
                continue
            found = [hit for hit in self.gazetteer.hits(name) if hit.form != "demonym"]
            hits = [hit for hit in found if self._fits(thing, hit.entry)]
            decided, others = self._chosen(thing, hits)
            rivals = [hit for hit in found if hit.entry.table in thing.rivals]
            if decided and not self.support.contested(rivals, thing.context):
                return decided, []
            doubtful += [_doubtful(decided)] if decided else others
        return None, doubtful

    def _fits(self, thing: _Thing, entry: Entry) -> bool:
        if entry.table not in thing.tables:
            return False
        columns = {"tier": str(entry.tier), "type": entry.kind, "country": entry.country}
        return all(columns[column] in values for column, values in thing.where.items())

    def _chosen(self, thing: _Thing, hits: list[Hit]) -> tuple[Choice | None, list[Choice]]:
        """The hit that clearly has most for it, or all of them as doubtful."""
        if not hits:
            return None, []
        support = self.support
        graded = [(support.grade(hit, hits, thing.acronyms, thing.context), hit) for hit in hits]
        order = thing.tables.index
        graded.sort(key=lambda pair: (-pair[0].level, order(pair[1].entry.table), support.rank(pair[1])))
        (best, first), rest = graded[0], graded[1:]
        clear = all(best.level > grade.level or support.beats(first, hit, best.level) for grade, hit in rest)
        if best.level > NOTHING and clear:
            return _choice(first, best), []
        return None, [_doubtful(_choice(hit, grade)) for grade, hit in graded[:REVIEWED]]

    # acronyms and likeness

    def _by_acronym(self, thing: _Thing) -> tuple[Choice | None, list[Choice]]:
        doubtful: list[Choice] = []
        full = [name for name in thing.names if not is_written_as_acronym(name) and len(raw_pieces(name)) > 1]
        for acronym in sorted(thing.acronyms):
            hits = [hit for hit in self.gazetteer.acronym_hits(acronym) if self._fits(thing, hit.entry)]
            if full:
                good = [hit for hit in hits if self._introduced(thing, full, hit)]
                basis = "acronym, and the full name is alike"
            else:
                known = acronym in thing.context.introduced
                good = [] if known else [hit for hit in hits if self._speaks(acronym, hit, hits)]
                basis = "acronym of a well-known body or state"
            if len(good) == 1:
                return Choice(good[0].entry, "acronym", SCORES["acronym"], basis), []
            doubtful += [
                Choice(hit.entry, "acronym", DOUBTFUL, "acronym alone") for hit in (good or hits)[:REVIEWED]
            ]
        return None, doubtful

    def _introduced(self, thing: _Thing, full: Sequence[str], hit: Hit) -> bool:
        """Whether the full name is like the hit's; a lesser body needs its country beside it too."""
        placed = hit.entry.country in self.support.scene(thing.context).places
        known = hit.entry.tier == 1 or self.support.is_[hit.entry.table] != "body"
        least = self.rules["introduced" if known else "alike"]
        return (known or placed) and self._alike(full, hit.entry) >= least

    def _speaks(self, acronym: str, hit: Hit, hits: list[Hit]) -> bool:
        """Whether an acronym alone may stand for the hit: a state's, or a known body's that is telling."""
        if self.support.is_[hit.entry.table] == "state":
            return True
        own = hit.entry.tier == 1 and hit.form != "borrowed"
        long = len(acronym) >= self.rules["acronym_letters"]
        return own and (hit.sure or long or len(hits) == 1)

    def _alike(self, names: Sequence[str], entry: Entry) -> float:
        """Likeness of the most alike names, word order ignored."""
        ours, theirs = self._joined(names), self._joined(entry.names)
        return max(fuzz.token_sort_ratio(one, two) for one in ours for two in theirs) / 100

    def _joined(self, names: Iterable[str]) -> list[str]:
        return [" ".join(self.gazetteer.normal.pieces(name)) for name in names]

    def _by_likeness(self, thing: _Thing) -> Iterator[Choice]:
        for name in thing.names[:1]:
            for entry, likeness in self.gazetteer.candidates(name, REVIEWED, thing.tables):
                if likeness >= self.rules["alike"] and self._fits(thing, entry):
                    yield Choice(entry, "likeness", round(likeness / 2, 3), f"name like {entry.label!r}")

    # identifiers

    def _identities_of(self, entry: Entry) -> tuple[Identity, ...]:
        """Every identifier of an entry that makes a link, remembered."""
        schemes = self.rules["schemes"]
        found = [(identifier, schemes.get(identifier.scheme)) for identifier in entry.ids]
        made = tuple(self._identity(entry, identifier, scheme) for identifier, scheme in found if scheme)
        if len(self._identities) >= REMEMBERED:
            self._identities.clear()
        self._identities[entry.id] = made
        return made

    def _identity(self, entry: Entry, identifier: Identifier, scheme: Mapping[str, str]) -> Identity:
        value, code = identifier.value, "code" in scheme
        if not code and not value.isalnum():
            value = quote(value, safe=IRI_SAFE)
        target = (scheme["code"] if code else scheme["iri"]).format(value)
        return target, self._predicate(entry, identifier, scheme), "+".join(identifier.sources), code

    def _predicate(self, entry: Entry, identifier: Identifier, scheme: Mapping[str, str]) -> str:
        """What an identifier may be said to be: disputed and weak ones never the same."""
        table, individual = self.rules["tables"][entry.table], scheme.get("names") == "individual"
        if identifier.disputed or (identifier.weak and individual):
            name = "candidate"
        elif "as" in scheme:
            return scheme["as"]
        elif table["is"] == "concept" and not identifier.weak:
            name = "exact"
        else:
            name = "same" if individual and entry.kind not in table.get("extent", ()) else "close"
        return str(self.rules[name])


REMEMBERED = 1 << 14
"""So many entries' identifiers are remembered at most."""

REVIEWED = 3
"""So many rows at most are put up for review."""


def _choice(hit: Hit, grade: Grade) -> Choice:
    supported = grade.level in (PLACED, SUPPORTED, NAMED)
    score = SCORES[hit.form] * (1.0 if supported else UNSUPPORTED)
    return Choice(hit.entry, "name", round(score, 3), ", ".join(filter(None, (hit.form, grade.basis))))


def _doubtful(choice: Choice) -> Choice:
    return Choice(choice.entry, choice.method, round(choice.score / 2, 3), f"{choice.basis}, not decided")
