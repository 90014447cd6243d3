"""The Turtle files: complete, consistent with each other and with the questions."""

import csv
import gzip
import re
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import (
    DC,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    XSD,
    Graph,
    Literal,
    Namespace,
    URIRef,
)
from rdflib.namespace import DCTERMS, DefinedNamespace

from graphs import FIXTURES, ONTOLOGY, ROOT

PG = Namespace("https://w3id.org/pactgraph/ontology#")
TOPIC = Namespace("https://w3id.org/pactgraph/id/topic/")
OPEN_DATA = ROOT / ".." / "shared" / "open-data" / "topics.tsv.gz"

TERMS, ALIGNMENTS, SHAPES, TOPICS = (
    Graph().parse(ONTOLOGY / f"{name}.ttl") for name in ("pactgraph", "alignments", "shapes", "topics")
)
CLASSES = set(TERMS.subjects(RDF.type, OWL.Class))
OBJECT_PROPERTIES = set(TERMS.subjects(RDF.type, OWL.ObjectProperty))
DATATYPE_PROPERTIES = set(TERMS.subjects(RDF.type, OWL.DatatypeProperty))
PROPERTIES = OBJECT_PROPERTIES | DATATYPE_PROPERTIES
SETTINGS = tomllib.loads((ONTOLOGY / "graph.toml").read_text(encoding="utf-8"))

KNOWN: tuple[type[DefinedNamespace], ...] = (DC, DCTERMS, ORG, PROV, SDO, SKOS)
ELI = [
    "LegalResource",
    "amends",
    "applies",
    "based_on",
    "cites",
    "date_document",
    "first_date_entry_in_force",
    "is_about",
    "passed_by",
    "relevant_for",
    "repeals",
]
OA = ["TextPositionSelector", "TextQuoteSelector", "end", "exact", "hasSelector", "start"]
BY_HAND = {"http://data.europa.eu/eli/ontology#": ELI, "http://www.w3.org/ns/oa#": OA}
"""Terms of vocabularies that rdflib does not list, looked up in their own files."""

MATCHES = {
    "http://eurovoc.europa.eu/": r"(\d+|c_[0-9a-f]+)",
    "http://vocabularies.unesco.org/thesaurus/": r"(concept\d+|mt[\d.]+)",
    "http://zbw.eu/stw/descriptor/": r"\d+-\d",
    "http://metadata.un.org/sdg/": r"[\w.]+",
}


def used_terms(text: str) -> set[URIRef]:
    return {PG[name] for name in re.findall(r"\bpg:(\w+)", text)}


def ours(graph: Graph) -> set[URIRef]:
    return {term for triple in graph for term in triple if isinstance(term, URIRef) and term in PG}


@pytest.mark.parametrize("term", sorted(CLASSES | PROPERTIES), ids=lambda t: t.removeprefix(PG))
def test_term_has_label_comment_and_example(term: URIRef) -> None:
    for annotation in (RDFS.label, RDFS.comment, SKOS.example):
        texts = list(TERMS.objects(term, annotation))
        assert len(texts) == 1, annotation
        assert isinstance(texts[0], Literal)
        assert texts[0].language == "en"
        assert texts[0].strip()


def test_labels_tell_terms_apart() -> None:
    for group in (CLASSES, PROPERTIES):
        labels = [str(TERMS.value(term, RDFS.label)) for term in group]
        assert len(set(labels)) == len(labels)


def test_no_term_is_used_without_being_declared() -> None:
    assert ours(TERMS) | ours(ALIGNMENTS) | ours(SHAPES) <= CLASSES | PROPERTIES


@pytest.mark.parametrize("path", sorted((ROOT / "queries").rglob("*.rq")), ids=lambda p: p.stem)
def test_queries_use_declared_terms_only(path: Path) -> None:
    assert used_terms(path.read_text(encoding="utf-8")) <= CLASSES | PROPERTIES


def test_fixtures_use_declared_terms_only() -> None:
    for path in FIXTURES.glob("*.trig"):
        assert used_terms(path.read_text(encoding="utf-8")) <= CLASSES | PROPERTIES


def test_properties_are_of_one_sort_and_fit_their_range() -> None:
    assert not OBJECT_PROPERTIES & DATATYPE_PROPERTIES
    for term in PROPERTIES:
        ranges = {*TERMS.objects(term, RDFS.range), *TERMS.objects(term, SDO.rangeIncludes)}
        literal = {r for r in ranges if r in XSD}
        assert literal == (ranges if term in DATATYPE_PROPERTIES else set()), term


@pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_hierarchies_have_no_circle(predicate: URIRef) -> None:
    for term in CLASSES | PROPERTIES:
        parents = TERMS.objects(term, predicate)
        assert all(term not in TERMS.transitive_objects(parent, predicate) for parent in parents)


