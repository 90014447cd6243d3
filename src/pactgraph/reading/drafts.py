"""A draft: what a format's reader hands on, before the steps that all formats share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pactgraph.errors import ReadingError
from pactgraph.reading.cleaning import clean_blocks, clean_text, tidy_lines
from pactgraph.reading.metadata import Claim, language_claims, path_claims, settled, text_claims
from pactgraph.reading.settings import Settings
from pactgraph.reading.source import Source
from pactgraph.reading.traced import Traced


@dataclass(frozen=True, slots=True)
class Draft:
    """A decoded document: `lines` lead back to `original`, an empty line ends a paragraph.

    `claims` are metadata that rank before the text's own words, `late_claims` those that rank last.
    `warnings` say what was wrong with the input and did not keep it from being read.
    """

    original: str
    lines: Sequence[Traced]
    media_type: str = "text/plain"
    pages: tuple[int, ...] = ()
    claims: tuple[Claim, ...] = ()
    late_claims: tuple[Claim, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def check_length(length: int, settings: Settings, where: str) -> None:
    """Raises ReadingError for a document of more code points than the settings allow."""
    if length > settings.max_text:
        raise ReadingError(
            f"the document has {length:,} characters, more than the {settings.max_text:,} allowed",
            where=where,
            hint="split it, or raise max_text in the reading settings",
        )


def finished(
    draft: Draft, *, name: str, path: str, sha256: str, settings: Settings, where: str = ""
) -> Source:
    """The Source of a draft; raises ReadingError, which names `where`, if nothing is left to read."""
    where = where or path
    check_length(len(draft.original), settings, where)
    lines = tidy_lines(draft.lines)
    blocks = clean_blocks(lines, settings)
    text = clean_text(blocks)
    if not text.text:
        what = (
            "no text" if not any(li.text for li in lines) else "only navigation, contacts or footers, no text"
        )
        raise ReadingError(f"{what} in the document", where=where, hint="remove it from the input")
    claims = [
        *draft.claims,
        *text_claims(lines, blocks, settings.wording),
        *path_claims(f"{path} {name}"),
        *draft.late_claims,
        *language_claims(text.text, settings.wording),
    ]
    return Source(
        id=name,
        path=path,
        text=text.text,
        original=draft.original,
        segments=text.segments,
        sha256=sha256,
        media_type=draft.media_type,
        pages=draft.pages,
        metadata=settled(claims),
    )
