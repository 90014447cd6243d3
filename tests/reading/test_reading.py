import json
import time
import tracemalloc

import pytest

from pactgraph.project import Project
from pactgraph.reading import Problem, Settings, Source, read

from .conftest import PROJECT, assert_traced, docx_bytes, pdf_bytes, sorted_out

SEEDS = PROJECT / "seeds" / "texts"


def test_a_folder_with_broken_files_is_read_to_the_end(tmp_path, settings):
    files = {
        "a.txt": b"The parties met.",
        "b.pdf": b"%PDF-1.7 broken",
        "c.docx": b"PK broken",
        "d.txt": b"",
        "e.txt.gz": b"no gzip",
        "f.txt": b"\x7fELF\0\0\0\0" * 20,
        "g.txt": "Señor Müller signed the pact in São Paulo.".encode("cp1252") * 20,
        "h.txt": b"The parties\0 met.",
        "i.pdf": pdf_bytes([["The parties met."]]),
        "j.docx": docx_bytes(["The parties met."]),
        "k.txt": b"Site map\n\nTel: +41 22 717 9444",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    sources, problems = sorted_out(read([tmp_path], settings=settings))
    assert [s.id for s in sources] == ["a", "g", "h", "i", "j"]
    assert [p.path[-len("x.txt") :].strip("/") for p in problems if p.read] == ["g.txt", "h.txt"]
    assert len([p for p in problems if not p.read]) == 6
    assert all("\n" not in str(p) and p.path in str(p) for p in problems)


def test_sidecars_rank_first(tmp_path, settings):
    (tmp_path / "a.txt").write_text("---\ntitle: Front\n---\nA Pact of States\n\nThe parties met today.")
    (tmp_path / "a.meta.json").write_text('{"title": "Side", "date": "2020-08"}')
    (source,), _ = sorted_out(read([tmp_path], settings=settings))
    assert (source.metadata["title"].value, source.metadata["title"].basis) == ("Side", "sidecar")
    assert source.metadata["date"].value == "2020-08"


def test_a_broken_sidecar_is_reported_and_the_text_read(tmp_path, settings):
    (tmp_path / "a.txt").write_text("The parties met today.")
    (tmp_path / "a.txt.meta.yaml").write_text("title: [")
    (source,), (problem,) = sorted_out(read([tmp_path], settings=settings))
    assert source.text
    assert problem.read
    assert "a.txt.meta.yaml" in str(problem)


def test_a_text_over_the_limit_is_refused_with_the_way_out(tmp_path):
    (tmp_path / "a.txt").write_text("word " * 100)
    (problem,) = read([tmp_path], settings=Settings(max_text=499))
    assert isinstance(problem, Problem)
    assert "500 characters, more than the 499 allowed" in str(problem)
    assert "max_text" in problem.error.hint
    (source,) = read([tmp_path], settings=Settings(max_text=500))
    assert isinstance(source, Source)


def test_reading_streams(tmp_path, settings):
    lines = (json.dumps({"id": i, "text": "The parties met. " * 300}) for i in range(200))
    (tmp_path / "all.jsonl").write_text("\n".join(lines))
    tracemalloc.start()
    count = sum(isinstance(item, Source) for item in read([tmp_path], settings=settings))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200
    assert peak < (tmp_path / "all.jsonl").stat().st_size / 2


def test_mixed_languages_and_scripts_are_read(tmp_path, settings):
    languages = (
        "The parties met.",
        "Les parties se sont réunies.",
        "Стороны встретились.",
        "双方举行了会晤。",
        "التقى الطرفان.",
    )
    text = "\n\n".join(languages)
    (tmp_path / "a.txt").write_text(text)
    (source,), problems = sorted_out(read([tmp_path], settings=settings))
    assert source.text == text
    assert not problems
    assert_traced(source)


@pytest.fixture(scope="module")
def seeds(settings) -> dict[str, Source]:
    return {s.id[:3]: s for s in read([SEEDS], settings=settings) if isinstance(s, Source)}


def test_seeds_lead_back(seeds):
    assert len(seeds) == 5
    for source in seeds.values():
        assert_traced(source)


def test_seeds_lose_navigation_contacts_and_footers(seeds):
    for words in (
        "Site map",
        "Law Library > News",
        "For more information",
        "Rebecca",
        "Tel:",
        "E-mail",
        "funded",
    ):
        assert not any(words in source.text for source in seeds.values()), words


def test_seeds_keep_every_line_of_their_text(seeds):
    gone = {"000": 3, "001": 3, "002": 8, "003": 0, "004": 6}
    for name, source in seeds.items():
        lines = [line.strip() for line in source.original.splitlines() if line.strip()]
        kept = [line for line in lines if line in " ".join(source.text.split())]
        assert len(lines) - len(kept) == gone[name], name


def test_seeds_are_joined_to_paragraphs(seeds):
    assert (
        "International Organization for Migration (IOM) will later today sign an agreement"
        in seeds["002"].text
    )
    assert "if we are to have success against this global\n\nIOM and UNODC have" in seeds["002"].text
    assert seeds["003"].text.count("\n\n") == 6


def test_seeds_tell_their_title_and_date(seeds):
    assert [
        seeds[n].metadata["title"].value[:13] if "title" in seeds[n].metadata else None for n in sorted(seeds)
    ] == [
        "United Nation",
        "United Nation",
        "UNODC and IOM",
        None,
        "UNODC, IOM La",
    ]
    dates = {n: s.metadata["date"].value for n, s in seeds.items() if "date" in s.metadata}
    assert dates == {"000": "2012-04-23", "001": "2011-12-06"}
    assert seeds["000"].metadata["publisher"].value == "Library of Congress"
    assert seeds["000"].metadata["series"].value == "Global Legal Monitor"


def test_the_example_of_the_documentation_runs(monkeypatch, capsys):
    text = (PROJECT / "docs" / "reading.md").read_text(encoding="utf-8")
    example = text.split("```python\n")[1].split("```")[0]
    monkeypatch.setattr(Project, "find", lambda: Project(PROJECT))
    exec(compile(example, "docs/reading.md", "exec"), {})
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 5
    assert "not read" not in printed


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", " " * 50_000 + "x"),
        ("a.md", "[" * 20_000),
        ("a.txt", "For more information, please contact:\n" * 1000),
        ("a.txt", "A " * 20_000),
        ("a.html", "<p>" + "word<sup>1</sup> " * 3000),
        ("a.html", "<!--" * 5000),
    ],
)
def test_hostile_texts_take_no_more_than_their_time(read_file, name, text):
    start = time.process_time()
    sources, _ = read_file(name, f"{text}\n\nThe parties met and agreed to do this for each of them in turn.")
    assert sources
    assert time.process_time() - start < 10
