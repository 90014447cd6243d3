"""When agreements of different documents are one, and when they are not."""

from collections.abc import Sequence

import pytest
from assembly_records import Record, bodies, literal, news, pact, states

from pactgraph.assembly import Assembly, Settings, assemble

MOU, TREATY = "MemorandumOfUnderstanding", "Treaty"
PAIR = {"NFC": "Nordic Fisheries Council", "BMA": "Baltic Marine Agency"}


def _assembly(settings: Settings, *records: Record) -> Assembly:
    return assemble([r.findings() for r in records], settings)


def _one(assembly: Assembly, *things: tuple[str, str]) -> bool:
    return len({assembly.identity.node(doc, thing).iri for doc, thing in things}) == 1


def _report(
    doc: str,
    *pacts: tuple[str, str, str, str],
    planned: bool = False,
    parties: Sequence[str] = ("nfc", "bma"),
) -> Record:
    """A document of agreements (id, class, name, date) between the same two bodies."""
    record = news(doc, "The Council and the Agency have agreed.")
    bodies(record, **PAIR)
    for id_, cls, name, date in pacts:
        pact(record, id_, cls, name, parties, date)
        if planned:
            record.say(id_, "status", literal("planned"), next(iter(record.evidence)))
    return record


SAME: dict[str, tuple[tuple[str, str, str, str], tuple[str, str, str, str]]] = {
    "same parties and day, other class word": (
        ("a", MOU, "Memorandum of Understanding", "2015-03-02"),
        ("b", "CooperationAgreement", "Cooperation Agreement", "2015-03-02"),
    ),
    "same parties and class, one date is only a year": (
        ("a", MOU, "Memorandum of Understanding", "2015-03-02"),
        ("b", MOU, "MoU", "2015"),
    ),
    "same telling name, no date": (
        ("a", "Agreement", "Agreement on Herring Quotas", "2015-03-02"),
        ("b", "Agreement", "The Agreement on Herring Quotas", ""),
    ),
}  # fmt: skip

