from io import BytesIO

import pypdf

from .conftest import assert_traced, pdf_bytes

PAGES = [
    [
        "A Pact on Rivers",
        "The two parties signed the plan today and agreed to",
        "meet each year in the spring of the",
    ],
    ["A Pact on Rivers", "following year. They also agreed on a common office.", "2"],
    ["A Pact on Rivers", "The office opens in May in the town of Exampleton.", "3"],
]


def test_pages_are_joined_and_counted(read_file):
    (source,), problems = read_file("a.pdf", pdf_bytes(PAGES))
    assert source.text.startswith("A Pact on Rivers\n\nThe two parties signed the plan today")
    assert "spring of the following year." in source.text
    assert source.text.count("A Pact on Rivers") == 1
    assert not problems
    assert_traced(source)
    for words, page in (("two parties", 1), ("common office", 2), ("Exampleton", 3)):
        start = source.text.index(words)
        first, last = source.span_to_original(start, start + len(words))
        assert source.original[first:last] == words
        assert source.page(first) == page


def test_the_document_information_ranks_after_the_text(read_file):
    (source,), _ = read_file("a.pdf", pdf_bytes(PAGES, title="Microsoft Word - draft7"))
    assert source.metadata["title"].value == "A Pact on Rivers"
    prose = ["The two parties signed the plan today and agreed to meet each year."]
    (source,), _ = read_file("b.pdf", pdf_bytes([prose], title="A Pact on Rivers"))
    assert (source.metadata["title"].value, source.metadata["title"].basis) == ("A Pact on Rivers", "file")


def test_broken_pdfs_are_reported(read_file):
    for name, data in (
        ("a", b"%PDF-1.4 and no more"),
        ("b", b"no pdf"),
        ("c", pdf_bytes(PAGES)[:300]),
        ("d", b""),
    ):
        sources, (problem,) = read_file(f"{name}.pdf", data)
        assert not sources
        assert f"{name}.pdf" in str(problem)
        assert "\n" not in str(problem)


def test_a_pdf_without_text_needs_ocr(read_file):
    _, (problem,) = read_file("a.pdf", pdf_bytes([[], []]))
    assert "no text on its 2 pages" in str(problem)
    assert "OCR" in problem.error.hint


def test_an_encrypted_pdf_is_reported(read_file):
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf_bytes(PAGES)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    _, (problem,) = read_file("a.pdf", out.getvalue())
    assert "encrypted" in str(problem)
