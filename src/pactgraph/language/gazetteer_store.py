"""Gazetteer: rows of open data found by name, acronym, demonym or likeness."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, Self

from rapidfuzz import fuzz

from pactgraph.language.gazetteer_cache import open_index
from pactgraph.language.gazetteer_index import (
    FORM,
    SURE,
    TELLING,
    Index,
    split_cell,
)
from pactgraph.language.gazetteer_names import ACRONYM_SEED, NAME_SEED, Normal, key, raw_pieces
from pactgraph.language.gazetteer_tables import Settings, read_settings

FORMS = ("label", "alias", "variant", "acronym", "demonym", "borrowed")
WIDEST = 2000
COMPARED = 40
"""Words in more rows than WIDEST say too little to look for candidates with them; COMPARED rows at most are
compared."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An id in another data set. `weak`: attached because labels agree; `disputed`: sources disagree."""

    scheme: str
    value: str
    sources: tuple[str, ...]
    weak: bool
    disputed: bool


@dataclass(frozen=True)
class Entry:
    """A row. `id` carries the table's name (`countries:FR`); `kind` is the source's type of the row."""

    id: str
    table: str
    label: str
    aliases: tuple[str, ...]
    acronyms: tuple[str, ...]
    kind: str
    country: str
    demonyms: tuple[str, ...]
    tier: int
    population: int
    capital: str
    admin1: str
    ids_cell: str
    sources: tuple[str, ...]
    note: str

    @cached_property
    def ids(self) -> tuple[Identifier, ...]:
        """Its ids in other data sets."""
        return tuple(_identifiers(self.ids_cell))

    @property
    def names(self) -> tuple[str, ...]:
        """Label and aliases."""
        return (self.label, *self.aliases)


class Hit(NamedTuple):
    """An entry found by a name or an acronym, and how.

    `form`: label, alias, variant, acronym, demonym, or borrowed (an acronym that the row lists for a part, a
    parent or a forerunner). `telling`: the name holds a word that is no everyday word. `sure`: the acronym is
    known to mean this entry before others.
    """

    entry: Entry
    form: str
    telling: bool
    sure: bool


class Gazetteer:
    """Open data about organizations, states, regions, cities and topics, indexed by name."""

    def __init__(self, settings: Settings, index: Index) -> None:
        self.settings, self.index = settings, index
        self.entry_at = lru_cache(maxsize=1 << 14)(self._entry_at)
        self.mark_at = lru_cache(maxsize=1 << 14)(self._mark_at)

    @classmethod
    def load(cls, folder: Path | str) -> Self:
        """Opens a gazetteer folder; raises RuleError where a file is missing or malformed."""
        settings = read_settings(Path(folder))
        return cls(settings, open_index(settings))

    def __reduce__(self) -> tuple[object, ...]:
        # the index is mapped memory: another process opens it anew
        return (type(self).load, (self.settings.folder,))

    def __len__(self) -> int:
        return len(self.index)

    @property
    def normal(self) -> Normal:
        """How names are normalised."""
        return self.settings.normal

    def get(self, row_id: str) -> Entry | None:
        """The entry with an id (`countries:FR`)."""
        number = self.index.row_number(row_id)
        return None if number < 0 else self.entry_at(number)

    def hits(self, name: str) -> list[Hit]:
        """What `lookup` finds, with how it was found."""
        pieces = self.normal.pieces(name)
        found = self._found(NAME_SEED, pieces)
        if not found and "," in pieces:
            found = self._found(NAME_SEED, tuple(piece for piece in pieces if piece != ","))
        return found

    def acronym_hits(self, acronym: str) -> list[Hit]:
        """What `by_acronym` finds, with how it was found."""
        return self._found(ACRONYM_SEED, raw_pieces(acronym))

    def lookup(self, name: str, tables: Iterable[str] | None = None) -> list[Entry]:
        """Entries with this name, whatever its case, accents, punctuation and leading article; best first."""
        found = (hit.entry for hit in self.hits(name) if hit.form != "demonym")
        return [entry for entry in found if tables is None or entry.table in tables]

    def by_acronym(self, acronym: str, tables: Iterable[str] | None = None) -> list[Entry]:
        """Entries with an acronym, case as written, dots ignored: own before borrowed, then by tier."""
        found = (hit.entry for hit in self.acronym_hits(acronym))
        return [entry for entry in found if tables is None or entry.table in tables]

    def demonym(self, word: str) -> list[Entry]:
        """Entries whose people or things are called by `word`: French -> countries:FR."""
        return [hit.entry for hit in self.hits(word) if hit.form == "demonym"]

    def candidates(
        self, name: str, k: int = 5, tables: Iterable[str] | None = None
    ) -> list[tuple[Entry, float]]:
        """Entries with a name like `name` and the likeness (0 to 1), best first: for review only."""
        wanted = " ".join(self.normal.pieces(name))
        allowed = frozenset(self.tables if tables is None else tables)
        scored = []
        for number in self._rows_sharing_words(wanted.split()):
            if self.mark_at(number)[0] in allowed:
                entry = self.entry_at(number)
                names = [" ".join(self.normal.pieces(other)) for other in entry.names]
                scored.append((-max(fuzz.ratio(wanted, other) for other in names) / 100, number, entry))
        return [(entry, -score) for score, _, entry in sorted(scored)[:k]]

    def _rows_sharing_words(self, words: list[str]) -> list[int]:
        """The rows that share most words with a name, words of very many rows left out."""
        groups = (self.index.rows_with(word) for word in dict.fromkeys(words))
        shared = Counter(row for group in groups if len(group) <= WIDEST for row in group)
        return sorted(shared, key=lambda row: (-shared[row], row))[:COMPARED]

    def _found(self, seed: int, pieces: Sequence[str]) -> list[Hit]:
        at = self.index.find(key(seed, pieces)) if pieces else -1
        return [self._hit(*posting) for posting in self.index.postings(at)] if at >= 0 else []

    def _hit(self, row: int, flags: int) -> Hit:
        return Hit(self.entry_at(row), FORMS[flags & FORM], bool(flags & TELLING), bool(flags & SURE))

    def _mark_at(self, number: int) -> tuple[str, str]:
        row_id, table, *_ = self.index.cells(number)
        return table, row_id

    def _entry_at(self, number: int) -> Entry:
        return _entry(self.index.cells(number))

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, in their order."""
        return tuple(self.settings.tables)


def _entry(cells: list[str]) -> Entry:
    """An entry out of a row's cells, which stand in the order of FIELDS."""
    (
        row_id,
        table,
        label,
        aliases,
        acronyms,
        kind,
        tier,
        country,
        demonyms,
        people,
        capital,
        admin1,
        ids,
        sources,
        note,
    ) = cells
    return Entry(
        id=row_id,
        table=table,
        label=label,
        aliases=tuple(split_cell(aliases)),
        acronyms=tuple(split_cell(acronyms)),
        kind=kind,
        country=country,
        demonyms=tuple(part.strip() for part in demonyms.replace("|", ",").split(",")) if demonyms else (),
        tier=int(tier or 0),
        population=int(people or 0),
        capital=capital,
        admin1=admin1,
        ids_cell=ids,
        sources=tuple(sources.split()),
        note=note,
    )


def _identifiers(cell: str) -> Iterator[Identifier]:
    """Reads `scheme:value[~][!]@source[+source]` items."""
    for item in cell.split():
        name, _, sources = item.rpartition("@")
        scheme, _, value = name.partition(":")
        weak, disputed = "~" in value[-2:], "!" in value[-2:]
        yield Identifier(scheme, value.rstrip("~!"), tuple(sources.split("+")), weak, disputed)
