"""Dates as texts give them: a day, a month, a year, a day without its year, or an offset from the
document's day."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from pactgraph.extraction.findings import Value

RELATIVE = "relative"
"""Datatype of a value such as "P0D" or "-P1D": an ISO 8601 duration from the document's own date."""

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_MONTH_DAY = re.compile(r"--\d{2}-\d{2}")
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
)
_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def iso_value(text: str) -> Value | None:
    """An ISO 8601 day, month or year as a value with the datatype that fits; None where it is none."""
    if not _ISO.fullmatch(text) or not _exists(text):
        return None
    return Value(text, _TYPES[len(text)])


def _exists(text: str) -> bool:
    parts = [int(p) for p in text.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def resolve(value: Value, today: str | None) -> Value | None:
    """The day that an offset means, counted from `today` (ISO 8601, any precision); None where it cannot be
    known."""
    match = _DURATION.fullmatch(value.value)
    if match is None or today is None or iso_value(today) is None:
        return None
    amounts = {
        k: int(v or 0) * (-1 if match["sign"] else 1) for k, v in match.groupdict().items() if k != "sign"
    }
    return iso_value(_moved(today, amounts) or "")


def duration(text: str) -> str:
    """An offset as a canonical xsd:duration, which knows no weeks; other texts stay as they are."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return text
    part = {k: int(v or 0) for k, v in match.groupdict().items() if k != "sign"}
    years, months = divmod(part["years"] * 12 + part["months"], 12)
    amounts = ((years, "Y"), (months, "M"), (part["weeks"] * 7 + part["days"], "D"))
    said = "".join(f"{number}{unit}" for number, unit in amounts if number)
    return f"{match['sign']}P{said}" if said else "PT0S"


def _moved(today: str, amounts: dict[str, int]) -> str | None:
    parts = [int(p) for p in today.split("-")]
    days = amounts["weeks"] * 7 + amounts["days"]
    if (days and len(parts) < 3) or (amounts["months"] and len(parts) < 2):
        return None
    months = (
        parts[0] * 12 + (parts[1] - 1 if len(parts) > 1 else 0) + amounts["years"] * 12 + amounts["months"]
    )
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    if len(parts) < 3:
        return f"{year:04}-{month + 1:02}"[: len(today)]
    day = min(parts[2], monthrange(year, month + 1)[1])
    return (date(year, month + 1, day) + timedelta(days=days)).isoformat()


def compatible(one: str, other: str) -> bool:
    """Whether two dates may be one: equal, one the beginning of the other, or a day without year within a
    full date."""
    if _MONTH_DAY.fullmatch(one) or _MONTH_DAY.fullmatch(other):
        return one[-5:] == other[-5:] or min(len(one), len(other)) < 7
    return one.startswith(other) or other.startswith(one)


def near(one: str, other: str, days: int) -> bool:
    """Whether two dates may be one if a few days do not count."""
    if len(one) == len(other) == 10:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= days
    return compatible(one, other)


def finest(values: Iterable[str]) -> str | None:
    """The most precise of several dates, the earliest of equally precise ones."""
    return min(values, key=lambda v: (_MONTH_DAY.fullmatch(v) is not None, -len(v), v), default=None)


def year(text: str) -> str:
    """The year of a date, or nothing for a day without one."""
    return text[:4] if _ISO.fullmatch(text) else ""


def is_full(text: str) -> bool:
    """Whether a date names year, month and day."""
    return len(text) == 10 and _ISO.fullmatch(text) is not None


def coarser(one: Value, other: Value) -> bool:
    """Whether the first date only says less than the other: the same day, less precisely."""
    return (
        len(one.value) < len(other.value)
        and compatible(one.value, other.value)
        and one.datatype != other.datatype
    )
