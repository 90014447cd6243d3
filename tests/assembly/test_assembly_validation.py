"""Faults are reported with the sentence that caused them."""

from pathlib import Path

import pytest
from assembly_records import Record, bodies, news, pact, signed

from pactgraph.assembly import Settings, assemble
from pactgraph.assembly.explanation import explain
from pactgraph.assembly.validation import Fault, validate
from pactgraph.errors import ProjectError, QueryError
from pactgraph.store import EmbeddedStore


def _store(tmp_path: Path, settings: Settings, *records: Record) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path / "store")
    store.load(assemble([r.findings() for r in records], settings).graphs())
    return store


def _record() -> Record:
    record = news("one", "The accord was signed.", "Anna Holm is a party.", "It renews itself.")
    bodies(record, NFC="Nordic Fisheries Council", BMA="Baltic Marine Agency")
    pact(
        record, "a", "MemorandumOfUnderstanding", "Memorandum of Understanding", ["nfc", "bma"], "2015-03-02"
    )
    return record


def _faults(store: EmbeddedStore, settings: Settings, ontology: Path) -> list[Fault]:
    checks = (ontology / "checks").glob("*.rq")
    return validate(store, settings.shape_files, checks, settings.iris.ontology)


def test_a_sound_graph_has_no_fault(tmp_path: Path, settings: Settings, ontology: Path) -> None:
    assert _faults(_store(tmp_path, settings, _record()), settings, ontology) == []


def test_a_broken_shape_is_reported_with_its_sentence(
    tmp_path: Path, settings: Settings, ontology: Path
) -> None:
    record = _record()
    record.thing("p", "person", "Person", "Anna Holm")
    record.say("a", "party", "p", record.because("hand", "Anna Holm is a party."))
    (fault,) = _faults(_store(tmp_path, settings, record), settings, ontology)
    assert (fault.severity, fault.message) == ("error", "A party is an organization.")
    assert fault.value == "https://example.org/id/person/anna-holm"
    assert len(fault.sentences) == 1
    assert "Anna Holm is a party." in fault.sentences[0]
    assert "id/document/one" in str(fault)


def test_a_failed_check_is_reported_with_its_sentence(
    tmp_path: Path, settings: Settings, ontology: Path
) -> None:
    record = _record()
    record.say("a", "renews", "a", record.because("hand", "It renews itself."))
    (fault,) = _faults(_store(tmp_path, settings, record), settings, ontology)
    assert (fault.rule, fault.message) == ("self", "No agreement rests on itself")
    assert fault.sentences == ("https://example.org/id/document/one It renews itself.",)


def test_a_warning_is_no_error(tmp_path: Path, settings: Settings, ontology: Path) -> None:
    record = _record()
    pact(record, "b", "MemorandumOfUnderstanding", "", [], "2015-03-02", sentence="It renews itself.")
    record.statements[-1] = type(record.statements[-1])(
        "a", "dateSigned", None, _day("2015-03-09"), record.statements[-1].evidence
    )
    (fault,) = _faults(_store(tmp_path, settings, record), settings, ontology)
    assert fault.severity == "warning"
    assert any("It renews itself." in s for s in fault.sentences)


def _day(text: str) -> object:
    from assembly_records import literal

    return literal(text, "date")


def test_wrong_files_are_named(tmp_path: Path, settings: Settings) -> None:
    store = _store(tmp_path, settings, _record())
    shapes, check, head = tmp_path / "s.ttl", tmp_path / "c.rq", tmp_path / "h.rq"
    shapes.write_text("not turtle")
    check.write_text("#+ severity: error\nSELECT nothing")
    head.write_text("#+ severity: loud\nSELECT ?x WHERE { ?x ?y ?z }")
    for shape_files, checks, error in (
        ([shapes], [], ProjectError),
        ([], [check], QueryError),
        ([], [head], ProjectError),
    ):
        with pytest.raises(error, match=str(tmp_path)):
            validate(store, shape_files, checks, settings.iris.ontology)


def test_explain_tells_what_is_known_and_why_things_are_one(tmp_path: Path, settings: Settings) -> None:
    one, two = _record(), _record()
    two.document["id"] = "two"
    signed(one, "a", "p", "Dmitri Orlov", "nfc")
    signed(two, "a", "p", "Dmitry Orlov", "nfc")
    store = _store(tmp_path, settings, one, two)
    person = explain(store, "https://example.org/id/person/dmitri-orlov", settings.iris.ontology)
    assert person.names == ("Dmitry Orlov",)
    (reason,) = person.reasons
    assert reason.names == ("Dmitri Orlov", "Dmitry Orlov")
    assert len(reason.documents) == 2
    text = "\n".join(person.lines())
    assert "two spellings of one given name" in text
    assert "The accord was signed." in text
    agreement = explain(store, "https://example.org/id/agreement/2015-mou-bma-nfc", settings.iris.ontology)
    assert {k.object.rpartition("/")[2] for k in agreement.known if k.property.endswith("#party")} == {
        "nfc",
        "bma",
    }


@pytest.mark.parametrize("iri", ["https://example.org/id/agreement/none", "no iri"])
def test_explain_refuses_what_it_does_not_know(tmp_path: Path, settings: Settings, iri: str) -> None:
    with pytest.raises(QueryError):
        explain(_store(tmp_path, settings, _record()), iri, settings.iris.ontology)
