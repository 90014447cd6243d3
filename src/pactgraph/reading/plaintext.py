"""Plain text and Markdown, both with or without front matter."""

import re
from collections.abc import Iterator

from pactgraph.errors import ReadingError
from pactgraph.reading.drafts import Draft
from pactgraph.reading.metadata import Claim, parse_record, record_claims
from pactgraph.reading.settings import Settings
from pactgraph.reading.source import Field
from pactgraph.reading.tidying import split_lines
from pactgraph.reading.traced import Traced

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,65536}?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"[ \t]*[\w-]+[ \t]*:(?:\s|$)")

_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_HEADING_END = re.compile(r"[ \t]#+[ \t]{0,20}$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*$")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_TABLE_RULE = re.compile(r"\s{0,9}\|?\s{0,9}:?-{2,}:?\s{0,9}(?:\|\s{0,9}:?-{2,}:?\s{0,9})*\|?\s{0,9}$")
_TABLE_EDGE = re.compile(r"^\s*\|\s?|\s?\|\s*$")
_BEFORE_LINKS = (
    re.compile(r"<!--.{0,2000}?-->|</?[a-zA-Z][^<>]{0,200}>"),
    re.compile(r"!\[[^\]]{0,300}\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,200}\")?\)"),
    re.compile(r"\[\^[^\]\s]{1,40}\]:?"),
)
_LINK = re.compile(
    r"\[([^\[\]]{0,500})\]"
    r"(?:\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s\"[^\"]{0,200}\")?\)|\[[^\[\]]{0,80}\])"
)
_AFTER_LINKS = (
    re.compile(r"(?<!\\)\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+"),
    re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>|~-])"),
)


def read_text(original: str, settings: Settings, where: str) -> Draft:
    """Draft of a plain text."""
    claims, start, warnings = front_matter(original, settings, where)
    return Draft(original, list(split_lines(original, start)), claims=claims, warnings=warnings)


def read_markdown(original: str, settings: Settings, where: str) -> Draft:
    """Draft of a Markdown text: its marks are taken out, its first heading of the top level is the title."""
    claims, start, warnings = front_matter(original, settings, where)
    lines = list(_plain_lines(list(split_lines(original, start))))
    title = _title(list(split_lines(original, start)))
    return Draft(original, lines, "text/markdown", claims=(*claims, *title), warnings=warnings)


def front_matter(
    original: str, settings: Settings, where: str
) -> tuple[tuple[Claim, ...], int, tuple[str, ...]]:
    """Claims of the front matter, the offset where the text begins, and warnings."""
    match = _FRONT.match(original)
    if not match or not _FIELD.match(match.group(1)):
        return (), 0, ()
    try:
        record = parse_record(match.group(1), f"{where}, front matter")
    except ReadingError as error:
        return (), match.end(), (f"front matter left out: {error.what}",)
    return tuple(record_claims(record, "front-matter", settings.wording)), match.end(), ()


def _title(lines: list[Traced]) -> Iterator[Claim]:
    for index, line in enumerate(lines[:60]):
        heading = _HEADING.match(line.text)
        underlined = (
            index + 1 < len(lines) and line.text.strip() and re.match(r"=+\s*$", lines[index + 1].text)
        )
        if underlined or (heading and len(heading.group(1)) == 1):
            yield "title", Field(" ".join(_unmarked(line).text.split()), "text")
            return


def _plain_lines(lines: list[Traced]) -> Iterator[Traced]:
    fenced = False
    for index, line in enumerate(lines):
        above = lines[index - 1].text.strip() if index else ""
        if _FENCE.match(line.text):
            fenced = not fenced
            yield Traced()
        elif fenced:
            yield line
        elif _TABLE_RULE.match(line.text) or (above and _UNDERLINE.match(line.text)):
            yield Traced()
        elif _HEADING.match(line.text):
            yield from (Traced(), _unmarked(line), Traced())
        else:
            yield _unmarked(line)


def _unmarked(line: Traced) -> Traced:
    line = line.replaced(_QUOTE, "")
    if heading := _HEADING.match(line.text):
        line = line.cut(heading.end(), len(line.text)).replaced(_HEADING_END, "")
    line = line.replaced(_TABLE_EDGE, "")
    for pattern in _BEFORE_LINKS:
        line = line.replaced(pattern, "")
    line = _unlinked(line)
    for pattern in _AFTER_LINKS:
        line = line.replaced(pattern, "")
    return line


def _unlinked(line: Traced) -> Traced:
    """[text](address) and [text][reference] become text."""
    parts: list[Traced | str] = []
    at = 0
    for match in _LINK.finditer(line.text):
        parts += [line.cut(at, match.start()), line.cut(*match.span(1))]
        at = match.end()
    return Traced.joined([*parts, line.cut(at, len(line.text))]) if parts else line
