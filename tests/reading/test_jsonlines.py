import json

import pytest

from pactgraph.reading import Problem, Settings, Source, locate, read, read_one

from .conftest import compressed

RECORDS = [
    {
        "id": "b",
        "text": "The parties met.",
        "title": "A pact",
        "date": "6 August 2020",
        "publisher": "Agency",
    },
    {"id": 7, "text": "They agreed.\nAnd left.", "date": None},
    {"text": "No id of its own."},
]


def jsonl(records) -> bytes:
    return "\n".join(json.dumps(r) for r in records).encode()


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz", ".zst"])
def test_each_line_is_a_document(read_file, suffix):
    data = jsonl(RECORDS)
    sources, problems = read_file(f"all.jsonl{suffix}", compressed(data, suffix) if suffix else data)
    assert not problems
    assert [s.id for s in sources[:2]] == ["b", "7"]
    assert sources[2].id.startswith("all/")
    assert sources[1].path == f"all.jsonl{suffix}:2"
    assert len({s.sha256 for s in sources}) == 3
    assert {k: (f.value, f.basis) for k, f in sources[0].metadata.items()} == {
        "title": ("A pact", "file"),
        "date": ("2020-08-06", "file"),
        "publisher": ("Agency", "file"),
    }
    assert sources[1].text == "They agreed.\n\nAnd left."


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"{not json", "not valid JSON"),
        (b'{"id": "x"}', "no JSON object with a `text`"),
        (b'{"text": 5}', "no JSON object with a `text`"),
        (b'["text"]', "no JSON object with a `text`"),
        (b'{"text": ""}', "no text"),
        (b'{"text": "\xff"}', "not valid JSON"),
        (b"[" * 5000, "not valid JSON"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_read(read_file, line, what):
    good = jsonl(RECORDS[:1])
    sources, (problem,) = read_file("all.jsonl", good + b"\n\n" + line + b"\n" + jsonl(RECORDS[1:2]))
    assert [s.id for s in sources] == ["b", "7"]
    assert what in str(problem)
    assert ":3" in str(problem)


def test_a_file_that_breaks_off_gives_what_it_has(tmp_path, settings):
    many = [{"id": str(i), "text": f"The parties met {i} times {i * 7919 % 1009}."} for i in range(20_000)]
    whole = compressed(jsonl(many), ".gz")
    (tmp_path / "all.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    items = list(locate([tmp_path], settings))
    assert len(items) > 1000
    assert isinstance(items[-1], Problem)
    assert "gz" in str(items[-1])


def test_a_line_over_the_limit_is_left_out(tmp_path):
    (tmp_path / "all.jsonl").write_bytes(jsonl([{"text": "x" * 500}, RECORDS[1]]))
    problem, source = read([tmp_path], settings=Settings(max_bytes=200))
    assert isinstance(problem, Problem)
    assert "line 1 has more than 200 bytes" in str(problem)
    assert isinstance(source, Source)


def test_nul_characters_and_lone_surrogates_in_a_record(tmp_path, settings):
    (tmp_path / "all.jsonl").write_text('{"id": "a", "text": "The\\u0000 parties \\ud800 met."}')
    (item,) = locate([tmp_path], settings)
    source, problem = read_one(item, settings)
    assert source.text == "The parties \ufffd met."
    assert problem.read
    source.original.encode()
