"""DOCX: paragraphs and table cells in the order of the document."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.table import Table

from pactgraph.errors import ReadingError
from pactgraph.reading.decoding import check_size, sound
from pactgraph.reading.drafts import Draft
from pactgraph.reading.metadata import Claim
from pactgraph.reading.settings import Settings
from pactgraph.reading.source import Field
from pactgraph.reading.tidying import split_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_ELSEWHERE = frozenset(
    {f"{_W}txbxContent", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)


def read_docx(data: bytes, settings: Settings, where: str) -> Draft:
    """Draft of a DOCX; its original is the text of paragraphs and cells, a blank line between each two."""
    document = _opened(data, settings, where)
    try:
        texts = [sound(text) for text in _texts(document)]
        claims = tuple(_properties(document))
    except Exception as error:  # a damaged part makes python-docx raise almost anything
        raise ReadingError(
            f"not a readable DOCX: {error}", where=where, hint="save the file again"
        ) from error
    original = "\n\n".join(texts)
    return Draft(original, list(split_lines(original)), _MEDIA_TYPE, late_claims=claims)


_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _opened(data: bytes, settings: Settings, where: str) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_size(sum(part.file_size for part in archive.infolist()), settings.max_bytes, where)
        return docx.Document(io.BytesIO(data))
    except ReadingError:
        raise
    except Exception as error:  # a damaged archive makes python-docx raise almost anything
        raise ReadingError(
            f"not a readable DOCX: {error}", where=where, hint="save the file again"
        ) from error


def _texts(container: Any) -> Iterator[str]:
    for block in container.iter_inner_content():
        if not isinstance(block, Table):
            yield _paragraph(block._p)
            continue
        for row in block.rows:
            # a merged cell is listed once for each of the columns that it spans
            for cell in dict.fromkeys(row.cells):
                yield from _texts(cell)


def _paragraph(element: Any) -> str:
    """The text of a paragraph, insertions under review included, deletions and text boxes not."""
    parts: list[str] = []
    for node in element.iter():
        text = node.text or "" if node.tag == f"{_W}t" else _TEXT.get(node.tag, "")
        if text and not any(parent.tag in _ELSEWHERE for parent in node.iterancestors()):
            parts.append(text)
    return "".join(parts)


def _properties(document: Document) -> Iterator[Claim]:
    core = document.core_properties
    created = core.created.date().isoformat() if core.created else ""
    for name, value in (("title", core.title), ("author", core.author), ("date", created)):
        text = " ".join(sound(value or "").split())
        if text:
            yield name, Field(text, "file")