def test_relations_between_agreements_stand_below_one_property() -> None:
    below = set(TERMS.transitive_subjects(RDFS.subPropertyOf, PG.restsOn)) - {PG.restsOn}
    names = "reaffirms renews buildsOn supplements protocolTo implements amends supersedes cites"
    assert below == {PG[name] for name in names.split()}


def test_state_is_organization_and_place() -> None:
    assert set(TERMS.objects(PG.State, RDFS.subClassOf)) == {PG.Organization, PG.Place}


@pytest.mark.parametrize("graph", [TERMS, ALIGNMENTS, SHAPES], ids=["terms", "alignments", "shapes"])
def test_ontology_has_a_header(graph: Graph) -> None:
    header = graph.value(predicate=RDF.type, object=OWL.Ontology)
    assert header
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
        assert graph.value(header, predicate), predicate


def test_alignments_map_our_terms_to_terms_that_exist() -> None:
    predicates = {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch}
    axioms = [(s, p, o) for s, p, o in ALIGNMENTS if s in PG]
    assert len(axioms) > 80
    for subject, predicate, target in axioms:
        assert predicate in predicates
        assert subject in (CLASSES if predicate == RDFS.subClassOf else CLASSES | PROPERTIES)
        assert exists(URIRef(target)), target


def exists(term: URIRef) -> bool:
    for namespace, names in BY_HAND.items():
        if term.startswith(namespace):
            return term.removeprefix(namespace) in names
    return any(term in namespace for namespace in KNOWN)


def test_alignments_reach_every_vocabulary_of_the_design() -> None:
    targets = {str(o) for s, _, o in ALIGNMENTS if s in PG}
    vocabularies = [*BY_HAND, DCTERMS, ORG, PROV, SDO, SKOS]
    assert all(any(t.startswith(str(vocabulary)) for t in targets) for vocabulary in vocabularies)


def test_datatype_properties_are_not_put_below_object_properties() -> None:
    # these of theirs take an agent, place or other thing; a literal there would be wrong
    taking_things = {DCTERMS.publisher, DCTERMS.creator, DCTERMS.contributor, DCTERMS.source, PROV.atLocation}
    for term in DATATYPE_PROPERTIES:
        assert not taking_things & set(ALIGNMENTS.objects(term, RDFS.subPropertyOf))


def test_every_constraint_has_a_message() -> None:
    for shape in SHAPES.objects(None, SH.property):
        assert SHAPES.value(shape, SH.message), SHAPES.value(shape, SH.path)


def test_seed_graph_fits_the_shapes() -> None:
    conforms, _, report = validate(as_graph(FIXTURES / "seeds.trig"), shacl_graph=SHAPES)
    assert conforms, report


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("id:a a pg:Agreement ; pg:party id:t . id:t a pg:Event .", "A party is an organization"),
        ('id:a a pg:Agreement ; pg:dateSigned "17 April 2012" .', "A signing date is"),
        ('id:a a pg:Agreement ; pg:dateSigned "--03-28"^^xsd:gMonthDay .', "A signing date is"),
        ('id:a a pg:Agreement ; pg:status "ratified" .', "The status is"),
        ('id:a a pg:Agreement ; pg:topic "fish" .', "A topic is a concept"),
        ("id:a a pg:Agreement ; pg:restsOn id:p . id:p a pg:Place .", "rests on agreements only"),
        ("id:a a pg:Agreement ; pg:signature id:p . id:p a pg:Person .", "pg:signature leads to a signature"),
        ("id:s a pg:Signature . id:a pg:signature id:s .", "exactly one signatory"),
        ("id:s a pg:Signature ; pg:signatory id:p . id:p a pg:Person .", "belongs to exactly one agreement"),
        ("id:o a pg:Organization, pg:Person .", "both an organization and a person"),
        ("id:o a pg:Organization .", "exactly one label"),
        ("id:c a pg:Cooperation ; pg:participant id:o .", "at least two participants"),
        ("id:c a pg:Citation . id:d pg:citation id:c .", "keeps its text"),
        ('id:c a pg:Citation ; pg:citedText "Id." . id:d pg:citation id:c .', "could not be resolved"),
        ('id:q a pg:Quotation ; pg:quote "..." .', "A quotation has a speaker"),
        ("id:s a rdf:Statement ; rdf:subject id:a .", "the sentence that"),
        ('id:s a rdf:Statement ; pg:modality "guessed" .', "asserted, planned, claimed or inferred"),
        ("id:e a pg:Evidence ; pg:start 9 ; pg:end 3 .", "before its end"),
        ("id:e a pg:Evidence ; pg:confidence 1.5 .", "confidence from 0 to 1"),
        ("id:e a pg:Evidence .", "Evidence quotes its sentence"),
        ("id:m a pg:Merge ; pg:merged id:a .", "gives its reason"),
        ('id:d a pg:Document ; pg:sha256 "abc" .', "64 hexadecimal digits"),
    ],
)  # fmt: skip
def test_shape_finds_its_fault(turtle: str, message: str) -> None:
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in SETTINGS["prefixes"].items())
    conforms, _, report = validate(Graph().parse(data=prefixes + turtle), shacl_graph=SHAPES)
    assert not conforms
    assert message in report


