"""Date mentions: absolute, partial and deictic, resolved against the document's date with the basis kept.

Values are ISO 8601 dates of any precision (YYYY, YYYY-MM, YYYY-MM-DD, --MM-DD); the wording stands in `extract/dates.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import regex

from pactgraph.errors import RuleError

NEARBY = 2000
"""Characters within which a date lends its year to another."""

DATATYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


@dataclass(frozen=True, slots=True)
class DateMention:
    """Characters [start, end) of the text that name a date. `basis` says how the value was worked out."""

    start: int
    end: int
    text: str
    value: str
    datatype: str
    basis: str | None = None

    @property
    def explicit(self) -> bool:
        """Whether the value stands in the text as it is."""
        return self.basis is None


class Calendar:
    """Finds dates in text. Built once from the content of `extract/dates.yaml`."""

    def __init__(self, data: Mapping[str, Any], where: str = "extract/dates.yaml") -> None:
        try:
            self._read(data)
        except (KeyError, TypeError, AttributeError, regex.error) as error:
            raise RuleError(
                f"date rules are malformed: {error!r}", where=where, hint="see docs/rules.md"
            ) from error

    def _read(self, data: Mapping[str, Any]) -> None:
        self.months = {name: number for number, names in data["months"].items() for name in names}
        self.capitalised = set(data["capitalised"])
        self.weekdays = {name: number for number, name in enumerate(data["weekdays"])}
        self.ordinals, self.numbers = data["ordinals"], data["numbers"]
        self.absolute = [self._compile(p) for p in data["absolute"]]
        self.partial = [self._compile(p) for p in data["partial"]]
        self.weekday = self._compile(data["weekday"])
        words = {word: entry for entry in data["deictic"] for word in entry["words"]}
        self.deictic = words
        self._deictic = regex.compile(
            rf"\b(?:{'|'.join(sorted(map(regex.escape, words), key=len, reverse=True))})\b", regex.I
        )

    def _compile(self, pattern: str) -> regex.Pattern[str]:
        tables = {
            "month": self.months,
            "weekday": self.weekdays,
            "ordinal": self.ordinals,
            "number": self.numbers,
        }
        for name, table in tables.items():
            alternatives = "|".join(sorted(table, key=lambda w: (-len(w), w)))
            pattern = pattern.replace("{" + name + "}", f"(?:{alternatives})")
        return regex.compile(r"(?<![\w/])" + pattern, regex.I | regex.V0)

    def find(self, text: str, reference: str | None = None) -> list[DateMention]:
        """All dates of `text`, in order, without overlaps; `reference` is the document's date or None."""
        today = _full(reference)
        taken: list[DateMention] = []
        for mention in self._candidates(text, today):
            if not any(mention.start < t.end and t.start < mention.end for t in taken):
                taken.append(mention)
        ordered = sorted(taken, key=lambda m: m.start)
        return [_with_year(m, ordered) if m.datatype == "gMonthDay" else m for m in ordered]

    def _candidates(self, text: str, today: date | None) -> Iterator[DateMention]:
        for pattern in self.absolute:
            yield from self._matches(pattern, text, today)
        for pattern in self.partial:
            yield from self._matches(pattern, text, today)
        for match in self.weekday.finditer(text):
            yield from self._weekday(match, today)
        for match in self._deictic.finditer(text):
            yield from self._relative(match, today)

    def _matches(self, pattern: regex.Pattern[str], text: str, today: date | None) -> Iterator[DateMention]:
        for match in pattern.finditer(text):
            parts = {k: v for k, v in match.groupdict().items() if v}
            word = parts.get("month", "")
            if word.lower() in self.capitalised and not word[0].isupper():
                continue
            made = self._value(parts, today)
            if made:
                value, basis = made
                start = match.start(next(iter(parts))) if set(parts) == {"year"} else match.start()
                yield DateMention(
                    start, match.end(), text[start : match.end()], value, _datatype(value), basis
                )

    def _value(self, parts: Mapping[str, str], today: date | None) -> tuple[str, str | None] | None:
        month = (
            int(parts["monthno"]) if "monthno" in parts else self.months.get(parts.get("month", "").lower())
        )
        day = (
            int(parts["day"])
            if "day" in parts
            else self.ordinals.get(parts.get("dayword", "").lower().replace(" ", "-"))
        )
        if "year" in parts:
            return _iso(int(parts["year"]), month, day, None)
        if "yearwords" in parts:
            return _iso(self._year(parts["yearwords"]), month, day, None)
        if "shift" in parts and today:
            year = today.year + {"this": 0, "last": -1, "next": 1}[parts["shift"].lower()]
            return _iso(year, month, day, f"{parts['shift'].lower()} year, from the document's date {today}")
        if today and month:
            return _iso(_nearest(today, month, day), month, day, f"year from the document's date {today}")
        return (f"--{month:02d}-{day:02d}", None) if month and day and _valid(2000, month, day) else None

    def _year(self, words: str) -> int:
        """ "one thousand nine hundred and ninety-four" as 1994."""
        total = current = 0
        for word in regex.findall(r"[a-z]+", words.lower()):
            if word == "thousand":
                total, current = total + current * 1000, 0
            elif word == "hundred":
                total, current = total + current * 100, 0
            else:
                current += self.numbers.get(word, 0)
        return total + current

    def _weekday(self, match: regex.Match[str], today: date | None) -> Iterator[DateMention]:
        if today is None:
            return
        wanted, shift = self.weekdays[match["weekday"].lower()], match["shift"].lower()
        ahead = (wanted - today.weekday()) % 7
        days = ahead or 7 if shift == "next" else ahead if shift == "this" else ahead - 7
        if shift == "on" and ahead == 0:
            days = 0
        value = (today + timedelta(days=days)).isoformat()
        yield DateMention(
            match.start(),
            match.end(),
            match.group(),
            value,
            "date",
            f"weekday, from the document's date {today}",
        )

    def _relative(self, match: regex.Match[str], today: date | None) -> Iterator[DateMention]:
        entry = self.deictic[match.group().lower()]
        span, text = match.span(), match.group()
        if today is None:
            if "days" in entry:
                basis = f"“{text}”, counted from the document's date"
                yield DateMention(span[0], span[1], text, _duration(entry["days"]), "relative", basis)
            return
        basis = f"“{text}”, from the document's date {today}"
        value = _shifted(today, entry)
        yield DateMention(span[0], span[1], text, value, _datatype(value), basis)