DIFFERENT: dict[str, tuple[tuple[str, str, str, str], tuple[str, str, str, str]]] = {
    "other day": (("a", MOU, "Memorandum of Understanding", "2015-03-02"), ("b", MOU, "MoU", "2018-06-01")),
    "other year": (("a", MOU, "Memorandum of Understanding", "2015-03-02"), ("b", MOU, "MoU", "2018")),
    "same day, other matter": (
        ("a", MOU, "Memorandum of Understanding on Whale Counting", "2015-03-02"),
        ("b", MOU, "Memorandum of Understanding on Port Dues", "2015-03-02"),
    ),
    "same day, other telling class": (
        ("a", TREATY, "Treaty", "2015-03-02"),
        ("b", "JointDeclaration", "Joint Declaration", "2015-03-02"),
    ),
    "a name that tells nothing and no date": (
        ("a", MOU, "Memorandum of Understanding", "2015-03-02"),
        ("b", MOU, "Memorandum of Understanding", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_one_agreement(settings: Settings, case: str) -> None:
    a, b = SAME[case]
    assembly = _assembly(settings, _report("one", a), _report("two", b))
    assert _one(assembly, ("one", "a"), ("two", "b"))


@pytest.mark.parametrize("case", DIFFERENT)
def test_two_agreements(settings: Settings, case: str) -> None:
    a, b = DIFFERENT[case]
    assembly = _assembly(settings, _report("one", a), _report("two", b))
    assert not _one(assembly, ("one", "a"), ("two", "b"))


def test_a_planned_agreement_is_not_the_signed_one_unless_the_day_says_so(settings: Settings) -> None:
    signed = _report("one", ("a", MOU, "Memorandum of Understanding", "2015-03-02"))
    later = _report("two", ("b", MOU, "new Memorandum of Understanding", "2015"), planned=True)
    today = _report("three", ("c", MOU, "Memorandum of Understanding", "2015-03-02"), planned=True)
    assembly = _assembly(settings, signed, later, today)
    assert not _one(assembly, ("one", "a"), ("two", "b"))
    assert _one(assembly, ("one", "a"), ("three", "c"))


def test_two_of_one_document_are_never_joined_by_a_third(settings: Settings) -> None:
    both = _report(
        "one", ("a", MOU, "Memorandum of Understanding", "2015-03-02"), ("b", MOU, "MoU", "2015-03-02")
    )
    third = _report("two", ("c", MOU, "Memorandum of Understanding", "2015-03-02"))
    assembly = _assembly(settings, both, third)
    assert not _one(assembly, ("one", "a"), ("one", "b"))


def test_a_year_that_fits_two_days_stays_by_itself(settings: Settings) -> None:
    march, june = (_report(f"doc{m}", ("a", MOU, "MoU", f"2015-0{m}-02")) for m in (3, 6))
    vague = _report("vague", ("a", MOU, "MoU", "2015"))
    assembly = _assembly(settings, march, june, vague)
    assert len({assembly.identity.node(d, "a").iri for d in ("doc3", "doc6", "vague")}) == 3


def test_the_renewal_is_not_the_renewed(settings: Settings) -> None:
    record = _report("one", ("old", MOU, "Sprat Accord", "2015"), ("new", MOU, "Sprat Accord", "2015-03-02"))
    record.say("new", "renews", "old", next(iter(record.evidence)))
    other = _report("two", ("x", MOU, "Sprat Accord", "2015-03-02"))
    assembly = _assembly(settings, record, other)
    assert not _one(assembly, ("one", "old"), ("one", "new"))


def test_several_under_one_mention_are_not_a_single_one(settings: Settings) -> None:
    single = _report("one", ("a", MOU, "Memorandum of Understanding", "2015-03-02"))
    group = news("two", "Three memoranda were signed.")
    bodies(group, **PAIR)
    pact(group, "b", MOU, "Memoranda of Understanding", ["nfc", "bma"], "2015-03-02", count=3)
    assert not _one(_assembly(settings, single, group), ("one", "a"), ("two", "b"))


def test_treaties_of_the_same_name_between_other_states_are_different(settings: Settings) -> None:
    records = []
    for doc, others in (("one", ("Freedonia", "Sylvania")), ("two", ("Freedonia", "Ruritania"))):
        record = news(doc, f"{others[0]} and {others[1]} have signed.")
        states(record, *others)
        pact(record, "a", TREATY, "Treaty on Mutual Legal Assistance", [o.lower() for o in others], "2015")
        records.append(record)
    assert not _one(_assembly(settings, *records), ("one", "a"), ("two", "a"))


def _convention(doc: str, cls: str, name: str) -> Record:
    record = news(doc, f"It recalls the {name}.")
    pact(record, "a", cls, name)
    return record


def test_conventions_are_one_by_name(settings: Settings) -> None:
    names = (
        "United Nations Convention on the Carriage of Reindeer",
        "U.N. Convention on the Carriage of Reindeer",
        "Convention concerning the Carriage of Reindeer by Sea",
    )
    assembly = _assembly(settings, *(_convention(f"doc{i}", "Convention", n) for i, n in enumerate(names)))
    assert _one(assembly, *((f"doc{i}", "a") for i in range(3)))


def test_conventions_on_other_matters_and_their_protocols_stay_apart(settings: Settings) -> None:
    pairs = (
        ("Convention", "Convention on Biological Diversity"),
        ("Convention", "Convention on Biological Weapons"),
        ("Protocol", "Protocol to the Convention on Biological Diversity"),
    )
    assembly = _assembly(settings, *(_convention(f"doc{i}", *pair) for i, pair in enumerate(pairs)))
    assert len({assembly.identity.node(f"doc{i}", "a").iri for i in range(3)}) == 3


def test_an_acronym_names_one_agreement(settings: Settings) -> None:
    full, short = (news(d, "It recalls the accord.") for d in ("one", "two"))
    pact(full, "a", "Agreement", "North Sea Herring Stock Accord", acronyms=["NOSHA"])
    pact(short, "a", "Agreement", "", acronyms=["NOSHA"])
    assert _one(_assembly(settings, full, short), ("one", "a"), ("two", "a"))


def test_a_ministry_may_stand_for_its_state(settings: Settings) -> None:
    ministry, state = (news(d, "An agreement was signed.") for d in ("one", "two"))
    for record in (ministry, state):
        states(record, "Freedonia", "Sylvania")
    ministry.thing("min", "organization", "GovernmentBody", "Ministry of Fish of Freedonia")
    ministry.say("min", "memberOf", "freedonia", ministry.because("hand", "An agreement was signed."))
    pact(ministry, "a", "Agreement", "Agreement on Herring", ["min", "sylvania"], "2015-03-02")
    pact(state, "a", "Agreement", "Agreement on Herring", ["freedonia", "sylvania"], "2015-03-02")
    assert _one(_assembly(settings, ministry, state), ("one", "a"), ("two", "a"))


def _described(doc: str, cited: str, *, related: bool = False) -> Record:
    sentence = "Both rest on a 1999 Nordic herring framework."
    record = news(doc, sentence, f"({cited} (May 4, 1999).)")
    bodies(record, **PAIR)
    pact(
        record,
        "a",
        "FrameworkAgreement",
        "Nordic herring framework",
        (),
        "1999",
        sentence,
        form="description",
    )
    pact(record, "b", "CooperationAgreement", cited, ("nfc", "bma"), "1999-05-04")
    record.thing("c", "citation", "Citation", at=[cited])
    evidence = record.because("citation", cited)
    record.say("doc", "citation", "c", evidence)
    record.say("c", "citedSource", "b", evidence)
    if related:
        record.say("a", "amends", "b", evidence)
    return record


CITED = "Herring Cooperation Agreement between the Nordic Fisheries Council and the Baltic Marine Agency"


def test_a_description_is_the_agreement_cited_beside_it(settings: Settings) -> None:
    assembly = _assembly(settings, _described("one", CITED))
    assert _one(assembly, ("one", "a"), ("one", "b"))
    assert any("cited beside it" in m.reason for m in assembly.merges())


def test_a_description_is_not_an_agreement_it_is_related_to(settings: Settings) -> None:
    assembly = _assembly(settings, _described("one", CITED, related=True))
    assert not _one(assembly, ("one", "a"), ("one", "b"))


def test_a_description_is_not_an_agreement_on_something_else(settings: Settings) -> None:
    other = "Salmon Agreement between the Nordic Fisheries Council and the Baltic Marine Agency"
    assembly = _assembly(settings, _described("one", other))
    assert not _one(assembly, ("one", "a"), ("one", "b"))


def test_every_merge_names_its_members_and_reason(settings: Settings) -> None:
    a, b = SAME["same parties and day, other class word"]
    assembly = _assembly(settings, _report("one", a), _report("two", b))
    (merge,) = [m for m in assembly.merges() if m.kind == "agreement"]
    assert [m[:2] for m in merge.members] == [("one", "a"), ("two", "b")]
    assert merge.reason == "the same parties and the same day"
    assert 0 < merge.score <= 1


@pytest.mark.parametrize("turn", range(4))
def test_order_does_not_count(settings: Settings, turn: int) -> None:
    records = [
        _report("one", ("a", MOU, "Memorandum of Understanding", "2015-03-02")),
        _report("two", ("b", MOU, "MoU", "2015")),
        _described("three", CITED),
        _convention("four", "Convention", "Convention on the Carriage of Reindeer"),
    ]
    turned = records[turn:] + records[:turn]
    assert _assembly(settings, *turned).addresses() == _assembly(settings, *records).addresses()