def as_graph(path: Path) -> Graph:
    triples = {f"{quad.triple} .\n" for quad in ox.parse(path=path)}
    return Graph().parse(data="".join(triples), format="ntriples")


def test_settings_fit_the_files() -> None:
    iris, prefixes = SETTINGS["iris"], SETTINGS["prefixes"]
    assert iris["ontology"] == prefixes["pg"] == str(PG)
    assert iris["topics"] == prefixes["topic"] == str(TOPIC)
    assert all(iris[name].startswith(iris["resources"]) for name in iris if name != "ontology")
    assert all((ONTOLOGY / file).is_file() for files in SETTINGS["files"].values() for file in files)
    assert all(SETTINGS[key] for key in ("title", "description", "licence", "creator"))


CONCEPTS = sorted(TOPICS.subjects(RDF.type, SKOS.Concept))


def test_topics_are_many_and_well_named() -> None:
    assert 120 <= len(CONCEPTS) <= 200
    for concept in CONCEPTS:
        assert concept in TOPIC
        preferred = list(TOPICS.objects(concept, SKOS.prefLabel))
        assert len(preferred) == 1
        slug = re.sub(r"[^a-z0-9]+", "-", preferred[0].replace("'", "")).strip("-")
        assert concept.removeprefix(TOPIC) == slug


def test_a_label_means_one_topic() -> None:
    owners: dict[str, URIRef] = {}
    for predicate in (SKOS.prefLabel, SKOS.altLabel):
        for concept, label in TOPICS.subject_objects(predicate):
            assert label.language == "en"
            assert str(label) == label.lower()
            assert owners.setdefault(str(label), concept) == concept, label


def test_topics_form_a_hierarchy_both_ways() -> None:
    scheme = TOPICS.value(predicate=RDF.type, object=SKOS.ConceptScheme)
    for concept in CONCEPTS:
        broader = list(TOPICS.objects(concept, SKOS.broader))
        assert len(broader) <= 1
        assert ((concept, SKOS.topConceptOf, scheme) in TOPICS) == (not broader)
        assert all((parent, SKOS.narrower, concept) in TOPICS for parent in broader)
        assert all(parent in CONCEPTS and parent != concept for parent in broader)
        assert (concept, SKOS.inScheme, scheme) in TOPICS


def test_topic_links_have_the_shape_of_their_vocabulary() -> None:
    links = [(p, str(o)) for p in (SKOS.exactMatch, SKOS.closeMatch) for o in TOPICS.objects(None, p)]
    assert len(links) > 400
    for _, iri in links:
        home = next(namespace for namespace in MATCHES if iri.startswith(namespace))
        assert re.fullmatch(MATCHES[home], iri.removeprefix(home)), iri


def test_a_concept_of_others_is_exactly_one_of_ours() -> None:
    exact = list(TOPICS.objects(None, SKOS.exactMatch))
    assert len(exact) == len(set(exact))


def test_nearly_every_topic_is_linked() -> None:
    linked = {s for p in (SKOS.exactMatch, SKOS.closeMatch) for s in TOPICS.subjects(p, None)}
    assert len(linked) > 0.95 * len(CONCEPTS)


@pytest.mark.skipif(not OPEN_DATA.exists(), reason="needs the open data beside the project")
def test_topic_links_stand_in_the_open_data() -> None:
    with gzip.open(OPEN_DATA, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    known = {row["uri"] for row in rows}
    assert set(map(str, TOPICS.objects(None, SKOS.closeMatch))) <= known
    assert set(map(str, TOPICS.objects(None, SKOS.exactMatch))) <= known


def test_documentation_draws_every_class() -> None:
    text = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    tree = text.split("## Classes")[1].split("##")[0]
    assert set(re.findall(r"\b[A-Z]\w+", tree)) == {term.removeprefix(PG) for term in CLASSES}


def test_example_of_the_documentation_is_turtle_of_declared_terms() -> None:
    text = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    example = Graph().parse(data=text.split("```turtle\n")[1].split("```")[0])
    assert ours(example) <= CLASSES | PROPERTIES
