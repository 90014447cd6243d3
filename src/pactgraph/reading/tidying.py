"""Lines of the original: splitting, odd spaces, invisible characters, letter-spaced words."""

import re
from collections.abc import Iterator

from pactgraph.reading.traced import Traced

BREAK = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")
PAGE = "\f"

# control characters, zero-width and direction marks; the joiners U+200C and U+200D carry meaning and stay
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\u21a9]|\xad(?!$)"
)
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_LETTER_SPACED = re.compile(r"(?<!\S)(?:[A-ZÀ-Þ] ){3,}[A-ZÀ-Þ](?!\S)")
_SPACE = re.compile(" ")


def split_lines(original: str, start: int = 0, end: int | None = None) -> Iterator[Traced]:
    """The lines of original[start:end] without their line breaks; a blank line is an empty Traced."""
    stop = len(original) if end is None else end
    at = start
    for match in BREAK.finditer(original, start, stop):
        yield Traced.of(original, at, match.start())
        at = match.end()
    if at < stop:
        yield Traced.of(original, at, stop)


def tidied(line: Traced) -> Traced:
    """The line with single spaces, without invisible characters, letter-spaced words closed up."""
    line = line.replaced(_INVISIBLE, "")
    line = _closed_up(line)
    return line.replaced(_SPACES, " ").stripped()


def _closed_up(line: Traced) -> Traced:
    matches = list(_LETTER_SPACED.finditer(line.text))
    if not matches:
        return line
    parts: list[Traced | str] = []
    at = 0
    for match in matches:
        parts += [line.cut(at, match.start()), line.cut(*match.span()).replaced(_SPACE, "")]
        at = match.end()
    return Traced.joined([*parts, line.cut(at, len(line.text))])
