"""What the caller decides about reading: limits, and the wording of the language, which is project data.

`extract/boilerplate.yaml` says which lines are no part of a text, `extract/reading.yaml` how dates, titles
and publishers are written. Both may be missing: then nothing is dropped or found by its wording.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pactgraph.errors import RuleError

MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LineRule:
    """Lines that `pattern` matches whole are dropped, anywhere or only above (head) or below (tail) prose."""

    id: str
    pattern: re.Pattern[str]
    where: str = "anywhere"


@dataclass(frozen=True, slots=True)
class BlockRule:
    """A line that `opens` matches is dropped with the short lines after it.

    With `continues`, up to the last of them that `continues` matches; without, up to the next blank line.
    """

    id: str
    opens: re.Pattern[str]
    continues: re.Pattern[str] | None = None
    where: str = "anywhere"


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The rules of `extract/boilerplate.yaml`."""

    lines: tuple[LineRule, ...] = ()
    blocks: tuple[BlockRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The rules of `extract/reading.yaml`.

    `months` maps lower-case names to numbers; `dates` are patterns with groups day, month, year; `datelines`
    and `closings` have a group `date` (and may have `publisher`); `publishers` have a group `publisher`.
    """

    months: Mapping[str, int] = field(default_factory=dict)
    dates: tuple[re.Pattern[str], ...] = ()
    datelines: tuple[re.Pattern[str], ...] = ()
    closings: tuple[re.Pattern[str], ...] = ()
    publishers: tuple[re.Pattern[str], ...] = ()
    untitled: tuple[re.Pattern[str], ...] = ()
    connectives: frozenset[str] = frozenset()
    stopwords: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read. `max_bytes` bounds a decompressed file, `max_text` the code points of one document."""

    max_bytes: int = 256 * MEBI
    max_text: int = 64 * MEBI
    boilerplate: Boilerplate = Boilerplate()
    wording: Wording = Wording()

    @classmethod
    def load(cls, folder: Path, **limits: int) -> "Settings":
        """The settings of a project, `folder` being its `extract`; raises RuleError for a malformed file."""
        boilerplate = _read(folder / "boilerplate.yaml", load_boilerplate, Boilerplate())
        wording = _read(folder / "reading.yaml", load_wording, Wording())
        return cls(boilerplate=boilerplate, wording=wording, **limits)


def _read(path: Path, load: Any, default: Any) -> Any:
    if not path.is_file():
        return default
    try:
        return load(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleError(f"not valid YAML: {error}", where=str(path), hint="correct the file") from error
    except (re.error, KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleError(
            f"malformed rule: {error!r}", where=str(path), hint="see docs/reading.md for the fields of a rule"
        ) from error


def load_boilerplate(data: Mapping[str, Any]) -> Boilerplate:
    """Boilerplate from the parsed YAML of `boilerplate.yaml`."""
    return Boilerplate(
        tuple(LineRule(r["id"], _compiled(r["pattern"]), _place(r)) for r in data.get("lines") or ()),
        tuple(
            BlockRule(r["id"], _compiled(r["opens"]), _optional(r.get("continues")), _place(r))
            for r in data.get("blocks") or ()
        ),
    )


def load_wording(data: Mapping[str, Any]) -> Wording:
    """Wording from the parsed YAML of `reading.yaml`; {date}, {month} stand for what the file defines."""
    months = {str(name).lower(): int(number) for name, number in (data.get("months") or {}).items()}
    names = "|".join(re.escape(n) for n in sorted(months, key=lambda n: (-len(n), n)))
    dates = [d.replace("{month}", f"(?:{names})") for d in data.get("dates") or ()]
    any_date = "(?P<date>" + "|".join([re.sub(r"\?P<\w+>", "?:", d) for d in dates]) + ")"
    texts = {
        key: tuple(_compiled(p.replace("{date}", any_date)) for p in data.get(key) or ())
        for key in ("datelines", "closings", "publishers", "untitled")
    }
    return Wording(
        months=months,
        dates=tuple(_compiled(d) for d in dates),
        connectives=_words(data.get("connectives")),
        stopwords={str(k): _words(v) for k, v in (data.get("stopwords") or {}).items()},
        **texts,
    )


def _words(listed: list[object] | None) -> frozenset[str]:
    # YAML reads a bare `on` or `no` as true or false
    if odd := [word for word in listed or () if not isinstance(word, str)]:
        raise ValueError(f"{odd[0]!r} is no word: put it in quotes")
    return frozenset(str(word) for word in listed or ())


def _place(rule: Mapping[str, Any]) -> str:
    where = rule.get("where", "anywhere")
    if where not in ("anywhere", "head", "tail"):
        raise ValueError(f"rule {rule['id']}: where is {where!r}, not anywhere, head or tail")
    return str(where)


def _compiled(pattern: str | list[str]) -> re.Pattern[str]:
    return re.compile(pattern if isinstance(pattern, str) else "|".join(pattern), re.IGNORECASE)


def _optional(pattern: str | list[str] | None) -> re.Pattern[str] | None:
    return _compiled(pattern) if pattern else None
