"""The main job, end to end: the texts of seeds/ in, the answers of queries/*.expected.yaml out."""

import re
import shutil
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pactgraph.build import Options, Silence, build
from pactgraph.project import Project
from pactgraph.queries import Expectation, load_expectation, load_question, load_questions, rows_of
from pactgraph.store import EmbeddedStore

QUERIES = Path(__file__).parent.parent / "queries"
QUESTIONS = sorted(file.name.removesuffix(".expected.yaml") for file in QUERIES.glob("*.expected.yaml"))

OTHER_NAMES = {
    "United Nations Office on Drugs and Crime": "Baltic Agency for Maritime Safety",
    "UN Office on Drugs and Crime": "Baltic Agency for Maritime Safety",
    "U.N. Office on Drugs and Crime": "Baltic Agency for Maritime Safety",
    "UNODC": "BAMS",
    "International Organization for Migration": "European Institute of Shipping",
    "IOM": "EIS",
    "William Lacy Swing": "Martin Peter Hall",
    "Swing": "Hall",
    "Yury Fedotov": "Henrik Larsen",
    "Yuri Fedotov": "Henrik Larsen",
    "Fedotov": "Larsen",
    "Vienna": "Lisbon",
    "1996": "1993",
    "2012": "2014",
}
"""Names and years of the seeds, longest first within each, and what stands in their place in other texts."""

IN_KIND = ("reaffirming-agreements", "signatures", "foundations")
"""Questions whose answers hang on the sentences alone, not on what is known of the names."""


def expected(name: str) -> Expectation:
    found = load_expectation(load_question(QUERIES / f"{name}.rq"))
    assert found is not None
    return found


def test_every_question_of_the_list_is_there() -> None:
    assert len(QUESTIONS) >= 17


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_seeds_answer(name: str, seeds_store: Path) -> None:
    question = load_question(QUERIES / f"{name}.rq")
    assert expected(name).differences(question, EmbeddedStore(seeds_store)) == []


class TestNotAsserted:
    """What a reader might take from the texts and must not."""

    def holds(self, store: Path, pattern: str) -> bool:
        text = f"""PREFIX pg: <https://w3id.org/pactgraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ASK {{ {pattern} }}"""
        return bool(EmbeddedStore(store).query(text))

    def test_the_check_finds_what_is_there(self, seeds_store: Path) -> None:
        assert self.holds(
            seeds_store, '?s pg:signatory ?p . ?p rdfs:label ?l . FILTER(CONTAINS(?l, "Swing"))'
        )

    def test_who_is_quoted_does_not_sign(self, seeds_store: Path) -> None:
        assert not self.holds(
            seeds_store, '?s pg:signatory ?p . ?p rdfs:label ?l . FILTER(CONTAINS(?l, "Pope"))'
        )

    def test_a_claim_is_its_speakers(self, seeds_store: Path) -> None:
        pattern = '?s ?p ?o . FILTER(isLiteral(?o) && CONTAINS(STR(?o), "32 billion"))'
        # in the quotation, as its sentence, and in the vocabulary as an example: nowhere else
        mine = " FILTER(?p NOT IN (pg:quote, rdf:object) && !STRSTARTS(STR(?s), STR(pg:)))"
        assert self.holds(seeds_store, pattern)
        assert not self.holds(seeds_store, pattern + mine)

    @pytest.mark.parametrize("words", ["@", "Skip to", "Share this", "Funded by", "For more information"])
    def test_lines_around_the_text(self, seeds_store: Path, words: str) -> None:
        assert not self.holds(
            seeds_store, f'?s ?p ?o . FILTER(isLiteral(?o) && CONTAINS(STR(?o), "{words}"))'
        )


class TestOneSeedLess:
    @pytest.mark.parametrize("left_out", ["000", "001", "002", "003", "004"])
    def test_the_rest_still_answers(
        self, left_out: str, project: Project, seeds: Path, seeds_store: Path, new_store: Callable[[], Path]
    ) -> None:
        store = new_store()
        build(
            project,
            [p for p in sorted(seeds.iterdir()) if not p.name.startswith(left_out)],
            Options(store, jobs=1),
            Silence(),
        )
        lost = []
        for name in ("reaffirming-agreements", "signatures", "agreements-of-organization", "publications"):
            whole, part = (answers(name, EmbeddedStore(s)) for s in (seeds_store, store))
            lost += [row for row in whole - part if f"/{left_out}_" not in row[0]]
        assert lost == []
        assert EmbeddedStore(store).graphs()


def answers(name: str, graph: EmbeddedStore) -> set[tuple[str, str]]:
    """The documents and sentences that support the answers to a question."""
    rows = rows_of(load_questions(QUERIES)[name].ask(graph, {}))
    return {(str(row["document"]), str(row["sentence"])) for row in rows}


@pytest.fixture(scope="module")
def other_store(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the seeds with other names and years in the same sentences."""
    folder = tmp_path_factory.mktemp("others")
    shutil.copytree(project.texts, folder / "texts")
    for file in (folder / "texts").iterdir():
        file.write_text(renamed(file.read_text(encoding="utf-8")), encoding="utf-8")
    report = build(project, [folder / "texts"], Options(folder / "store", jobs=1), Silence())
    assert not report.faults
    return folder / "store"


@pytest.mark.parametrize("name", IN_KIND)
def test_other_names_are_answered_in_kind(name: str, other_store: Path) -> None:
    wanted = expected(name)
    other = replace(
        wanted,
        rows=tuple(map(renamed_cells, wanted.rows)),
        absent=tuple(map(renamed_cells, wanted.absent)),
        parameters=renamed_cells(wanted.parameters or {}),
    )
    assert other.differences(load_question(QUERIES / f"{name}.rq"), EmbeddedStore(other_store)) == []


_NAMES = re.compile("|".join(map(re.escape, OTHER_NAMES)))


def renamed(text: str) -> str:
    """The text with other names; one that is wrapped over two lines is found too."""
    unwrapped = re.sub(
        "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in OTHER_NAMES),
        lambda m: " ".join(m[0].split()),
        text,
    )
    return "\n\n".join(map(rewrapped, _NAMES.sub(lambda m: OTHER_NAMES[m[0]], unwrapped).split("\n\n")))


def rewrapped(paragraph: str) -> str:
    """A paragraph of hard-wrapped lines, wrapped anew, since other names are longer or shorter."""
    lines = paragraph.strip().splitlines()
    wrapped = len(lines) > 2 and len(paragraph) > 120 and max(map(len, lines)) < 200
    return textwrap.fill(" ".join(lines), 66) if wrapped else paragraph


def renamed_cells(value: Any) -> Any:
    """Expected cells with other names."""
    if isinstance(value, Mapping):
        return {key: renamed_cells(cell) for key, cell in value.items()}
    if isinstance(value, list):
        return [renamed_cells(cell) for cell in value]
    return value if value is None else renamed(str(value))