def _with_year(mention: DateMention, others: list[DateMention]) -> DateMention:
    """A day without a year takes that of the nearest full date in the text, if one stands within a paragraph or two."""
    full = [
        o
        for o in others
        if o.datatype == "date" and o.basis is None and abs(o.start - mention.start) < NEARBY
    ]
    nearest = min(full, key=lambda o: (abs(o.start - mention.start), o.start), default=None)
    if nearest is None or not _valid(
        int(nearest.value[:4]), int(mention.value[2:4]), int(mention.value[5:7])
    ):
        return mention
    return replace(
        mention,
        value=nearest.value[:4] + mention.value[1:],
        datatype="date",
        basis=f"year of “{nearest.text}”",
    )


def _duration(days: int) -> str:
    """Days as an ISO 8601 duration, the sign in front."""
    return f"{'-' if days < 0 else ''}P{abs(days)}D"


def _shifted(today: date, entry: Mapping[str, Any]) -> str:
    if "days" in entry:
        return (today + timedelta(days=entry["days"])).isoformat()
    if entry["unit"] == "year":
        return f"{today.year + entry['shift']:04d}"
    months = today.year * 12 + today.month - 1 + entry["shift"]
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _full(reference: str | None) -> date | None:
    try:
        return date.fromisoformat(reference) if reference and len(reference) == 10 else None
    except ValueError:
        return None


def _nearest(today: date, month: int, day: int | None) -> int:
    """The year that brings month and day closest to today."""
    years = [y for y in (today.year - 1, today.year, today.year + 1) if _valid(y, month, day or 1)]
    return min(
        years or [today.year], key=lambda y: abs((date(y, month, day or 15) - today).days) if years else 0
    )


def _iso(year: int, month: int | None, day: int | None, basis: str | None) -> tuple[str, str | None] | None:
    if not month:
        return f"{year:04d}", basis
    if day and _valid(year, month, day):
        return f"{year:04d}-{month:02d}-{day:02d}", basis
    return (f"{year:04d}-{month:02d}", basis) if not day else None


def _valid(year: int, month: int, day: int | None) -> bool:
    try:
        date(year, month, day or 1)
    except ValueError:
        return False
    return True


def _datatype(value: str) -> str:
    return "gMonthDay" if value.startswith("--") else DATATYPES[len(value)]
