import io
import zipfile

import docx
import pytest

from pactgraph.errors import ReadingError
from pactgraph.reading import Settings
from pactgraph.reading.docx import read_docx

from .conftest import assert_traced, docx_bytes

PARAGRAPHS = [
    "A Pact on Rivers",
    "3 May 2020",
    "The two parties signed the plan today and agreed to meet each year.",
    "",
]


def test_paragraphs_and_cells_in_order(read_file):
    (source,), problems = read_file(
        "a.docx", docx_bytes(PARAGRAPHS, [["Party", "Signed"], ["Agency", "today"]])
    )
    assert source.text.split("\n\n") == [*PARAGRAPHS[:3], "Party", "Signed", "Agency", "today"]
    assert source.metadata["title"].value == "A Pact on Rivers"
    assert (source.metadata["date"].value, source.metadata["date"].basis) == ("2020-05-03", "text")
    assert not problems
    assert_traced(source)


def test_core_properties_rank_after_the_text(read_file):
    data = docx_bytes(["The two parties signed the plan today and agreed to meet."], title="A Pact")
    (source,), _ = read_file("a.docx", data)
    assert (source.metadata["title"].value, source.metadata["title"].basis) == ("A Pact", "file")


def test_insertions_count_and_merged_cells_once():
    document = docx.Document()
    paragraph = document.add_paragraph("The parties ")
    run = paragraph.add_run("met.")._r
    inserted = run.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}ins", {})
    run.addprevious(inserted)
    inserted.append(run)
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Wide"
    out = io.BytesIO()
    document.save(out)
    assert read_docx(out.getvalue(), Settings(), "a").original == "The parties met.\n\nWide"


def test_broken_files_are_reported(read_file):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("other.txt", "x")
    for name, data in (
        ("a", b"no zip"),
        ("b", docx_bytes(PARAGRAPHS)[:2000]),
        ("c", archive.getvalue()),
        ("d", b""),
    ):
        sources, (problem,) = read_file(f"{name}.docx", data)
        assert not sources
        assert f"{name}.docx" in str(problem)


def test_a_zip_bomb_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * 2_000_000)
    with pytest.raises(ReadingError, match="more than 1,000,000 bytes"):
        read_docx(archive.getvalue(), Settings(max_bytes=1_000_000), "a")
