"""Makes the gazetteer's tables out of a folder of open data: `python make.py DATA_FOLDER [OUT_FOLDER]`.

Reads the tables that DATA_FOLDER/README.md describes, gives every row an id, marks disputed identifiers,
leaves out columns and rows that nothing here uses, and writes one `.tsv.gz` per table. The same input gives
the same bytes (rows sorted, no timestamp in the gzip header).
"""

import csv
import gzip
import io
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = dict[str, str]

COMMON = ("id", "label", "aliases", "acronyms", "type")
COLUMNS = {
    "organizations": (*COMMON, "tier", "country", "ids", "sources", "note"),
    "countries": (*COMMON, "country", "demonyms", "capital", "ids", "sources", "note"),
    "regions": (*COMMON, "country", "ids", "sources", "note"),
    "cities": (*COMMON, "country", "admin1", "population", "ids", "sources"),
    "topics": (*COMMON, "ids", "sources"),
}
ID_SCHEMES = {
    "organizations": ("ror", "wikidata", "sprvd", "eurovoc", "xm-dac"),
    "countries": ("iso2",),
    "regions": ("m49", "iso3166-2", "wikidata", "eurovoc", "unesco", "cldr", "opensanctions"),
    "cities": ("geonames", "wikidata", "wof"),
    "topics": ("eurovoc", "unesco", "stw", "sdg"),
}
RENAMED = {"pop": "population"}
BARE_ID = {"iso2"}
"""Schemes whose value alone is the row's id: countries:FR, not countries:iso2:FR."""

PLACE_GROUPS = re.compile(r"(^| )(72\d\d|76\d\d|mt7\.\d\d)( |$)")
"""EuroVoc's and UNESCO's groups of places and international organisations: the other tables hold them."""

UNLICENSED = frozenset({"stw-mappings"})
"""Sources that state no licence: what only they say is left out."""

SHARED_SCHEMES = ("eurovoc-subject", "unbis-subject")
"""Schemes in which one value may rightly stand in many rows."""


def main(source: Path, target: Path) -> None:
    """Writes every table of `source` to `target`."""
    tables = {table: list(read(source / f"{table}.tsv.gz")) for table in COLUMNS}
    tables["topics"] = without_places(tables)
    for table, rows in tables.items():
        write(target / f"{table}.tsv.gz", COLUMNS[table], prepared(table, rows))


def read(path: Path) -> Iterator[Row]:
    """The rows of one source table."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def without_places(tables: dict[str, list[Row]]) -> list[Row]:
    """The topics that are no places and no organizations."""
    bodies = [row for row in tables["organizations"] if row["tier"] == "1"]
    named = {
        slug(name)
        for row in bodies + tables["regions"]
        for name in (row["label"], *row["aliases"].split("|"))
    }
    named |= {
        slug(name) for row in tables["countries"] for name in (row["label"], *row["aliases"].split("|"))
    }
    named |= {slug(row["label"]) for row in tables["cities"]}
    topics = (row for row in tables["topics"] if not PLACE_GROUPS.search(row["group"]))
    return [row for row in topics if row["label"].islower() or slug(row["label"]) not in named]


def prepared(table: str, rows: list[Row]) -> list[Row]:
    """The rows with ids, disputed identifiers marked, sorted by label (which packs best)."""
    for row in rows:
        row["ids"] = " ".join(item for item in row["ids"].split() if item.split("@")[1] not in UNLICENSED)
        row["sources"] = " ".join(source for source in row["sources"].split() if source not in UNLICENSED)
    disputed = repeated(rows)
    for row in rows:
        for old, new in RENAMED.items():
            row[new] = row.pop(old, "")
        row["ids"] = " ".join(marked(row["ids"].split(), disputed))
    return sorted(identified(table, rows), key=lambda row: (row["label"], row["id"]))


def repeated(rows: list[Row]) -> set[str]:
    """Identifiers that stand in more than one row without being marked weak."""
    found = Counter(bare(item) for row in rows for item in row["ids"].split() if "~" not in item)
    return {item for item, count in found.items() if count > 1}


def bare(item: str) -> str:
    """`wikidata:Q1~@ror` -> `wikidata:Q1`."""
    return item.split("@")[0].rstrip("~!")


def marked(items: list[str], disputed: set[str]) -> Iterator[str]:
    """The items of an ids column, `!` added to those which the sources dispute."""
    values = Counter(scheme for scheme, _ in {tuple(bare(item).split(":", 1)) for item in items})
    for item in items:
        name, source = item.split("@")
        scheme = name.split(":")[0]
        several = values[scheme] > 1 and not scheme.endswith("-part")
        wrong = scheme not in SHARED_SCHEMES and (several or bare(item) in disputed)
        yield f"{name}{'!' if wrong else ''}@{source}"


def identified(table: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with their `id`, unique within the table."""
    taken: set[str] = set()
    for row in sorted(rows, key=lambda row: (row["label"], row["ids"])):
        choices = [*row_ids(row, ID_SCHEMES[table]), f"name:{slug(row['label'])}"]
        row["id"] = next(choice for choice in choices if choice not in taken)
        taken.add(row["id"])
        yield row


def row_ids(row: Row, schemes: tuple[str, ...]) -> Iterator[str]:
    """Possible ids of a row, best scheme first; weak identifiers never name a row."""
    items = [item for item in row["ids"].split() if "~" not in item]
    for wanted in schemes:
        for scheme, value in (bare(item).split(":", 1) for item in items):
            if scheme == wanted:
                yield value if scheme in BARE_ID else f"{scheme}:{value}"


def slug(label: str) -> str:
    """Lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """One table, gzipped without name or time so that the bytes depend on the rows alone."""
    text = io.StringIO()
    text.write("\t".join(columns) + "\n")
    text.writelines("\t".join(row[column] or "" for column in columns) + "\n" for row in rows)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parent)
