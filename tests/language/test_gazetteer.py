"""The gazetteer component over blank English pipelines and the project's own tables."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pactgraph.language.gazetteer import Gazetteer, GazetteerSpans, ambiguous

FOLDER = Path(__file__).parents[2] / "extract" / "gazetteer"


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("pactgraph_gazetteer", config={"folder": str(FOLDER)})
    return pipeline


def found(nlp: Language, text: str, *labels: str) -> list[tuple[str, str]]:
    doc = nlp(text)
    return [(span.text, span.id_) for span in doc.spans["gazetteer"] if not labels or span.label_ in labels]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met France's minister.", ("France", "countries:FR")),
        ("The Singapore-Australia deal", ("Australia", "countries:AU")),
        ("EU-Singapore talks", ("EU", "organizations:ror:019w4f821")),
        ("The U.S. delegation", ("U.S.", "countries:US")),
        (
            "the U.N. Office on Drugs and Crime",
            ("U.N. Office on Drugs and Crime", "organizations:ror:04567sh69"),
        ),
        ("Guinea-Bissau signed", ("Guinea-Bissau", "countries:GW")),
        ("in Côte d’Ivoire", ("Côte d’Ivoire", "countries:CI")),
        ("the Republic of Iceland", ("Republic of Iceland", "countries:IS")),
        ("a French delegation", ("French", "countries:FR")),
        ("in southern Africa", ("southern Africa", "regions:m49:018")),
        ("AGREEMENT WITH FRANCE", ("FRANCE", "countries:FR")),
        ("in Vienna today", ("Vienna", "cities:geonames:2761369")),
        (
            "United Nations Educational, Scientific, and Cultural Organization",
            (
                "United Nations Educational, Scientific, and Cultural Organization",
                "organizations:ror:04h4z8k05",
            ),
        ),
        (
            "the Organisation for Economic Cooperation and Development",
            ("Organisation for Economic Cooperation and Development", "organizations:ror:0438wbg98"),
        ),
        ("to combat human trafficking", ("human trafficking", "topics:eurovoc:5933")),
    ],
)
def test_names_are_found(nlp: Language, text: str, expected: tuple[str, str]) -> None:
    assert expected in found(nlp, text)


@pytest.mark.parametrize(
    "text",
    [
        "He told us who would come.",
        "A nice reading on a mobile phone.",
        "Nice work, said Gary Jackson, reading on.",
        "We turn to turkey and china plates.",
        "Mr. David Lincoln spoke with Mary.",
        "It cost US$ 5 billion, wrote @NATO.",
    ],
)
def test_words_and_persons_are_no_names(nlp: Language, text: str) -> None:
    assert not found(nlp, text, "countries", "cities", "organizations", "regions", "demonyms")


def test_within_a_table_the_longest_name_counts(nlp: Language) -> None:
    spans = found(nlp, "Papua New Guinea and the Office of the United Nations High Commissioner for Refugees")
    assert ("Guinea", "countries:GN") not in spans
    assert [text for text, row in spans if row.startswith("organizations")] == [
        "Office of the United Nations High Commissioner for Refugees"
    ]


def test_tables_overlap_where_they_hide_nothing(nlp: Language) -> None:
    spans = found(nlp, "the Government of India")
    assert ("India", "countries:IN") in spans
    assert any(row.startswith("organizations:") for _, row in spans)


def test_an_area_hides_the_state_in_its_name(nlp: Language) -> None:
    assert not found(nlp, "across the Gulf of Mexico and New Mexico", "countries")


def test_every_row_of_an_ambiguous_name_gets_a_span(nlp: Language) -> None:
    doc = nlp("Georgia signed; so did France.")
    spans = {span.id_: span for span in doc.spans["gazetteer"]}
    assert {"countries:GE", "regions:iso3166-2:US-GA"} <= spans.keys()
    assert ambiguous(doc, spans["countries:GE"])
    assert not ambiguous(doc, spans["countries:FR"])


def test_names_do_not_cross_a_full_stop(nlp: Language) -> None:
    assert ("United. Nations", "organizations:ror:006kxhp52") not in found(
        nlp, "They were united. Nations met."
    )
    assert not found(nlp, "He saw the United . Nations met.", "organizations")


def test_spans_come_in_order_longest_first(nlp: Language) -> None:
    doc = nlp("The Government of India met France in Vienna.")
    places = [(span.start, -span.end) for span in doc.spans["gazetteer"]]
    assert places == sorted(places)


def test_tables_can_be_restricted() -> None:
    gazetteer = Gazetteer.load(FOLDER)
    doc = GazetteerSpans(gazetteer, ["countries"], "places")(
        spacy.blank("en")("France and the French in Paris")
    )
    assert [(span.label_, span.id_) for span in doc.spans["places"]] == [
        ("countries", "countries:FR"),
        ("demonyms", "countries:FR"),
    ]


def test_an_empty_text_has_no_spans(nlp: Language) -> None:
    assert len(nlp("").spans["gazetteer"]) == 0


def test_the_work_grows_with_the_text_not_faster(nlp: Language) -> None:
    component = nlp.get_pipe("pactgraph_gazetteer")
    assert isinstance(component, GazetteerSpans)
    steps: list[int] = []
    index = component.gazetteer.index
    original = type(index).find

    def counted(self: object, wanted: int) -> int:
        steps[-1] += 1
        return original(index, wanted)

    type(index).find = counted  # type: ignore[method-assign]  # counts look-ups, restored below
    try:
        for times in (50, 100):
            steps.append(0)
            list(
                component.matches(
                    nlp.make_doc("The United Nations and the United States met in New York. " * times)
                )
            )
    finally:
        type(index).find = original  # type: ignore[method-assign]
    assert steps[1] <= 2 * steps[0] + 5
