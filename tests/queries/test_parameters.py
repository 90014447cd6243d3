import pyoxigraph as ox
import pytest

from pactgraph.errors import QueryError
from pactgraph.queries.parameters import Parameter, bind, blocks, default_terms

XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("iri", "https://example.org/a", ox.NamedNode("https://example.org/a")),
        ("iri", "<urn:x>", ox.NamedNode("urn:x")),
        ("string", 'a "b" \\', ox.Literal('a "b" \\')),
        ("date", "2012-04-17", typed("2012-04-17", "date")),
        ("integer", " 07 ", typed("7", "integer")),
        ("boolean", "Yes", typed("true", "boolean")),
        ("boolean", "0", typed("false", "boolean")),
        ("string", "", None),
        ("date", None, None),
    ],
)
def test_text_becomes_a_typed_term(kind: str, text: str | None, term: object) -> None:
    assert Parameter("p", kind, "what it is").parse(text) == term


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("iri", "no scheme"),
        ("iri", "https://a/> } SELECT"),
        ("date", "17 April 2012"),
        ("date", "2012-02-30"),
        ("integer", "4.5"),
        ("boolean", "perhaps"),
    ],
)
def test_text_that_does_not_fit_is_refused_with_a_hint(kind: str, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        Parameter("when", kind, "what it is").parse(text)
    assert caught.value.where == "parameter when"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("kind", "term", "fits"),
    [
        ("iri", ox.NamedNode("urn:x"), True),
        ("iri", ox.Literal("urn:x"), False),
        ("string", ox.Literal("x"), True),
        ("string", typed("2012-04-17", "date"), False),
        ("date", typed("2012-04-17", "date"), True),
        ("integer", None, True),
    ],
)
def test_default_must_have_the_type(kind: str, term: ox.Literal | ox.NamedNode | None, fits: bool) -> None:
    assert Parameter("p", kind, "what it is").accepts(term) is fits


def test_blocks_are_found_outside_comments_strings_and_iris() -> None:
    text = """
    # VALUES ?comment { 1 }
    SELECT * { VALUES ?one { "}" } ?s <urn:#VALUES> "VALUES ?string { 1 }", '''it's VALUES ?long { 1 }''' .
    values $two {<urn:#x>} VALUES (?three) { (1) } FILTER(?s < 1 && ?s > 0) VALUES ?four { UNDEF } }
    """
    assert [(name, body.strip()) for name, body, _ in blocks(text)] == [
        ("one", '"}"'),
        ("two", "<urn:#x>"),
        ("four", "UNDEF"),
    ]


def test_default_terms_are_read_with_the_prefixes_of_the_query() -> None:
    found = default_terms("PREFIX e: <urn:e:>", "x", 'e:a "b" UNDEF 5')
    assert found == [ox.NamedNode("urn:e:a"), ox.Literal("b"), None, ox.Literal(5)]


def test_binding_changes_the_named_blocks_only() -> None:
    text = 'SELECT ?a { VALUES ?a { "old" } VALUES ?b { "kept" } }'
    assert bind(text, {"a": ox.Literal("new")}) == 'SELECT ?a { VALUES ?a { "new" } VALUES ?b { "kept" } }'
    assert bind(text, {"a": None}) == 'SELECT ?a { VALUES ?a { UNDEF } VALUES ?b { "kept" } }'
    assert bind(text, {}) == text


@pytest.mark.parametrize(
    "hostile",
    [
        '" } } ; DROP ALL #',
        "'''",
        '"""',
        "\\",
        '\\"',
        "\\u0022 }",
        "a\nb\r\t",
        "} VALUES ?b { 1 }",
        "\\g<0> \\1",
        "é😀\u2028",
    ],
)
def test_bound_text_stays_text(hostile: str) -> None:
    text = 'SELECT ?a ?b { VALUES ?a { "x" } VALUES ?b { "kept" } }'
    solutions = ox.Store().query(bind(text, {"a": ox.Literal(hostile)}))
    assert [(row["a"].value, row["b"].value) for row in solutions] == [(hostile, "kept")]
