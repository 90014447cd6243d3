import io
import json

import pyoxigraph as ox
import pytest

from pactgraph.errors import QueryError
from pactgraph.queries.results import FORMATS, Results, rows_of, write_results

SELECT = """SELECT ?name ?sentence { VALUES (?name ?sentence) {
  (<https://example.org/id/agreement/1> "It [was]\\n signed.") (UNDEF "No name, \\"quoted\\"."@en)
} } ORDER BY DESC(?name)"""


def answer(query: str) -> Results:
    store = ox.Store()
    store.load(b"<urn:a> <urn:p> 'x' .", format=ox.RdfFormat.TURTLE)
    return store.query(query)


def written(query: str, form: str, width: int | None = None) -> str:
    stream = io.BytesIO()
    write_results(
        answer(query),
        form,
        stream,
        width=width,
        prefixes={"id": "https://example.org/id/", "e": "https://example.org/"},
    )
    return stream.getvalue().decode()


def test_rows_are_plain_texts() -> None:
    assert rows_of(answer(SELECT)) == [
        {"name": "https://example.org/id/agreement/1", "sentence": "It [was]\n signed."},
        {"name": None, "sentence": 'No name, "quoted".'},
    ]


def test_only_select_has_rows() -> None:
    with pytest.raises(QueryError, match="only a SELECT"):
        rows_of(answer("ASK {}"))


def test_piped_table_is_plain_with_one_line_a_row() -> None:
    assert written(SELECT, "table") == (
        'name            sentence\n'
        'id:agreement/1  It [was] signed.\n'
        '                No name, "quoted".\n'
    )  # fmt: skip


def test_table_fits_the_terminal() -> None:
    lines = written(SELECT, "table", width=30).splitlines()
    bare = [line.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "") for line in lines]
    assert all(len(line) <= 30 for line in bare)
    assert "[was]" in "".join(bare)


def test_terminal_table_leaves_out_addresses_beside_names() -> None:
    query = 'SELECT ?a ?aName { VALUES (?a ?aName) { (<urn:x> "Ann") } }'
    assert "urn:x" in written(query, "table")
    assert "urn:x" not in written(query, "table", width=40)


def test_empty_table_has_its_header() -> None:
    assert written("SELECT ?a ?b { ?a <urn:none> ?b }", "table") == "a  b\n"


def test_ask_is_answered_in_words() -> None:
    assert written("ASK {}", "table") == "yes\n"
    assert written("ASK { ?s <urn:none> ?o }", "table") == "no\n"


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("csv", "name,sentence\r\n"),
        ("tsv", "?name\t?sentence\n"),
        ("json", '{"head":'),
        ("xml", "<?xml"),
    ],
)
def test_select_is_written_in_sparql_formats(form: str, start: str) -> None:
    assert written(SELECT, form).startswith(start)


def test_json_keeps_languages() -> None:
    bindings = json.loads(written(SELECT, "json"))["results"]["bindings"]
    assert bindings[1]["sentence"]["xml:lang"] == "en"


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_construct_is_written_in_rdf_formats(form: str) -> None:
    assert "urn:a" in written("CONSTRUCT WHERE { ?s ?p ?o }", form)


def test_construct_as_table_has_three_columns() -> None:
    assert written("CONSTRUCT WHERE { ?s ?p ?o }", "table").split() == [
        "subject",
        "predicate",
        "object",
        "urn:a",
        "urn:p",
        "x",
    ]


@pytest.mark.parametrize(
    ("query", "form"), [("CONSTRUCT WHERE { ?s ?p ?o }", "csv"), (SELECT, "turtle"), (SELECT, "pdf")]
)
def test_format_that_does_not_fit_is_refused(query: str, form: str) -> None:
    with pytest.raises(QueryError) as caught:
        written(query, form)
    assert caught.value.hint.startswith("choose one of: table")


def test_every_format_is_written() -> None:
    for form in FORMATS:
        query = (
            "CONSTRUCT WHERE { ?s ?p ?o }" if form in ("turtle", "ntriples", "rdfxml", "jsonld") else SELECT
        )
        assert written(query, form)


def test_an_error_while_results_are_read_is_ours() -> None:
    results = ox.Store().query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="SERVICE"):
        write_results(results, "csv", io.BytesIO())
