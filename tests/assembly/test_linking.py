"""Linking to open data: names of the seed texts, names that stay unlinked, places among others."""

from pathlib import Path

import pytest

from pactgraph.assembly.linking import Link, Linker
from pactgraph.assembly.linking_support import Context
from pactgraph.language.gazetteer_store import Gazetteer

FOLDER = Path(__file__).parents[2] / "extract" / "gazetteer"
SAME = "http://www.w3.org/2002/07/owl#sameAs"
SKOS = "http://www.w3.org/2004/02/skos/core#"
CANDIDATE = "https://w3id.org/pactgraph/ontology#linkCandidate"
WIKIDATA = "http://www.wikidata.org/entity/"
BODY, STATE, PLACE = ("organization", "Organization"), ("state", "State"), ("place", "Place")
TBILISI, ATLANTA, UNODC = "cities:geonames:611717", "cities:geonames:4180439", "organizations:ror:04567sh69"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(Gazetteer.load(FOLDER))


def entry(
    linker: Linker,
    kind: tuple[str, str],
    *names: str,
    acronyms: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
) -> str | None:
    decided = linker.resolve(*kind, names, acronyms, Context(beside)).decided
    return decided.entry.id if decided else None


def by_target(links: list[Link]) -> dict[str, str]:
    return {link.target_iri: link.predicate for link in links}


@pytest.mark.parametrize(
    ("kind", "names", "acronyms", "expected"),
    [
        (BODY, ["United Nations"], ["UN"], "organizations:ror:006kxhp52"),
        (BODY, ["UN"], [], "organizations:ror:006kxhp52"),
        (BODY, ["U.N."], [], "organizations:ror:006kxhp52"),
        (BODY, ["United Nations Office on Drugs and Crime"], ["UNODC"], UNODC),
        (BODY, ["U.N. Office on Drugs and Crime"], ["UNODC"], UNODC),
        (BODY, ["UNODC"], [], UNODC),
        (BODY, ["International Organization for Migration"], ["IOM"], "organizations:wikidata:Q472311"),
        (BODY, ["United Nations Migration Agency"], [], "organizations:wikidata:Q472311"),
        (BODY, ["IOM"], [], "organizations:wikidata:Q472311"),
        (BODY, ["U.N. High Commissioner for Refugees"], ["UNHCR"], "organizations:ror:0437ej039"),
        (BODY, ["UNHCR"], [], "organizations:ror:0437ej039"),
        (BODY, ["International Labour Organization"], ["ILO"], "organizations:wikidata:Q54129"),
        (STATE, ["Colombia"], [], "countries:CO"),
        (STATE, ["Afghanistan"], [], "countries:AF"),
        (PLACE, ["Vienna"], [], "cities:geonames:2761369"),
        (PLACE, ["Geneva"], [], "cities:geonames:2660646"),
        (PLACE, ["Southern Africa"], [], "regions:m49:018"),
        (PLACE, ["West Africa"], [], "regions:m49:011"),
        (PLACE, ["North Africa"], [], "regions:m49:015"),
        (PLACE, ["Horn of Africa"], [], "regions:eurovoc:5556"),
        (PLACE, ["Latin America"], [], "regions:eurovoc:1632"),
        (PLACE, ["Central Asia"], [], "regions:m49:143"),
        (PLACE, ["Gulf of Aden"], [], "regions:wikidata:Q41837"),
    ],
)
def test_names_of_the_seed_texts_that_the_tables_hold(
    linker: Linker, kind: tuple[str, str], names: list[str], acronyms: list[str], expected: str
) -> None:
    assert entry(linker, kind, *names, acronyms=tuple(acronyms)) == expected


@pytest.mark.parametrize(
    ("names", "acronyms"),
    [
        (["UN Network on Migration"], []),
        (["United Nations Global Initiative to Fight Human Trafficking"], ["UNGIFT"]),
        (["UNGIFT"], []),
        (["Global Migration Group"], ["GMG"]),
        (["Inter-Agency Coordination Group against Trafficking in Persons"], ["ICAT"]),
        (["ICAT"], []),
        (["Central Asia Border Security Initiative"], []),
        (["Library of Congress"], []),
        (["Law Library of Congress"], []),
    ],
)
def test_names_of_the_seed_texts_that_they_do_not_hold_stay_unlinked(
    linker: Linker, names: list[str], acronyms: list[str]
) -> None:
    links = linker.link(*BODY, names, acronyms, Context((UNODC, "countries:CA", "countries:US")))
    assert {link.predicate for link in links} <= {CANDIDATE}


