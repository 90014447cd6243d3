"""The gazetteer's index: built once from the tables, kept in the cache folder, mapped into memory.

Names are sequences of pieces. `keys` holds the 64-bit key of every name and of every beginning of a name, sorted, so
that one look-up per piece walks a text along all names at once; `starts` gives each key's postings (none for mere
beginnings). Rows stand as text and are parsed only when asked for.
"""

import json
import mmap
import os
import tempfile
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Literal

from pactgraph.language.gazetteer_names import (
    Normal,
    ACRONYM_SEED,
    NAME_SEED,
    initials,
    is_written_as_acronym,
    piece_hash,
    raw_pieces,
    step,
)
from pactgraph.language.gazetteer_tables import FIELDS, MentionRule, Row, Settings, content_hash, read_rows

FORMAT = 1
MAGIC = b"pactgraph gazetteer\n"
HEADER = 4096
SECTIONS: Mapping[str, Literal["Q", "I", "B"]] = {
    "keys": "Q", "starts": "I", "rows": "I", "flags": "B", "offsets": "I", "text": "B",
    "ids": "Q", "id_rows": "I", "words": "Q", "word_starts": "I", "word_rows": "I",
}  # fmt: skip
"""Sections and their item types: Q 64-bit, I 32-bit, B 8-bit, all unsigned."""

LABEL, ALIAS, VARIANT, ACRONYM, DEMONYM, BORROWED = range(6)
MENTION, SURE, TELLING, FORM = 0x80, 0x40, 0x20, 0x07
"""Flags of a posting: recognized in running text; acronym sure to mean this row;
name with a word that is no everyday word; the form. A borrowed acronym is one that a row lists for a part, a
parent or a forerunner: neither its first acronym nor the initials of a name of its own."""

Posting = tuple[int, int]
"""(row, flags)"""


class Index:
    """Look-up in the mapped sections."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Raises ValueError where the data are no index of this format."""
        view = memoryview(data)
        if bytes(view[: len(MAGIC)]) != MAGIC:
            raise ValueError("no gazetteer index")
        size = int.from_bytes(view[len(MAGIC) : len(MAGIC) + 8], "little")
        header = json.loads(bytes(view[len(MAGIC) + 8 : len(MAGIC) + 8 + size]))
        if header["format"] != FORMAT or header["size"] != len(view):
            raise ValueError("index of another format, or cut off")
        self.hash: str = header["hash"]
        self._sections: dict[str, memoryview[int]] = {
            name: view[start : start + length].cast("B").cast(SECTIONS[name])
            for name, (start, length) in header["sections"].items()
        }
        self.keys, self.starts = self._sections["keys"], self._sections["starts"]
        self.rows, self.flags = self._sections["rows"], self._sections["flags"]

    def find(self, wanted: int) -> int:
        """Position of a key, or -1."""
        at = bisect_left(self.keys, wanted)
        return at if at < len(self.keys) and self.keys[at] == wanted else -1

    def postings(self, at: int) -> list[Posting]:
        """Postings of the key at a position, best rows first."""
        start, end = self.starts[at], self.starts[at + 1]
        return [(self.rows[i], self.flags[i]) for i in range(start, end)]

    def row(self, number: int) -> Row:
        """The fields of a row."""
        offsets, text = self._sections["offsets"], self._sections["text"]
        cells = bytes(text[offsets[number] : offsets[number + 1]]).decode().split("\t")
        return dict(zip(FIELDS, cells, strict=True))

    def row_number(self, row_id: str) -> int:
        """Number of the row with an id, or -1."""
        ids, wanted = self._sections["ids"], piece_hash(row_id)
        at = bisect_left(ids, wanted)
        return self._sections["id_rows"][at] if at < len(ids) and ids[at] == wanted else -1

    def rows_with(self, word: str) -> memoryview:
        """Numbers of the rows one of whose names holds a normalised word."""
        words, wanted = self._sections["words"], piece_hash(word)
        starts, rows = self._sections["word_starts"], self._sections["word_rows"]
        at = bisect_left(words, wanted)
        found = at < len(words) and words[at] == wanted
        return rows[starts[at] : starts[at + 1]] if found else rows[:0]

    def __len__(self) -> int:
        return len(self._sections["id_rows"])


