"""Names: when two names are one."""

import csv
import gzip
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BRACKETS = re.compile(r"\(([^)]*)\)")
_WORD = re.compile(r"[a-z0-9&]+")
_SHORT = 3
"""A name of at most so many characters is left out of the table: it would stand for too much."""


@dataclass(frozen=True)
class Names:
    """Compares names; see `names` in evaluation.yaml for what the fields mean."""

    drop: frozenset[str]
    possessive: re.Pattern[str]
    bracketed: int
    prefix: re.Pattern[str]
    shared: float
    several: int
    usual: Mapping[str, str]

    @classmethod
    def load(cls, data: Mapping[str, Any], table: Path) -> "Names":
        """From the YAML mapping and the table (gzipped TSV with `label` and `aliases`) of usual names."""
        plain = cls(
            frozenset(map(str, data["drop"])),
            re.compile(data["possessive"]),
            int(data["bracketed"]),
            re.compile(data["prefix"]),
            float(data["shared"]),
            int(data["several"]),
            {},
        )
        return cls(**{**vars(plain), "usual": plain._table(table)})

    def key(self, name: str | None) -> str:
        """What of a name is compared: words in lower case without accents, punctuation, articles and titles."""
        text = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
        text = _BRACKETS.sub(self._unbracketed, text)
        return " ".join(w for w in _WORD.findall(self.possessive.sub("", text)) if w not in self.drop)

    def participant(self, name: str) -> str:
        """The key of a participant: without what may stand before its name, by its usual name."""
        text = self.prefix.sub("", self.key(name))
        return self.usual.get(text, text)

    def forms(self, entity: str | Mapping[str, Any]) -> set[str]:
        """The keys of all forms of an entity."""
        if isinstance(entity, str):
            return {self.key(entity)}
        return {self.key(x) for x in [entity.get("canonical", ""), *entity.get("surface", [])]} - {""}

    def same(self, one: str, two: str) -> bool:
        """Whether two keys are of one name: equal, or long and mostly the same words."""
        shorter = min(len(one.split()), len(two.split()))
        return one == two or (shorter >= self.several and _overlap(one, two) >= self.shared)

    def _unbracketed(self, match: re.Match[str]) -> str:
        return " " if len(match[1]) < self.bracketed else f" {match[1]} "

    def _table(self, file: Path) -> dict[str, str]:
        with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            return self._usual((row["label"], row["aliases"]) for row in rows)

    def _usual(self, rows: Iterable[tuple[str, str]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for label, aliases in rows:
            for key in map(self.key, [label, *aliases.split("|")]):
                if len(key) > _SHORT:
                    found.setdefault(key, self.key(label))
        return found


def _overlap(one: str, two: str) -> float:
    a, b = set(one.split()), set(two.split())
    return len(a & b) / max(1, min(len(a), len(b)))