@pytest.mark.parametrize(
    "name", ["Institute of Medicine", "Ministry of Health", "Columbia College", "Member States"]
)
def test_names_that_many_bear_need_support(linker: Linker, name: str) -> None:
    assert entry(linker, BODY, name) is None


def test_the_country_beside_it_supports_a_body(linker: Linker) -> None:
    found = linker.resolve(*BODY, ["Ministry of Health"], (), Context(("countries:KE",))).decided
    assert found is not None
    assert (found.entry.country, found.method, found.score) == ("KE", "name", 1.0)


def test_the_seat_of_a_body_supports_no_other_body(linker: Linker) -> None:
    assert entry(linker, BODY, "Institute of Medicine", beside=("organizations:ror:006kxhp52",)) is None


def test_an_acronym_introduced_as_something_else_decides_nothing(linker: Linker) -> None:
    assert entry(linker, BODY, "Institute of Oriental Medicine", acronyms=("IOM",)) is None
    introduced = Context(introduced=frozenset(["IOM"]))
    assert linker.resolve(*BODY, ["IOM"], (), introduced).decided is None


def test_an_acronym_with_a_full_name_like_the_bodys_decides(linker: Linker) -> None:
    assert (
        entry(linker, BODY, "International Org for Migration", acronyms=("IOM",))
        == "organizations:wikidata:Q472311"
    )


def test_a_class_may_ask_for_bodies_of_the_first_tier(linker: Linker) -> None:
    igo = ("organization", "IntergovernmentalOrganization")
    assert entry(linker, BODY, "Georgetown University") is not None
    assert entry(linker, igo, "Georgetown University") is None


@pytest.mark.parametrize(
    ("name", "beside", "expected"),
    [
        ("Georgia", (), None),
        ("Georgia", ("countries:US",), None),
        ("Georgia", (TBILISI,), "countries:GE"),
        ("Georgia", (ATLANTA,), "regions:iso3166-2:US-GA"),
        ("Vienna", (UNODC,), "cities:geonames:2761369"),
        ("Vienna", ("countries:US",), "cities:geonames:2761369"),
        ("Vienna", ("regions:iso3166-2:US-VA",), "cities:geonames:4791160"),
        ("London", ("countries:CA",), "cities:geonames:2643743"),
        ("Victoria", (), None),
        ("Victoria", ("countries:AU",), "regions:iso3166-2:AU-VIC"),
        ("Birmingham", (), None),
        ("Birmingham", ("countries:US",), "cities:geonames:4049979"),
        ("Springfield", ("countries:US",), None),
        ("Springfield", ("regions:iso3166-2:US-IL",), "cities:geonames:4250542"),
        ("Singapore", (), "countries:SG"),
        ("Luxembourg", (), "countries:LU"),
        ("Congo", (), None),
        ("Washington", (), "cities:geonames:4140963"),
    ],
)
def test_places_and_what_stands_beside_them(
    linker: Linker, name: str, beside: tuple[str, ...], expected: str | None
) -> None:
    assert entry(linker, PLACE, name, beside=beside) == expected


def test_a_state_yields_to_a_namesake_whose_city_stands_beside_it(linker: Linker) -> None:
    assert entry(linker, STATE, "Georgia") == "countries:GE"
    assert entry(linker, STATE, "Georgia", beside=("countries:US",)) == "countries:GE"
    assert entry(linker, STATE, "Georgia", beside=(ATLANTA,)) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the Republic of Korea", "countries:KR"),
        ("US", "countries:US"),
        ("UAE", "countries:AE"),
        ("SINGAPORE", "countries:SG"),
        ("Government of Australia", "countries:AU"),
        ("Democratic Republic of Congo", "countries:CD"),
        ("Atlantis", None),
    ],
)
def test_states_by_their_names(linker: Linker, name: str, expected: str | None) -> None:
    assert entry(linker, STATE, name) == expected


