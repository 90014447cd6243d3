"""Traced text: characters that know where in the original they came from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pactgraph.reading.source import Segment


@dataclass(frozen=True, slots=True)
class Traced:
    """Text with the segments that lead its characters back to the original; offsets in code points.

    Characters outside every segment were put in by the cleaning and have no original of their own.
    """

    text: str = ""
    segments: tuple[Segment, ...] = ()

    @classmethod
    def of(cls, original: str, start: int, end: int) -> "Traced":
        """The characters [start, end) of the original, one to one."""
        return cls(original[start:end], ((0, start, end - start),) if end > start else ())

    @classmethod
    def joined(cls, parts: "Iterable[Traced | str]") -> "Traced":
        """All parts in a row; a plain string is text without an original."""
        texts: list[str] = []
        segments: list[Segment] = []
        at = 0
        for part in parts:
            text = part if isinstance(part, str) else part.text
            if isinstance(part, Traced):
                _append(segments, part.segments, at)
            texts.append(text)
            at += len(text)
        return cls("".join(texts), tuple(segments))

    def cut(self, start: int, end: int) -> "Traced":
        """The slice [start, end)."""
        if start <= 0 and end >= len(self.text):
            return self
        return Traced(self.text[start:end], tuple(_clipped(self.segments, start, end)))

    def replaced(self, pattern: re.Pattern[str], by: str) -> "Traced":
        """Every match of `pattern` replaced by `by`, a match that already is `by` left as it stands."""
        parts: list[Traced | str] = []
        at = 0
        for match in pattern.finditer(self.text):
            if match.group() == by:
                continue
            parts += [self.cut(at, match.start()), by]
            at = match.end()
        return Traced.joined([*parts, self.cut(at, len(self.text))]) if parts else self

    def stripped(self) -> "Traced":
        """Without white space at both ends."""
        text = self.text
        return self.cut(len(text) - len(text.lstrip()), len(text.rstrip()))


def _append(segments: list[Segment], more: Iterable[Segment], shift: int) -> None:
    for clean, original, length in more:
        start = clean + shift
        if segments:
            last = segments[-1]
            if last[0] + last[2] == start and last[1] + last[2] == original:
                segments[-1] = (last[0], last[1], last[2] + length)
                continue
        segments.append((start, original, length))


def _clipped(segments: Iterable[Segment], start: int, end: int) -> Iterator[Segment]:
    for clean, original, length in segments:
        first, last = max(clean, start), min(clean + length, end)
        if first < last:
            yield first - start, original + first - clean, last - first
