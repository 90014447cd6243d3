"""The gazetteer's source files: settings, tables, own additions, corrections, stop words."""

import csv
import gzip
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pactgraph.errors import RuleError
from pactgraph.language.gazetteer_names import Normal, Variant


@dataclass(slots=True)
class Row:
    """A row of a table; the file need not have all columns. `|` separates several values of a cell."""

    id: str
    table: str
    label: str
    aliases: str = ""
    acronyms: str = ""
    type: str = ""
    tier: str = ""
    country: str = ""
    demonyms: str = ""
    population: str = ""
    capital: str = ""
    admin1: str = ""
    ids: str = ""
    sources: str = ""
    note: str = ""


FIELDS = tuple(field.name for field in fields(Row))
REPEATED = ("type", "tier", "country", "population", "admin1", "sources", "note")
EXTENSIBLE = ("aliases", "acronyms", "demonyms")
CORRECTABLE = ("row", "merge", "alias", "acronym", "id", "label")


@dataclass(frozen=True)
class MentionRule:
    """Which names of which rows are recognized in running text."""

    where: Mapping[str, frozenset[str]]
    min_words: int
    min_letters: int
    min_population: int
    sure_letters: int
    acronyms: bool
    demonyms: bool
    telling: bool
    yields_to: frozenset[str]

    def fits(self, row: Row) -> bool:
        """Whether this rule decides about the row."""
        return all(getattr(row, column) in values for column, values in self.where.items())


@dataclass(frozen=True)
class Table:
    """A table's meaning: case policy ("names", "relaxed" or "any"), rows kept for one name, mention rules.

    `hides`: labels whose shorter names inside a name of this table are no mentions (Mexico in
    "Gulf of Mexico").
    """

    name: str
    case: str
    keep: int
    order: tuple[str, ...]
    hides: frozenset[str]
    mention: tuple[MentionRule, ...]

    def rule(self, row: Row) -> MentionRule | None:
        """The first mention rule that fits the row."""
        return next((rule for rule in self.mention if rule.fits(row)), None)


@dataclass(frozen=True)
class Settings:
    """Everything in `tables.toml`; `data` holds the parts that others read (linking)."""

    folder: Path
    normal: Normal
    tables: Mapping[str, Table]
    stop: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    data: Mapping[str, Any] = field(default_factory=dict)


def read_settings(folder: Path) -> Settings:
    """Reads `tables.toml`, `stop.txt` and `sure.txt`; RuleError where missing or malformed."""
    path = folder / "tables.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        normal = _normal(data["normal"], data.get("variants", []))
        tables = {name: _table(name, table) for name, table in data["tables"].items()}
    except FileNotFoundError as error:
        raise RuleError(
            "no gazetteer settings", where=str(path), hint="copy extract/gazetteer of the project"
        ) from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise RuleError(
            f"malformed gazetteer settings: {error!r}", where=str(path), hint="see docs/gazetteer.md"
        ) from error
    return Settings(folder, normal, tables, _lines(folder / "stop.txt"), _lines(folder / "sure.txt"), data)


def _normal(data: Mapping[str, Any], variants: Iterable[Mapping[str, Any]]) -> Normal:
    sets = {name: frozenset(data.get(name, ())) for name in ("articles", "joining", "small", "lowered")}
    return Normal(**sets, words=dict(data.get("words", {})), variants=tuple(_variant(v) for v in variants))


def _variant(data: Mapping[str, Any]) -> Variant:
    return Variant(
        frozenset(data["tables"]), re.compile(data["pattern"]), data["replace"], data.get("mention", True)
    )


def _table(name: str, data: Mapping[str, Any]) -> Table:
    if data["case"] not in CASES:
        raise ValueError(f"case of {name} is {data['case']!r}, not one of {', '.join(CASES)}")
    rules = tuple(_rule(rule) for rule in data.get("mention", ()))
    order, hides = tuple(data.get("order", ())), frozenset(data.get("hides", ()))
    return Table(name, data["case"], int(data.get("keep", 1)), order, hides, rules)


CASES = ("names", "relaxed", "any")


def _rule(data: Mapping[str, Any]) -> MentionRule:
    where = {column: frozenset(values) for column, values in data.get("where", {}).items()}
    return MentionRule(
        where,
        min_words=int(data.get("min_words", 0)),
        min_letters=int(data.get("min_letters", 0)),
        min_population=int(data.get("min_population", 0)),
        sure_letters=int(data.get("sure_letters", 0)),
        acronyms=bool(data.get("acronyms")),
        demonyms=bool(data.get("demonyms")),
        telling=bool(data.get("telling")),
        yields_to=frozenset(data.get("yields_to", ())),
    )