def test_identifiers_of_individuals_are_the_same(linker: Linker) -> None:
    links = by_target(linker.links_of_entry("countries:FR"))
    assert links[f"{WIKIDATA}Q142"] == SAME
    assert links["https://sws.geonames.org/3017382/"] == SAME
    assert links["http://eurovoc.europa.eu/1085"] == f"{SKOS}closeMatch"
    assert links["http://data.un.org/codes/sdg/geoArea/250"] == f"{SKOS}closeMatch"


def test_weak_and_disputed_identifiers_are_candidates(linker: Linker) -> None:
    weak = by_target(linker.links_of_entry(UNODC))
    assert weak["https://ror.org/04567sh69"] == SAME
    assert weak[f"{WIKIDATA}Q636107"] == CANDIDATE
    disputed = by_target(linker.links_of_entry("organizations:ror:0437ej039"))
    assert {disputed[f"{WIKIDATA}Q132551"], disputed[f"{WIKIDATA}Q28606331"]} == {CANDIDATE}


def test_no_weak_or_disputed_identifier_is_the_same_anywhere(linker: Linker) -> None:
    gazetteer = linker.gazetteer
    for number in range(0, len(gazetteer), 17):
        row = gazetteer.entry_at(number)
        doubtful = {i.value for i in row.ids if i.weak or i.disputed}
        same = [link.target_iri for link in linker.links_of_entry(row.id) if link.predicate == SAME]
        assert not [iri for iri in same if any(iri.rstrip("/").endswith(f"/{value}") for value in doubtful)]


def test_regions_of_differing_extent_match_closely_and_seas_are_the_same(linker: Linker) -> None:
    assert SAME not in by_target(linker.links_of_entry("regions:m49:018")).values()
    assert by_target(linker.links_of_entry("regions:wikidata:Q41837")) == {f"{WIKIDATA}Q41837": SAME}


def test_a_concept_matches_exactly_and_its_namesakes_closely(linker: Linker) -> None:
    links = by_target(linker.link("topic", "Topic", ["human trafficking"]))
    assert links["http://eurovoc.europa.eu/5933"] == f"{SKOS}exactMatch"
    assert links["http://vocabularies.unesco.org/thesaurus/concept6842"] == f"{SKOS}closeMatch"


def test_codes_without_iris_say_so(linker: Linker) -> None:
    codes = [link for link in linker.links_of_entry(UNODC) if link.code]
    assert [(link.target_iri, link.predicate) for link in codes] == [("XM-DAC-41128", f"{SKOS}notation")]


def test_a_link_says_where_it_comes_from(linker: Linker) -> None:
    (link,) = [
        x
        for x in linker.link(*BODY, ["World Trade Organisation"], ["WTO"])
        if x.target_iri.startswith(WIKIDATA)
    ]
    assert link.source == "supraverden"
    assert (link.method, link.score, link.entry_id) == ("name", 1.0, "organizations:wikidata:Q7825")
    assert link.basis == "label, its acronym too"


def test_likeness_only_makes_candidates(linker: Linker) -> None:
    misspelt = ["Internationl Organisation for Migration"]
    links = linker.link(*BODY, misspelt)
    assert {link.predicate for link in links} == {CANDIDATE}
    assert {link.method for link in links} == {"likeness"}
    assert Linker(linker.gazetteer, likeness=False).link(*BODY, misspelt) == []


def test_kinds_without_tables_are_not_linked(linker: Linker) -> None:
    assert linker.link("person", "Person", ["Victoria"]) == []
    assert linker.link(*BODY, []) == []
    assert linker.links_of_entry("countries:XX") == []


def test_linking_is_deterministic(linker: Linker) -> None:
    again = Linker(Gazetteer.load(FOLDER))
    for names in (["Ministry of Justice"], ["World Bank"], ["Victoria"]):
        assert linker.link(*BODY, names) == again.link(*BODY, names)


def test_every_iri_is_well_formed(linker: Linker) -> None:
    gazetteer = linker.gazetteer
    for number in range(0, len(gazetteer), 101):
        for link in linker.links_of_entry(gazetteer.entry_at(number).id):
            assert link.code or (
                link.target_iri.startswith("http") and not set(link.target_iri) & set(' <>"{}|\\^`')
            )
