"""What speaks for a row that has a thing's name: what it is, and what stands beside the thing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from pactgraph.language.gazetteer_store import Entry, Gazetteer, Hit

PLACES = ("state", "settlement", "area")
NOTHING, TELLING, PLACED, KNOWN, SUPPORTED, NAMED = range(6)
"""A telling name; its country stands beside it; well known; well known and placed; what stands beside it
names it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands beside a thing: gazetteer ids of other things, acronyms introduced with a full name."""

    beside: tuple[str, ...] = ()
    introduced: frozenset[str] = frozenset()


NOWHERE = Context()
"""Nothing beside it."""


class Grade(NamedTuple):
    """How much speaks for a hit, NOTHING to NAMED, and why."""

    level: int
    basis: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A context looked up: countries of all that stands beside, of the places, and of the places within
    countries; names of areas; (country, area) of settlements."""

    countries: frozenset[str]
    places: frozenset[str]
    inner: frozenset[str]
    areas: frozenset[str]
    parts: frozenset[tuple[str, str]]


class Support:
    """Grades hits by the rules of `tables.toml`."""

    def __init__(self, gazetteer: Gazetteer, rules: Mapping[str, Any]) -> None:
        self.gazetteer, self.rules = gazetteer, rules
        self.is_ = {name: table["is"] for name, table in rules["tables"].items()}
        self.known = {name: frozenset(table.get("known", ())) for name, table in rules["tables"].items()}
        self.scene = lru_cache(maxsize=1024)(self._scene)

    def grade(self, hit: Hit, hits: Sequence[Hit], acronyms: frozenset[str], context: Context) -> Grade:
        """What speaks for a hit among the hits of one name."""
        scene = self.scene(context)
        match self.is_[hit.entry.table]:
            case "concept":
                return Grade(KNOWN, "name of a concept")
            case "body":
                return _body(hit, acronyms, scene)
            case "state" if hit.entry.country in scene.inner:
                return Grade(SUPPORTED, "a place in it stands beside it")
            case "state":
                return Grade(KNOWN, "name of a state")
            case "settlement":
                return self._settlement(hit.entry, hits, scene)
        return self._area(hit.entry, hits, scene)

    def contested(self, rivals: Iterable[Hit], context: Context) -> bool:
        """Whether what stands beside the thing names a rival, as a city in it does."""
        return any(self._holds_a_city(hit.entry, self.scene(context)) for hit in rivals)

    def beats(self, first: Hit, other: Hit, level: int) -> bool:
        """Whether the first of two hits with as much for them is meant nevertheless."""
        one, two = first.entry, other.entry
        if self.is_[one.table] == "concept":
            return True
        if one.table != two.table:
            return one.country == two.country or not two.country
        if level >= KNOWN and self.rank(first) < self.rank(other):
            return True
        return one.tier < two.tier or self._dominates(one, two)

    def rank(self, hit: Hit) -> int:
        """0 for labels of bodies and areas, whose aliases count for less; 1 for all else."""
        return 0 if hit.form == "label" and self.is_[hit.entry.table] in ("body", "area") else 1

    def _dominates(self, one: Entry, two: Entry) -> bool:
        return one.population > 0 and one.population >= self.rules["dominance"] * two.population

    def _settlement(self, entry: Entry, hits: Sequence[Hit], scene: Scene) -> Grade:
        if entry.admin1 in scene.areas:
            return Grade(NAMED, f"{entry.admin1} stands beside it")
        others = (hit.entry for hit in hits if hit.entry.table == entry.table and hit.entry is not entry)
        known = entry.kind in self.known[entry.table] or entry.population >= self.rules["populous"]
        known = known and not any(self._dominates(other, entry) for other in others)
        if entry.country in scene.countries:
            return Grade(SUPPORTED if known else PLACED, f"{entry.country} stands beside it")
        return Grade(KNOWN, "well known") if known else Grade(NOTHING, "")

    def _area(self, entry: Entry, hits: Sequence[Hit], scene: Scene) -> Grade:
        if self._holds_a_city(entry, scene):
            return Grade(NAMED, "a city in it stands beside it")
        states = any(self.is_[hit.entry.table] == "state" for hit in hits)
        if entry.country and entry.country in scene.places and not states:
            return Grade(SUPPORTED, f"{entry.country} stands beside it")
        return Grade(KNOWN, "name of an area")

    def _holds_a_city(self, entry: Entry, scene: Scene) -> bool:
        return any((entry.country, name) in scene.parts for name in entry.names)

    def _scene(self, context: Context) -> Scene:
        entries = [entry for row_id in context.beside if (entry := self.gazetteer.get(row_id))]
        of = {is_: [entry for entry in entries if self.is_[entry.table] == is_] for is_ in PLACES}
        inner = [*of["settlement"], *of["area"]]
        return Scene(
            countries=_countries(entries),
            places=_countries([*inner, *of["state"]]),
            inner=_countries(inner),
            areas=frozenset(name for entry in of["area"] for name in entry.names),
            parts=frozenset((entry.country, entry.admin1) for entry in of["settlement"] if entry.admin1),
        )


def _body(hit: Hit, acronyms: frozenset[str], scene: Scene) -> Grade:
    entry = hit.entry
    if entry.tier == 1:
        agrees = not acronyms.isdisjoint(entry.acronyms)
        return Grade(NAMED, "its acronym too") if agrees else Grade(KNOWN, "name of a well-known body")
    if entry.country and entry.country in scene.places:
        return Grade(PLACED, f"{entry.country} stands beside it")
    return Grade(TELLING, "telling name") if hit.telling else Grade(NOTHING, "")


def _countries(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.country for entry in entries if entry.country)
