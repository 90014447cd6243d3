import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import zstandard

from pactgraph.reading import Problem, Settings, Source, read

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings.load(PROJECT / "extract")


@pytest.fixture
def read_file(tmp_path: Path, settings: Settings) -> Callable[..., tuple[list[Source], list[Problem]]]:
    """Writes a file, reads it, and gives what was read and what was reported."""

    def run(name: str, data: bytes | str) -> tuple[list[Source], list[Problem]]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return sorted_out(read([path], settings=settings))

    return run


def sorted_out(items) -> tuple[list[Source], list[Problem]]:
    found = list(items)
    sources = [item for item in found if isinstance(item, Source)]
    return sources, [item for item in found if isinstance(item, Problem)]


def compressed(data: bytes, suffix: str) -> bytes:
    return {
        ".gz": gzip.compress,
        ".xz": lzma.compress,
        ".zst": zstandard.ZstdCompressor().compress,
    }[suffix](data)


def pdf_bytes(pages: list[list[str]], title: str = "") -> bytes:
    """A small PDF with one line of Helvetica for each string."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 50 800 Td {shown} ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< /Title ({title}) >>")
    return _pdf_file(objects)


def _pdf_file(objects: list[str]) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode())
    out.write(
        f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def docx_bytes(paragraphs: list[str], table: list[list[str]] | None = None, title: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def assert_traced(source: Source) -> None:
    """Every character in a segment is the original's own, or stands where its character reference begins."""
    assert list(source.segments) == sorted(source.segments)
    for clean, original, length in source.segments:
        for i in range(length):
            ours, theirs = source.text[clean + i], source.original[original + i]
            assert ours == theirs or (theirs == "&" and source.media_type == "text/html")
