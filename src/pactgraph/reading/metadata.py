"""Title, publisher, date, author and language of a document, each with its basis.

Claims are pairs (name, Field); of several claims for one name the first wins, so their order is their rank:
sidecar, front matter, what the file format says of itself, the text, the path, then what a converter wrote.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml

from pactgraph.errors import ReadingError
from pactgraph.reading.boilerplate import is_prose, site_header
from pactgraph.reading.settings import Wording
from pactgraph.reading.source import Field
from pactgraph.reading.traced import Traced

Claim = tuple[str, Field]

_NAMES = {
    "title": "title",
    "headline": "title",
    "date": "date",
    "published": "date",
    "datepublished": "date",
    "publisher": "publisher",
    "source": "publisher",
    "site": "publisher",
    "sitename": "publisher",
    "author": "author",
    "language": "language",
    "lang": "language",
    "series": "series",
}
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")
_PATH_DATE = re.compile(r"(?<!\d)((?:1[5-9]|2[01])\d{2}-\d{2}-\d{2})(?!\d)")
_ENDED = re.compile(r"[.!?;,][\"”’')\]]*$")
_WORD = re.compile(r"[^\W\d_]+")
_HEAD = 12
_TAIL = 6
_LONGEST_PUBLISHER = 200
_LONGEST_TITLE = 400
_LONGEST_PROSE = 200
_SAMPLE = 20_000


def settled(claims: Iterable[Claim]) -> dict[str, Field]:
    """The first claim for each name."""
    out: dict[str, Field] = {}
    for name, claim in claims:
        out.setdefault(name, claim)
    return out


def record_claims(record: Mapping[Any, Any], basis: str, wording: Wording) -> Iterator[Claim]:
    """Claims of a front matter, a sidecar or a JSONL line; unknown fields and empty values are left out."""
    for key, value in record.items():
        name = _NAMES.get(str(key).lower())
        text = iso_date(value, wording) if name == "date" else _scalar(value)
        if name and text:
            yield name, Field(text, basis)


def parse_record(text: str, where: str, kind: str = "yaml") -> dict[Any, Any]:
    """The mapping written in a sidecar or a front matter; raises ReadingError."""
    try:
        record = json.loads(text) if kind == "json" else yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = str(error).splitlines()[0]
        raise ReadingError(
            f"metadata is not valid {kind.upper()}: {line}", where=where, hint="correct it"
        ) from error
    if not isinstance(record, dict):
        raise ReadingError(
            "metadata is no list of fields", where=where, hint="write lines such as `title: ...`"
        )
    return record


def iso_date(value: object, wording: Wording) -> str | None:
    """ISO 8601 date, month or year that `value` stands for, or None."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if match := _ISO.fullmatch(text):
        return _checked(*match.groups())
    for pattern in wording.dates:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            month = wording.months.get(parts["month"].lower().rstrip("."), parts["month"])
            return _checked(parts["year"], str(month), parts.get("day"))
    return None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return whole.isoformat()[: 10 if day else 7 if month else 4]


def _scalar(value: object) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return ", ".join(" ".join(v.split()) for v in value)
    return ""


def path_claims(name: str) -> Iterator[Claim]:
    """The date in a file name such as 2020-08-06-agreement-signed.md."""
    if match := _PATH_DATE.search(name):
        found = _checked(*match.group(1).split("-"))
        if found:
            yield "date", Field(found, "path")


def text_claims(lines: Sequence[Traced], blocks: Sequence[Traced], wording: Wording) -> Iterator[Claim]:
    """What the text says of itself: `lines` tidied, with boilerplate; `blocks` without."""
    filled = [line.text for line in lines if line.text]
    header = site_header(lines)
    head = list(_head([line.text for line in lines[header.end :] if line.text]))
    title = find_title(blocks, wording)
    if title:
        yield "title", Field(title, "text")
    found = _first_date(head, wording.datelines, wording) or _first_date(
        filled[-_TAIL:], wording.closings, wording
    )
    if found:
        yield "date", Field(found, "text")
    if header.lines or header.trail:
        yield "publisher", Field((header.lines or header.trail)[0], "text")
    series = [part for part in header.trail[1:] if part != title]
    if series:
        yield "series", Field(series[-1], "text")
    if publisher := _publisher(head + filled[-_TAIL:], title, wording):
        yield "publisher", Field(publisher, "text")


def _head(texts: Sequence[str]) -> Iterator[str]:
    prose = 0
    for text in texts[:_HEAD]:
        yield text
        prose += is_prose(text)
        if prose == 2:
            return


def _first_date(texts: Iterable[str], patterns: Iterable[re.Pattern[str]], wording: Wording) -> str | None:
    for text in texts:
        for pattern in patterns:
            match = pattern.fullmatch(text)
            found = match and _signed(match, wording) and iso_date(match.group("date"), wording)
            if found:
                return found
    return None


def _signed(match: re.Match[str], wording: Wording) -> bool:
    """Whether the words beside a closing date, if there are any, name a publisher."""
    beside = match.groupdict().get("publisher")
    return beside is None or _publisher_in(beside, wording) is not None


def _publisher(texts: Iterable[str], title: str | None, wording: Wording) -> str | None:
    for text in texts:
        if text == title:
            continue
        closings = (
            m for p in wording.closings if (m := p.fullmatch(text)) and m.groupdict().get("publisher")
        )
        closing = next(closings, None)
        if name := _publisher_in(closing.group("publisher") if closing else text, wording):
            return name
    return None


def _publisher_in(text: str, wording: Wording) -> str | None:
    if len(text) > _LONGEST_PUBLISHER or is_prose(text):
        return None
    matches = (p.fullmatch(text) for p in wording.publishers)
    return next((m.group("publisher").strip(" ,") for m in matches if m), None)


def find_title(blocks: Sequence[Traced], wording: Wording) -> str | None:
    """The first block that looks like a heading, if it stands before the first sentence."""
    for block in blocks[:_HEAD]:
        text = block.text.strip("# ")
        if _passed_over(text, wording):
            continue
        if len(text) > _LONGEST_TITLE or (_ENDED.search(text) and not text.isupper()):
            return None
        if is_prose(text) and (len(text) > _LONGEST_PROSE or text.endswith(":")):
            return None
        return text.rstrip(": ") or None
    return None


def _passed_over(text: str, wording: Wording) -> bool:
    short = len(text) < 10 or len(text.split()) < 2
    patterns = (*wording.untitled, *wording.datelines, *wording.publishers)
    return short or any(p.fullmatch(text) for p in patterns)


def language_claims(text: str, wording: Wording) -> Iterator[Claim]:
    """The language whose stop words make up most of the text, if it is clearly one."""
    words = Counter(w.lower() for w in _WORD.findall(text[:_SAMPLE]))
    total = words.total()
    shares = sorted(
        ((sum(words[w] for w in stop) / total, code) for code, stop in wording.stopwords.items())
        if total > 20
        else (),
        reverse=True,
    )
    if shares and shares[0][0] >= 0.15 and (len(shares) == 1 or shares[0][0] > 1.5 * shares[1][0]):
        yield "language", Field(shares[0][1], "text")
