"""Every format says the same, in order, with readable prefixes."""

import io
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from pactgraph.assembly import Graph as NamedGraph
from pactgraph.assembly import Settings, assemble
from pactgraph.assembly.rdf import (
    ALT_LABEL,
    LABEL,
    TYPE,
    Term,
    arranged,
    iri,
    literal,
    oxigraph_triple,
    quad_line,
)
from pactgraph.assembly.serialization import prefixes_of, write
from pactgraph.errors import UsageError
from pactgraph.extraction.findings import Findings

NASTY = 'back\\slash "quote" \t tab \r\n line \x07 bell \x7f ünïcode 𝔘 \ud800 end'


def _graphs() -> list[NamedGraph]:
    thing = iri("https://example.org/id/agreement/a b")
    triples = [
        (thing, TYPE, iri("https://example.org/ontology#Agreement")),
        (thing, LABEL, literal(NASTY)),
        (thing, LABEL, Term('"name"@en')),
        (thing, ALT_LABEL, literal("2015-03-02", "date")),
        (thing, ALT_LABEL, literal("3", "integer")),
        (thing, ALT_LABEL, iri("urn:x:y")),
    ]
    other = [(iri("https://example.org/id/agreement/a"), LABEL, literal("b"))]
    return [
        NamedGraph("https://example.org/id/document/1", arranged(triples)),
        NamedGraph("https://example.org/g", other),
    ]


def _written(form: str, graphs: list[NamedGraph], settings: Settings) -> str:
    out = io.BytesIO()
    write(graphs, form, out, prefixes_of(settings))
    return out.getvalue().decode()


def _expected(graphs: list[NamedGraph]) -> Graph:
    graph = Graph()
    for g in graphs:
        for t in g.triples:
            graph.parse(data=f"{t[0]} {t[1]} {t[2]} .", format="nt")
    return graph


@pytest.mark.parametrize(("form", "name"), [("turtle", "turtle"), ("ntriples", "nt")])
def test_triple_formats_parse_back(settings: Settings, form: str, name: str) -> None:
    graphs = _graphs()
    assert isomorphic(Graph().parse(data=_written(form, graphs, settings), format=name), _expected(graphs))


def test_rdf_xml_parses_back_but_for_control_characters_that_xml_cannot_hold(settings: Settings) -> None:
    graphs = [NamedGraph(g.iri, [t for t in g.triples if "\\u0007" not in t[2]]) for g in _graphs()]
    assert isomorphic(
        Graph().parse(data=_written("rdfxml", graphs, settings), format="xml"), _expected(graphs)
    )


# rdflib's own parsers use what rdflib deprecates
@pytest.mark.filterwarnings(
    "ignore:(Dataset.default_context|ConjunctiveGraph) is deprecated:DeprecationWarning"
)
@pytest.mark.parametrize(("form", "name"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_quad_formats_parse_back(settings: Settings, form: str, name: str) -> None:
    graphs = _graphs()
    dataset = Dataset()
    dataset.parse(data=_written(form, graphs, settings), format=name)
    for graph in graphs:
        assert isomorphic(dataset.graph(graph.iri), _expected([graph]))


def test_the_seeds_parse_back_from_json_ld_and_trig(settings: Settings, seeds: list[Findings]) -> None:
    graphs = list(assemble(seeds, settings).graphs())
    wanted = {line.strip() for g in graphs for line in g.lines()}
    for form, oxigraph in (
        ("jsonld", RdfFormat.JSON_LD),
        ("trig", RdfFormat.TRIG),
        ("nquads", RdfFormat.N_QUADS),
    ):
        found = {f"{q} ." for q in parse(_written(form, graphs, settings), oxigraph)}
        assert found == wanted


def test_turtle_is_readable(settings: Settings, seeds: list[Findings]) -> None:
    assembly = assemble(seeds, settings)
    text = _written("turtle", [assembly.document("002_a5ccc2b4aa2979e3")], settings)
    head = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert head == sorted(head)
    assert "agreement:2012-mou-iom-unodc a pg:Agreement , pg:MemorandumOfUnderstanding ;" in text
    assert "pg:party organization:iom , organization:unodc ;" in text
    assert "<https://example.org/id/" not in text.partition("@prefix xsd")[2]


def test_subjects_come_before_those_that_go_on_from_them() -> None:
    short, long = (iri(f"https://example.org/a{x}") for x in ("", "/b"))
    assert [t[0] for t in arranged([(long, LABEL, literal("x")), (short, LABEL, literal("x"))])] == [
        short,
        long,
    ]


def test_terms_are_canonical_n_triples() -> None:
    subject, graph = iri("https://example.org/a b\n"), iri("https://example.org/g")
    assert subject == "<https://example.org/a%20b%0A>"
    line = quad_line((subject, LABEL, literal(NASTY)), graph)
    (quad,) = parse(line, RdfFormat.N_QUADS)
    assert f"{quad} .\n" == line
    assert str(oxigraph_triple((subject, LABEL, literal(NASTY)))) == str(quad.triple)


def test_an_unknown_format_is_refused(settings: Settings) -> None:
    with pytest.raises(UsageError, match="turtle"):
        _written("word", [], settings)


def test_nothing_is_written_as_nothing(settings: Settings, tmp_path: Path) -> None:
    assert not Graph().parse(data=_written("turtle", [], settings), format="turtle")
    file = tmp_path / "x.ttl"
    with file.open("wb") as out:
        write([], "turtle", out, prefixes_of(settings))
    assert file.read_text() == ""
