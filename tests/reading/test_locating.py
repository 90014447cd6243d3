import io
import os
import pickle
import sys
from pathlib import Path

import pytest

from pactgraph.reading import Input, Problem, locate, read_one
from pactgraph.reading.locating import sniffed

from .conftest import docx_bytes, pdf_bytes


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def folder(tmp_path):
    write(
        tmp_path,
        b_DOT_txt="B",
        a_DOT_md="A",
        sub__c_DOT_html="<p>C",
        _DOT_hidden_DOT_txt="H",
        _DOT_git__d_DOT_txt="D",
    )
    write(tmp_path, b_DOT_meta_DOT_yaml="title: Bee")
    return tmp_path


def ids(items) -> list[str]:
    return [item.id for item in items if isinstance(item, Input)]


def problems(items) -> list[str]:
    return [str(item) for item in items if isinstance(item, Problem)]


def test_folders_are_read_in_order_without_hidden_files_and_sidecars(folder, settings):
    items = list(locate([folder], settings))
    assert [(i.id, i.path, i.kind) for i in items] == [
        ("a", "a.md", "markdown"),
        ("b", "b.txt", "text"),
        ("sub/c", "sub/c.html", "html"),
    ]


def test_the_order_of_arguments_changes_nothing(folder, settings):
    paths = [folder / "b.txt", folder, folder / "sub", str(folder / "**" / "*.html")]
    forward, backward = list(locate(paths, settings)), list(locate(reversed(paths), settings))
    assert forward == backward
    assert ids(forward) == ["a", "b", "sub/c"]


def test_patterns(folder, settings):
    assert ids(locate([str(folder / "*.txt")], settings)) == ["b"]
    assert ids(locate([str(folder / "**" / "*.html")], settings)) == ["sub/c"]


def test_clashing_names_are_told_apart(tmp_path, settings):
    write(tmp_path, one__t__x_DOT_txt="1", two__t__x_DOT_txt="2", two__t__x_DOT_md="3", two__t__y_DOT_txt="4")
    paths = [tmp_path / "one" / "t", tmp_path / "two" / "t"]
    found = sorted(ids(locate(paths, settings)))
    assert found == ["one/t/x.txt", "two/t/x.txt", "x.md", "y"]
    assert found == sorted(ids(locate(reversed(paths), settings)))


def test_clashing_records_are_told_apart_and_equal_ones_read_once(tmp_path, settings):
    write(
        tmp_path,
        a_DOT_jsonl='{"id": "x", "text": "1"}\n{"id": "x", "text": "2"}\n{"id": "y", "text": "3"}\n' * 2,
    )
    write(tmp_path, y_DOT_txt="file")
    found = ids(locate([tmp_path], settings))
    assert len(found) == len(set(found)) == 4
    assert sum(name.startswith("a/x-") for name in found) == 2
    assert {"a/y", "y.txt"} <= set(found)


def test_hashes_change_with_the_file_and_its_sidecar(folder, settings):
    before = {i.id: i for i in locate([folder], settings)}
    (folder / "b.meta.yaml").write_text("title: Bumble")
    (folder / "a.md").write_text("AA")
    after = {i.id: i for i in locate([folder], settings)}
    assert before["b"].sha256 == after["b"].sha256
    assert before["b"].key != after["b"].key
    assert before["a"].sha256 != after["a"].sha256
    assert before["sub/c"] == after["sub/c"]


def test_inputs_can_be_sent_to_another_process(folder, settings):
    for item in locate([folder], settings):
        sent, rules = pickle.loads(pickle.dumps((item, settings)))
        assert read_one(sent, rules) == read_one(item, settings)


def test_what_is_not_there_is_reported(tmp_path, settings):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    found = problems(
        locate([tmp_path / "no.txt", str(tmp_path / "*.pdf"), tmp_path / "empty", tmp_path], settings)
    )
    for what in ("no such file", "nothing matches", "no documents", "broken link"):
        assert sum(what in line for line in found) >= 1, what


def test_other_kinds_in_a_folder_are_counted_in_one_line(folder, settings):
    write(folder, x_DOT_png="", y_DOT_png="", README="r")
    (note,) = [item for item in locate([folder], settings) if isinstance(item, Problem)]
    assert "files of other kinds left out: .png (2), README (1)" in str(note)
    assert note.read


def test_a_file_named_itself_is_read_whatever_its_name(tmp_path, settings):
    write(tmp_path, NOTICE="The parties met.", page="<!DOCTYPE html><p>Hello")
    assert [i.kind for i in locate([tmp_path / "NOTICE", tmp_path / "page"], settings)] == ["text", "html"]


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (pdf_bytes([["x"]]), "pdf"),
        (docx_bytes(["x"]), "docx"),
        (b'\xef\xbb\xbf{"id": 1, "text": "x"}', "records"),
        (b"<html><body>", "html"),
        (b"words", "text"),
        (b"{curly} words", "text"),
        (b"", "text"),
    ],
)
def test_sniffed(start, kind):
    assert sniffed(start) == kind


def pipe(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input(monkeypatch, settings):
    pipe(monkeypatch, b"The parties met.")
    (item,) = locate(["-"], settings)
    (source,) = read_one(item, settings)
    assert (source.text, source.path) == ("The parties met.", "stdin")
    assert source.id == f"stdin-{source.sha256[:12]}"


def test_standard_input_may_be_records_or_pdf(monkeypatch, settings):
    pipe(monkeypatch, b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}')
    assert ids(locate(["-"], settings)) == ["a", "b"]
    pipe(monkeypatch, pdf_bytes([["The parties met."]]))
    (item,) = locate(["-"], settings)
    assert item.kind == "pdf"


def test_standard_input_over_the_limit_is_reported(monkeypatch, settings):
    pipe(monkeypatch, b"x" * 50)
    small = type(settings)(max_bytes=10)
    (line,) = problems(locate(["-"], small))
    assert "more than 10 bytes" in line


def test_records_over_standard_input_report_bad_lines(monkeypatch, settings):
    pipe(monkeypatch, b'{"id": "a", "text": "One."}\nnonsense')
    first, second = locate(["-"], settings)
    assert read_one(first, settings)[0].text == "One."
    assert isinstance(read_one(second, settings)[0], Problem)


def test_a_pipe_is_no_document(tmp_path, settings):
    os.mkfifo(tmp_path / "pipe.txt")
    (line,) = problems(locate([tmp_path / "pipe.txt"], settings))
    assert "no regular file" in line
