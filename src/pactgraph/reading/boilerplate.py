"""Lines that are no part of the text: navigation, contacts, footers. The wording comes from the project."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pactgraph.reading.settings import BlockRule, Boilerplate
from pactgraph.reading.traced import Traced

_HEAD = 15
_RUN = 60
_SHORT = 100
_SAMPLE = 400
_ITEM = 80
_BREADCRUMB = re.compile(
    r"(?:[^>»›]{1,80}\s[>»›]\s){2,}[^>»›]{0,120}|(?:[^>»›]{1,80}\s?[»›]\s?){2,}[^>»›]{0,120}"
)
_SEPARATOR = re.compile(r"\s*[>»›]\s*")
_MENU = re.compile(r"(?:[^|]{1,30}\s\|\s){3,}[^|]{1,30}")
_ENDED = re.compile(r"[.!?:;,][\"”’')\]]*$")
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*$")
_NUMBER = re.compile(r"[-–—\[(]*\s?(\d{1,4})\s?[-–—\])]*")
_RULE = re.compile(r"[-=_*#~.·•\s]{3,}")


@dataclass(frozen=True, slots=True)
class Header:
    """The site's own lines above the text: `lines` before the breadcrumb, `trail` its parts."""

    end: int = 0
    lines: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()


def is_prose(text: str) -> bool:
    """Eight words or more, half of them in lower case: running text, no label, name or address."""
    words = text[:_SAMPLE].split()
    lower = sum(w[0].islower() for w in words)
    return len(words) >= 8 and lower * 2 >= len(words)


def site_header(lines: Sequence[Traced]) -> Header:
    """What stands above and on a breadcrumb near the top, if all lines above it are short and no prose."""
    seen: list[str] = []
    for index, line in enumerate(lines):
        if _BREADCRUMB.fullmatch(line.text):
            return Header(index + 1, tuple(seen), tuple(filter(None, _SEPARATOR.split(line.text))))
        if line.text:
            seen.append(line.text)
        if len(seen) > _HEAD or len(line.text) > _ITEM or _ENDED.search(line.text):
            break
    return Header()


def dropped(lines: Sequence[Traced], rules: Boilerplate) -> set[int]:
    """Indexes of the lines that are no part of the text."""
    texts = [line.text for line in lines]
    head, tail = _bounds(texts)
    out = set(range(site_header(lines).end)) | _page_numbers(texts)
    out.update(i for i, text in enumerate(texts) if text and _is_furniture(text))
    for rule in rules.lines:
        span = _span(rule.where, head, tail, len(texts))
        out.update(i for i in span if texts[i] and rule.pattern.fullmatch(texts[i]))
    for block in rules.blocks:
        for i in _span(block.where, head, tail, len(texts)):
            if texts[i] and block.opens.fullmatch(texts[i]):
                out.update(range(i, _block_end(texts, i, block)))
    return out


def _is_furniture(text: str) -> bool:
    return bool(_RULE.fullmatch(text) or _MENU.fullmatch(text) or _BREADCRUMB.fullmatch(text))


def _bounds(texts: Sequence[str]) -> tuple[int, int]:
    """Where the head ends (at the first ended sentence or sooner) and the tail begins (after all prose)."""
    prose = [i for i, text in enumerate(texts) if is_prose(text)]
    filled = [i for i, text in enumerate(texts) if text]
    head = filled[_HEAD] if len(filled) > _HEAD else len(texts)
    first = next((i for i in prose if _SENTENCE_END.search(texts[i])), head)
    return min(first, head), prose[-1] + 1 if prose else 0


def _span(where: str, head: int, tail: int, count: int) -> range:
    return {"head": range(head), "tail": range(tail, count)}.get(where, range(count))


def _block_end(texts: Sequence[str], start: int, rule: BlockRule) -> int:
    end = start + 1
    for index in range(start + 1, min(len(texts), start + _RUN)):
        text = texts[index]
        if len(text) > _SHORT or is_prose(text) or (not text and rule.continues is None):
            break
        if rule.continues is None or rule.continues.fullmatch(text):
            end = index + 1
    return end


def _page_numbers(texts: Sequence[str]) -> set[int]:
    """Lines of a number alone that count up by one: at least two, and text between them."""
    numbers = [(i, int(m.group(1))) for i, t in enumerate(texts) if (m := _NUMBER.fullmatch(t))]
    out: set[int] = set()
    for (i, a), (j, b) in pairwise(numbers):
        if b == a + 1 and j - i > 10:
            out |= {i, j}
    return out