def open_index(settings: Settings) -> Index:
    """The cached index of a gazetteer folder; built, and cached if possible, where there is none."""
    digest = content_hash(settings.folder)
    path = cache_folder() / f"gazetteer-{FORMAT}-{digest[:24]}.bin"
    try:
        with path.open("rb") as file:
            index = Index(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if index.hash == digest:
            return index
    except (OSError, ValueError, KeyError):
        pass  # no cached index, or a damaged one: it is built anew
    data = build(settings, digest)
    return _cached(path, data)


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/pactgraph`, or `~/.cache/pactgraph`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pactgraph"


def _cached(path: Path, data: bytes) -> Index:
    """Writes the index to the cache and maps it; where that fails, keeps it in memory."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
        with path.open("rb") as written:
            return Index(mmap.mmap(written.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError:
        return Index(data)


@dataclass(slots=True)
class _Name:
    """A name of a row on its way into the index."""

    seed: int
    pieces: tuple[str, ...]
    form: int
    mention: bool
    sure: bool = False
    telling: bool = False

    @property
    def flags(self) -> int:
        """The posting's flags."""
        return self.form | (MENTION * self.mention) | (SURE * self.sure) | (TELLING * self.telling)


@dataclass(frozen=True)
class _Table:
    """All rows, best first, with what the names' policy needs to know."""

    settings: Settings
    rows: list[Row]
    rules: list[MentionRule | None]
    ordinary: frozenset[str]
    stop: frozenset[str]


def build(settings: Settings, digest: str) -> bytes:
    """The index of a gazetteer folder as bytes; the same files give the same bytes."""
    rows = sorted(read_rows(settings), key=lambda row: _rank(settings, row))
    rules = [settings.tables[row["table"]].rule(row) for row in rows]
    table = _Table(settings, rows, rules, _ordinary(settings, rows), _stop(settings))
    postings: dict[int, list[Posting]] = {}
    beginnings: set[int] = set()
    for number in range(len(rows)):
        for name in _names(table, number):
            _enter(postings, beginnings, name, number)
    keys = sorted(beginnings | postings.keys())
    kept = [_kept(table, postings.get(k, [])) for k in keys]
    sections = {
        "keys": array("Q", keys),
        "starts": _starts(kept),
        "rows": array("I", [row for group in kept for row, _ in group]),
        "flags": array("B", [flags for group in kept for _, flags in group]),
        **_row_sections(rows),
        **_word_sections(settings, rows),
    }
    return _packed(sections, digest)


def _rank(settings: Settings, row: Row) -> tuple[int, int, int, int, str]:
    """Best rows first: by table, type (where the table says an order), tier, population, id."""
    names = list(settings.tables)
    kind = _order(settings, row)
    return names.index(row["table"]), kind, int(row["tier"] or 9), -int(row["population"] or 0), row["id"]


def _order(settings: Settings, row: Row) -> int:
    order = settings.tables[row["table"]].order
    return order.index(row["type"]) if row["type"] in order else len(order)


def _ordinary(settings: Settings, rows: list[Row]) -> frozenset[str]:
    """Words that stand in lower case in the labels of the tables with `case = "any"`: everyday words."""
    labels = (row["label"] for row in rows if settings.tables[row["table"]].case == "any")
    words = (word for label in labels for word in label.split() if word.islower())
    return (
        frozenset(piece for word in words for piece in settings.normal.pieces(word)) | settings.normal.small
    )


def _stop(settings: Settings) -> frozenset[str]:
    """Stop names, normalised, with their table in front where they have one."""
    parts = (line.rpartition(":") for line in settings.stop)
    return frozenset(table + sep + " ".join(settings.normal.pieces(name)) for table, sep, name in parts)


def _names(table: _Table, number: int) -> Iterator[_Name]:
    """Every name, variant, acronym and demonym of a row."""
    row, rule, normal = table.rows[number], table.rules[number], table.settings.normal
    for name, form in [(row["label"], LABEL), *((alias, ALIAS) for alias in split_cell(row["aliases"]))]:
        yield from _name_forms(table, number, name, form)
    for acronym in split_cell(row["acronyms"]):
        mention = _acronym_mention(table, rule, acronym)
        known = rule is not None and 0 < rule.sure_letters <= len(acronym)
        form, sure = _acronym_form(normal, row, acronym), known or acronym in table.settings.sure
        yield _Name(ACRONYM_SEED, tuple(raw_pieces(acronym)), form, mention, sure)
    for demonym in filter(None, (part.strip() for part in row["demonyms"].replace("|", ",").split(","))):
        mention = rule is not None and rule.demonyms and demonym not in table.settings.stop
        yield _Name(NAME_SEED, normal.pieces(demonym), DEMONYM, mention)


def _name_forms(table: _Table, number: int, name: str, form: int) -> Iterator[_Name]:
    normal, row, rule = table.settings.normal, table.rows[number], table.rules[number]
    pieces = normal.pieces(name)
    if is_written_as_acronym(name):
        yield _Name(NAME_SEED, pieces, form, False)
        yield _Name(ACRONYM_SEED, tuple(raw_pieces(name)), form, _acronym_mention(table, rule, name))
        return
    mention = rule is not None and _name_mention(table, rule, row, pieces)
    telling = not table.ordinary.issuperset(pieces)
    yield _Name(NAME_SEED, pieces, form, mention, telling=telling)
    for made, allowed in normal.alternatives(row["table"], pieces):
        yield _Name(NAME_SEED, made, VARIANT, mention and allowed and len(made) > 1, telling=telling)


def _acronym_form(normal: Normal, row: Row, acronym: str) -> int:
    own = acronym == split_cell(row["acronyms"])[0]
    names = (row["label"], *split_cell(row["aliases"]))
    return ACRONYM if own or any(initials(name, normal.small) == acronym for name in names) else BORROWED


def _name_mention(table: _Table, rule: MentionRule, row: Row, pieces: tuple[str, ...]) -> bool:
    """Whether running text is searched for a name. Population counts for names of one word only."""
    joined = " ".join(pieces)
    if joined in table.stop or f"{row['table']}:{joined}" in table.stop:
        return False
    if rule.telling and table.ordinary.issuperset(pieces):
        return False
    enough = len(pieces) >= max(rule.min_words, 1) and sum(map(len, pieces)) >= rule.min_letters
    return enough and (len(pieces) > 1 or int(row["population"] or 0) >= rule.min_population)


def _acronym_mention(table: _Table, rule: MentionRule | None, acronym: str) -> bool:
    return rule is not None and rule.acronyms and acronym not in table.settings.stop and len(acronym) > 1


def _enter(postings: dict[int, list[Posting]], beginnings: set[int], name: _Name, row: int) -> None:
    """Enters a name and all its beginnings."""
    state = name.seed
    for piece in name.pieces:
        beginnings.add(state)
        state = step(state, piece_hash(piece))
    group = postings.setdefault(state, [])
    if name.pieces and not any(r == row and flags & FORM <= name.form for r, flags in group):
        group.append((row, name.flags))


def _kept(table: _Table, group: list[Posting]) -> list[Posting]:
    """Sorts a name's postings, borrowed acronyms last, and leaves running text to the best few rows of a table."""
    if len(group) < 2:
        return group
    ordered = sorted(_genuine(table, group), key=lambda posting: (posting[1] & FORM == BORROWED, posting[0]))
    best: dict[tuple[str, bool], tuple[int, str, bool]] = {}
    taken: Counter[tuple[str, bool]] = Counter()
    heard = {table.rows[number]["table"] for number, flags in ordered if flags & MENTION}
    for place, (number, flags) in enumerate(ordered):
        row, form, rule = table.rows[number], flags & FORM, table.rules[number]
        part = (row["table"], form == DEMONYM)
        worth = (_order(table.settings, row), row["tier"], form == BORROWED)
        allowed = flags & MENTION and not (rule and rule.yields_to & heard)
        if (
            allowed
            and best.setdefault(part, worth) == worth
            and taken[part] < table.settings.tables[part[0]].keep
        ):
            taken[part] += 1
        else:
            ordered[place] = (number, flags & ~MENTION)
    return ordered


def _genuine(table: _Table, group: list[Posting]) -> Iterator[Posting]:
    """Leaves out made-up variants that are another row's name, and silences acronyms that several rows own."""
    named = {table.rows[number]["table"] for number, flags in group if flags & FORM in (LABEL, ALIAS)}
    owners = Counter(table.rows[number]["table"] for number, flags in group if flags & FORM == ACRONYM)
    for number, flags in group:
        name = table.rows[number]["table"]
        if flags & FORM == VARIANT and name in named:
            continue
        loud = flags & FORM not in (ACRONYM, BORROWED) or owners[name] < 2 or flags & SURE
        yield number, flags if loud else flags & ~MENTION


def _starts(groups: list[list[Posting]]) -> "array[int]":
    return array("I", accumulate((len(group) for group in groups), initial=0))


def _row_sections(rows: list[Row]) -> "dict[str, array[int]]":
    """The rows' text, its offsets, and the rows by id."""
    texts = ["\t".join(row[name] for name in FIELDS).encode() for row in rows]
    ids = sorted((piece_hash(row["id"]), number) for number, row in enumerate(rows))
    return {
        "offsets": array("I", accumulate((len(text) for text in texts), initial=0)),
        "text": array("B", b"".join(texts)),
        "ids": array("Q", [wanted for wanted, _ in ids]),
        "id_rows": array("I", [number for _, number in ids]),
    }


def _word_sections(settings: Settings, rows: list[Row]) -> "dict[str, array[int]]":
    """Rows by the words of their names, for fuzzy candidates; small words are left out."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        names = (row["label"], *split_cell(row["aliases"]))
        for word in {word for name in names for word in settings.normal.pieces(name)} - settings.normal.small:
            found[piece_hash(word)].append(number)
    words = sorted(found)
    return {
        "words": array("Q", words),
        "word_starts": array("I", accumulate((len(found[word]) for word in words), initial=0)),
        "word_rows": array("I", [number for word in words for number in found[word]]),
    }


def _packed(sections: "Mapping[str, array[int]]", digest: str) -> bytes:
    """Header and sections, each section at a multiple of eight bytes."""
    places, at = {}, HEADER
    for name in SECTIONS:
        length = len(sections[name]) * sections[name].itemsize
        places[name] = (at, length)
        at += -(-length // 8) * 8
    header = json.dumps({"format": FORMAT, "hash": digest, "size": at, "sections": places}).encode()
    parts = [(MAGIC + len(header).to_bytes(8, "little") + header).ljust(HEADER, b"\0")]
    parts += [sections[name].tobytes().ljust(-(-places[name][1] // 8) * 8, b"\0") for name in SECTIONS]
    return b"".join(parts)


def split_cell(cell: str) -> list[str]:
    """The values of a cell that may hold several."""
    return [part for part in cell.split("|") if part]
