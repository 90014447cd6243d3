"""Lines to blocks: what a line width has torn is joined; headings, list items and addresses stay apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pactgraph.reading.traced import Traced

WIDEST = 140
"""Code points: a longer line is a paragraph of its own, never one line of a wrapped text."""

NARROWEST = 40
"""Code points: below this width, lines are addresses and titles, not wrapped prose."""

_NARROWEST_TITLE = 30
_WINDOW = 4
_EVIDENCE = 0.2
_BULLET = re.compile(r"[-–—•▪●■◦·*]\s")
_MARKER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxl]{1,5})[.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s")
_LABEL = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{1,5})[.)]")
_ENDED = re.compile(r"[.!?:;][\"”’')\]]*$")
_HYPHEN = re.compile(r"[^\W\d_][-\u2010\xad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Habits:
    """What the whole document tells about its lines: hard-wrapped or not, and the words it uses."""

    wrapped: bool
    connectives: frozenset[str]
    words: Counter[str] = field(default_factory=Counter)


def unwrapped(lines: Sequence[Traced], connectives: frozenset[str] = frozenset()) -> list[Traced]:
    """Blocks of tidied lines. A blank line always ends a block."""
    habits = _habits(lines, connectives)
    return [block for group in _groups(lines) for block in _blocks(group, habits)]


def _groups(lines: Sequence[Traced]) -> Iterator[list[Traced]]:
    group: list[Traced] = []
    for line in lines:
        if line.text:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _habits(lines: Sequence[Traced], connectives: frozenset[str]) -> Habits:
    pairs = [(a.text, b.text) for a, b in pairwise(lines) if a.text and b.text]
    running = sum(len(a) <= WIDEST and b[0].islower() for a, b in pairs)
    hyphenated = any(_HYPHEN.search(a) for a, _ in pairs)
    words = (
        Counter(w for line in lines for w in _WORD.findall(line.text.lower())) if hyphenated else Counter()
    )
    return Habits(bool(pairs) and running >= _EVIDENCE * len(pairs), connectives, words)


def _blocks(group: list[Traced], habits: Habits) -> Iterator[Traced]:
    parts: list[Traced | str] = [group[0]]
    for index in range(len(group) - 1):
        if not _joins(group, index, habits):
            yield Traced.joined(parts)
            parts = []
        elif not _dehyphenate(parts, group[index + 1].text, habits):
            parts.append(" ")
        parts.append(group[index + 1])
    yield Traced.joined(parts)


def _joins(group: list[Traced], index: int, habits: Habits) -> bool:
    above, below = group[index].text, group[index + 1].text
    if _BULLET.match(below) or len(above) > WIDEST:
        return False
    if _LABEL.fullmatch(above) or (_HYPHEN.search(above) and _goes_on(above, below)):
        return True
    ended = bool(_ENDED.search(above))
    if _MARKER.match(below) and (ended or above.endswith(",") or not habits.wrapped):
        return False
    if not ended and above[0].isupper() and _first_word(above) == _first_word(below):
        return False  # parallel lines, such as one for each signatory
    if not ended and (below[0].islower() or _last_word(above) in habits.connectives):
        return True
    if above.isupper() and below.isupper():
        return not ended and (_first_word(below) in habits.connectives or _full(group, index, ended))
    if above.isupper() != below.isupper() or not habits.wrapped:
        return False
    return _full(group, index, ended) and not (ended and _stands_alone(group, index + 1))


def _full(group: list[Traced], index: int, ended: bool) -> bool:
    """Whether the line reaches the right margin, as far as its neighbours of the same case show one."""
    above, below = group[index].text, group[index + 1].text
    near = [line.text for line in group[max(0, index - _WINDOW) : index + _WINDOW + 1]]
    widths = [len(t) for t in near if t.isupper() == above.isupper()]
    width = max(widths)
    if not (NARROWEST if not above.isupper() else _NARROWEST_TITLE) <= width <= WIDEST:
        return False
    if ended or " " not in below:
        return len(above) + 1 + len(_first_word(below)) > width
    return len(above) >= 0.7 * width


def _stands_alone(group: list[Traced], index: int) -> bool:
    """A short line that begins with a capital, another such line after it: a heading, not running text."""
    line = group[index].text
    after = group[index + 1].text if index + 1 < len(group) else ""
    return len(line) < NARROWEST and not line[0].islower() and bool(after) and not after[0].islower()


def _dehyphenate(parts: list[Traced | str], below: str, habits: Habits) -> bool:
    """Takes back a hyphen that only the line break has made; says whether the lines join without a space."""
    above = parts[-1]
    if not isinstance(above, Traced) or not _HYPHEN.search(above.text) or not _goes_on(above.text, below):
        return False
    left, right = _WORD.findall(above.text[:-1].lower())[-1:], _WORD.findall(below.lower())[:1]
    if above.text[-1] == "\xad" or not (left and right) or not _compound(left[0], right[0], habits.words):
        parts[-1] = above.cut(0, len(above.text) - 1)
    return True


def _goes_on(above: str, below: str) -> bool:
    """Whether the line below may go on with the word that a hyphen has torn: in the same case."""
    return below[0].islower() or (above[-2].isupper() and below[:2].isupper())


def _compound(left: str, right: str, words: Counter[str]) -> bool:
    """Whether the document itself writes the two halves with a hyphen, or each as a word of its own."""
    if words[left + right]:
        return False
    return bool(words[f"{left}-{right}"]) or (words[left] > 1 and words[right] > 1)


def _last_word(text: str) -> str:
    return text.rsplit(" ", 1)[-1].lower()


def _first_word(text: str) -> str:
    return text.split(" ", 1)[0].lower()
