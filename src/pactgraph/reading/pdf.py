"""PDF: the text of each page, running headers and footers left out, page offsets kept."""

import io
import logging
from collections.abc import Iterator

import pypdf
from pypdf.errors import PyPdfError

from pactgraph.errors import ReadingError
from pactgraph.reading.cleaning import without_running_lines
from pactgraph.reading.decoding import sound
from pactgraph.reading.drafts import Draft, check_length
from pactgraph.reading.metadata import Claim
from pactgraph.reading.settings import Settings
from pactgraph.reading.source import Field
from pactgraph.reading.tidying import PAGE, split_lines, tidied

# pypdf tells the log of every small fault that it mends; what matters is in our own reports
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def read_pdf(data: bytes, settings: Settings, where: str) -> Draft:
    """Draft of a PDF; raises ReadingError for a broken or encrypted one and for one without a text layer."""
    reader = _opened(data, where)
    texts, warnings = _page_texts(reader, settings, where)
    if not any(text.strip() for text in texts):
        raise ReadingError(
            f"no text on its {len(texts)} pages",
            where=where,
            hint="scanned pages need OCR before pactgraph can read them",
        )
    original = PAGE.join(texts)
    starts = _starts(texts)
    pages = [
        [tidied(line) for line in split_lines(original, start, start + len(text))]
        for start, text in zip(starts, texts, strict=True)
    ]
    return Draft(
        original,
        list(without_running_lines(pages)),
        "application/pdf",
        tuple(starts),
        late_claims=tuple(_info(reader)),
        warnings=tuple(warnings),
    )


def _opened(data: bytes, where: str) -> pypdf.PdfReader:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError("the PDF is encrypted", where=where, hint="save it without a password")
        if len(reader.pages) == 0:
            raise ReadingError("the PDF has no pages", where=where, hint="fetch the file again")
    except ReadingError:
        raise
    except Exception as error:  # a damaged PDF makes pypdf raise almost anything
        raise ReadingError(
            f"not a readable PDF: {_reason(error)}", where=where, hint="fetch the file again"
        ) from error
    return reader


def _page_texts(reader: pypdf.PdfReader, settings: Settings, where: str) -> tuple[list[str], list[str]]:
    texts: list[str] = []
    warnings: list[str] = []
    total = 0
    for number in range(len(reader.pages)):
        try:
            text = sound(reader.pages[number].extract_text()).replace(PAGE, "\n")
        except Exception as error:  # as above; the other pages may be sound
            warnings.append(f"page {number + 1} cannot be read: {_reason(error)}")
            text = ""
        total += len(text) + 1
        check_length(total, settings, where)
        texts.append(text)
    return texts, warnings


def _starts(texts: list[str]) -> list[int]:
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + len(PAGE))
    return starts


def _info(reader: pypdf.PdfReader) -> Iterator[Claim]:
    """The document information, which converter programs often fill with their own words."""
    try:
        info = reader.metadata
        created = info.creation_date.date().isoformat() if info and info.creation_date else ""
        values = {"title": info.title, "author": info.author, "date": created} if info else {}
    except (PyPdfError, ValueError, TypeError, AttributeError):
        return
    for name, value in values.items():
        if text := " ".join(sound(str(value or "")).split()):
            yield name, Field(text, "file")


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
