"""The shipped questions and checks, asked of hand-made graphs."""

import pytest

from graphs import FIXTURES, ROOT, MemoryGraph, with_vocabulary
from pactgraph.queries import Question, load_expectation, load_questions, rows_of

QUESTIONS = load_questions(ROOT / "queries")
CHECKS = load_questions(ROOT / "queries" / "checks")
EXPECTED = {name: found for name, q in QUESTIONS.items() if (found := load_expectation(q))}
SUPPORT = {"document", "source", "sentence"}
THINGS = "https://w3id.org/pactgraph/id/"
UNODC, IOM = "United Nations Office on Drugs and Crime", "International Organization for Migration"
SMUGGLING = {"human trafficking", "migrant smuggling"}

FAULTS = {
    "agreement-on-itself": {("self",)},
    "back-reference-without-source": {("c1",)},
    "claim-as-fact": {("claimed", "2019")},
    "conflicting-dates": {("doubtful", "1999-01-01", "1999-01-02")},
    "fact-without-statement": {("pact", "quoted")},
    "lineage-cycle": {("ring1", "ring2"), ("ring2", "ring1")},
    "planned-in-the-past": {("missed", "2020-01-01")},
    "reference-to-nothing": {("pact", "nowhere")},
    "representative-as-party": {("contract", "envoy")},
    "signature-for-stranger": {("twin1", "signer", "stranger")},
    "signature-of-quoted-person": {("pact", "quoted")},
    "signed-after-report": {("late", "2020-06-01")},
    "statement-without-evidence": {("s9", "pact", "signed")},
    "unmerged-twins": {("twin1", "twin2")},
}
COLUMNS = {
    "back-reference-without-source": ("citation",),
    "claim-as-fact": ("subject", "object"),
    "conflicting-dates": ("agreement", "signed", "otherwise"),
    "fact-without-statement": ("subject", "object"),
    "lineage-cycle": ("agreement", "next"),
    "agreement-on-itself": ("agreement",),
    "planned-in-the-past": ("agreement", "signed"),
    "reference-to-nothing": ("subject", "object"),
    "representative-as-party": ("agreement", "person"),
    "signature-for-stranger": ("agreement", "person", "organization"),
    "signature-of-quoted-person": ("agreement", "person"),
    "signed-after-report": ("agreement", "signed"),
    "statement-without-evidence": ("statement", "subject", "object"),
    "unmerged-twins": ("agreement", "twin"),
}


@pytest.fixture(scope="module")
def seeds() -> MemoryGraph:
    return with_vocabulary(FIXTURES / "seeds.trig")


@pytest.fixture(scope="module")
def faults() -> MemoryGraph:
    return with_vocabulary(FIXTURES / "faults.trig")


def test_every_question_of_the_seeds_has_expected_rows() -> None:
    assert len(EXPECTED) == 17


@pytest.mark.parametrize("name", EXPECTED)
def test_question_is_answered_as_expected(name: str, seeds: MemoryGraph) -> None:
    assert EXPECTED[name].differences(QUESTIONS[name], seeds) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_answer_comes_with_its_sentence(name: str, seeds: MemoryGraph) -> None:
    rows = rows_of(QUESTIONS[name].ask(seeds))
    assert rows
    assert all(row["sentence"] for row in rows)


@pytest.mark.parametrize("name", [n for n, q in QUESTIONS.items() if q.parameters])
def test_question_without_any_parameter_set_answers_at_least_as_much(name: str, seeds: MemoryGraph) -> None:
    question = QUESTIONS[name]
    default = {tuple(row.items()) for row in rows_of(question.ask(seeds))}
    unset = {
        tuple(row.items())
        for row in rows_of(question.ask(seeds, {p.name: None for p in question.parameters}))
    }
    assert default <= unset


@pytest.mark.parametrize("name", [n for n, q in QUESTIONS.items() if q.parameters])
def test_every_parameter_can_leave_nothing(name: str, seeds: MemoryGraph) -> None:
    for parameter in QUESTIONS[name].parameters:
        value = "1000-01-01" if parameter.name == "until" else "3000-01-01"
        assert rows_of(QUESTIONS[name].ask(seeds, {parameter.name: value})) == [], parameter.name


@pytest.mark.parametrize(
    ("name", "values", "column", "expected"),
    [
        ("signatures", {"personNamed": "fedotov"}, "date", {"2011-10-31", "2012-04-17"}),
        ("signatures", {"organizationNamed": "unhcr"}, "personName", {"António Guterres"}),
        ("agreements-of-organization", {"organizationNamed": "UNHCR"}, "date", {"2011-10-31"}),
        ("topics", {"topicNamed": "organized crime"}, "topicName", {"organized crime", *SMUGGLING}),
        ("topics", {"topicNamed": "trafficking in persons"}, "topicName", {"human trafficking"}),
        ("agreements", {"kind": "MemorandumOfUnderstanding"}, "date", {"2011-10-31", "2012-04-17"}),
        ("agreements", {"from": "2012-01-01", "until": "2012-12-31"}, "date", {"2012-04-17"}),
        ("agreements", {"status": "planned"}, "type", {"CooperationAgreement", "WorkPlan"}),
        ("documents-of-agreement", {"signedOn": "1996"}, "signed", {"1996-06-25"}),
        ("lineage", {"agreementNamed": f"{THINGS}agreement/2012-mou-iom-unodc"}, "relation", {"reaffirms"}),
        ("publications", {"organizationNamed": "UNODC"}, "value", {UNODC, IOM, "2018"}),
        ("quotations", {"speakerNamed": "Pope"}, "speakerName", {"Amy Pope"}),
        ("quotations", {"speakerNamed": "Fedotov"}, "attributedTo", {"International Labour Organization"}),
    ],
)  # fmt: skip
def test_parameter_narrows_the_answer(
    name: str, values: dict[str, str | None], column: str, expected: set[str], seeds: MemoryGraph
) -> None:
    assert {row[column] for row in rows_of(QUESTIONS[name].ask(seeds, values))} == expected


@pytest.mark.parametrize("name", CHECKS)
def test_check_finds_nothing_in_a_good_graph(name: str, seeds: MemoryGraph) -> None:
    assert rows_of(CHECKS[name].ask(seeds)) == []


@pytest.mark.parametrize("name", CHECKS)
def test_check_finds_its_fault_and_no_other(name: str, faults: MemoryGraph) -> None:
    rows = rows_of(CHECKS[name].ask(faults))
    assert {tuple((row[c] or "").rpartition("/")[2] for c in COLUMNS[name]) for row in rows} == FAULTS[name]


@pytest.mark.parametrize("question", CHECKS.values(), ids=CHECKS)
def test_check_says_how_bad_its_fault_is(question: Question) -> None:
    assert question.severity in {"error", "warning"}
    assert question.title
    assert question.description


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_question_explains_itself(question: Question) -> None:
    assert question.title.endswith("?")
    assert question.description
    assert question.severity is None
    assert question.columns
    assert set(question.columns) & SUPPORT