def _lines(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line)


def content_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files that the index is made of."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.suffix in {".gz", ".tsv", ".toml", ".txt"}):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_rows(settings: Settings) -> list[Row]:
    """All rows of all tables with additions and corrections applied; `id` carries the table's name."""
    rows = {row.id: row for table in settings.tables for row in _table_rows(settings.folder, table)}
    for number, line in _own(settings.folder / "extra.tsv"):
        _add(rows, settings, line, f"extra.tsv:{number}")
    for number, line in _own(settings.folder / "corrections.tsv"):
        _correct(rows, line, f"corrections.tsv:{number}")
    return list(rows.values())


def _table_rows(folder: Path, table: str) -> Iterator[Row]:
    path = folder / f"{table}.tsv.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield _row(table, line)
    except (OSError, EOFError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise RuleError(
            f"gazetteer table cannot be read: {error!r}",
            where=str(path),
            hint="run extract/gazetteer/make.py",
        ) from error


def _row(table: str, line: Mapping[str, str]) -> Row:
    cells = {name: value for name, value in line.items() if value and name in FIELDS}
    cells |= {name: sys.intern(cells[name]) for name in REPEATED if name in cells}
    return Row(**cells | {"id": f"{table}:{line['id']}", "table": table, "label": line["label"]})


def _own(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines of a hand-kept file with their numbers; empty lines and lines that begin with # are skipped."""
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    wanted = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    head = wanted[0][1].split("\t") if wanted else []
    for number, line in wanted[1:]:
        cells = line.split("\t")
        if len(cells) > len(head):
            raise RuleError(
                "more cells than columns", where=f"{path}:{number}", hint=f"columns: {', '.join(head)}"
            )
        yield number, dict(zip(head, cells + [""] * (len(head) - len(cells)), strict=True))


def _add(rows: dict[str, Row], settings: Settings, line: Mapping[str, str], where: str) -> None:
    """Adds a row, or extends the row that the line's id names."""
    table = line["id"].split(":")[0]
    if table not in settings.tables:
        raise RuleError(
            f"unknown table {table!r} in id {line['id']!r}", where=where, hint="ids begin with a table's name"
        )
    row = rows.get(line["id"])
    if row is None:
        cells = {name: line.get(name, "") for name in FIELDS}
        rows[line["id"]] = Row(**cells | {"table": table, "sources": "own"})
        return
    for name in EXTENSIBLE:
        setattr(row, name, "|".join(filter(None, (getattr(row, name), line.get(name, "")))))
    row.country = row.country or line.get("country", "")
    row.sources = f"{row.sources} own"


def _correct(rows: dict[str, Row], line: Mapping[str, str], where: str) -> None:
    """Takes out a row, alias, acronym or id; `label` renames a row, `merge` adds it to another."""
    what, value, row = line["what"], line["value"], rows.get(line["id"])
    if what not in CORRECTABLE or row is None or (what == "merge" and value not in rows):
        raise RuleError(
            f"nothing to correct: {what} of {line['id']}", where=where, hint=f"what: {CORRECTABLE}"
        )
    if what in ("row", "merge"):
        del rows[line["id"]]
    if what == "merge":
        _merge(rows[value], row)
    elif what == "label":
        row.label = value
    elif what == "id":
        row.ids = " ".join(item for item in row.ids.split() if _bare(item) != value)
    elif what != "row":
        column = {"alias": "aliases", "acronym": "acronyms"}[what]
        values = getattr(row, column).split("|")
        if value not in values:
            raise RuleError(
                f"no {what} {value!r} in {line['id']}", where=where, hint="write it as the table does"
            )
        setattr(row, column, "|".join(other for other in values if other != value))


def _merge(target: Row, row: Row) -> None:
    """Names, acronyms and ids go over; the ids as weak ones: that the rows are one is our own judgement."""
    names = {target.label, *target.aliases.split("|")}
    new = [name for name in (row.label, *row.aliases.split("|")) if name not in names]
    target.aliases = "|".join(filter(None, (target.aliases, *new)))
    acronyms = dict.fromkeys((*target.acronyms.split("|"), *row.acronyms.split("|")))
    target.acronyms = "|".join(filter(None, acronyms))
    weak = (f"{_bare(item)}~@{item.rpartition('@')[2]}" for item in row.ids.split())
    target.ids = " ".join([target.ids, *weak]).strip()


def _bare(item: str) -> str:
    return item.rpartition("@")[0].rstrip("~!")
