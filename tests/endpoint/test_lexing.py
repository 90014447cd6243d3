import pytest

from pactgraph.endpoint.lexing import look, tokens, unescaped


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# SELECT\nPREFIX select: <http://a/ASK> BASE <x:y> construct where {?s ?p ?o}", "CONSTRUCT"),
        ("prefix a: <b:c> insert data {}", "UPDATE"),
        ("nonsense", ""),
    ],
)
def test_form(text: str, form: str) -> None:
    assert look(text).form == form


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> {} }",
        "SELECT * { service silent ?x {} }",
        "SELECT * { ?s ?p 1SERVICE <http://x/> {} }",
        "SELECT * { ?s ?p 1.SERVICE:x {} }",
        "SELECT * { SERVICE:x {} }",
        "SELECT * { SERVICESILENT<http://x/>{} }",
        "SELECT * { S\\u0045RVICE <http://x/> {} }",
        'SELECT * { ?s ?p "\\u0022 SERVICE <http://x/> {} #" }',
        "SELECT * { FILTER(?a<1)SERVICE:x#>\n{?s ?p ?o} }",
        "SELECT * { ?s ex:a\\' ?o SERVICE <http://x/> {} ?s ?p 'a' }",
        "LOAD <http://x/>",
        "INSERT DATA {}; LOAD SILENT <file:///etc/passwd>",
    ],
)
def test_what_reaches_outside_is_seen_however_it_is_written(text: str) -> None:
    assert look(text).reaches


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service ex:inService 'SERVICE <http://x/>' }",
        'SELECT * { ?s ?p """a " SERVICE "" <http://x/>""" } # SERVICE <x>',
        "SELECT * { <http://example.org/service#LOAD> eli:in_service ?o }",
        "PREFIX x: <http://example.org/service#> SELECT ?load { ?load x:load $service }",
        'SELECT * { ?s ?p "x"@en-service }',
    ],
)
def test_what_only_looks_like_reaching_is_let_through(text: str) -> None:
    assert not look(text).reaches


def test_target_of_a_reach_and_its_place() -> None:
    text = "SELECT * { SERVICE SILENT <http://x/y> {} }"
    reach = look(text).reaches[0]
    assert (reach.keyword, reach.iri) == ("SERVICE", "http://x/y")
    assert text[reach.start : reach.end] == "<http://x/y>"


@pytest.mark.parametrize(
    ("text", "depth"), [("((()))", 3), ("'((('", 0), ("{[(!!!x)]}", 6), ("# (((\n<a:(((>", 0)]
)
def test_depth_counts_brackets_and_prefix_operators_outside_of_texts(text: str, depth: int) -> None:
    assert look(text).depth == depth


def test_volatile_functions_are_seen() -> None:
    assert look("SELECT (NOW() AS ?x) {}").volatile
    assert not look("SELECT ('NOW()' AS ?now) { ?s ex:now ?o }").volatile


def test_escapes_beyond_unicode_stay() -> None:
    assert unescaped("\\u0041\\U00110000\\uD800") == "A\\U00110000\\uD800"


def test_tokens_tell_their_brackets() -> None:
    assert [(t.text, t.depth) for t in tokens("{ ( a ) }")] == [
        ("{", 0),
        ("(", 1),
        ("a", 2),
        (")", 1),
        ("}", 0),
    ]
