"""The whole assembly: determinism, increments, removal, statements with evidence."""

import io
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from assembly_records import Record, bodies, literal, news, pact, signed

from pactgraph.assembly import Assembly, Settings, assemble, redirects
from pactgraph.assembly.serialization import FORMATS, prefixes_of, write
from pactgraph.errors import AssemblyError, FindingsError, ProjectError
from pactgraph.extraction.findings import Findings, Statement

PG = "https://example.org/ontology#"


def _quads(assembly: Assembly) -> bytes:
    return "".join(line for g in assembly.graphs() for line in g.lines()).encode()


def _digests(assembly: Assembly) -> dict[str, str]:
    return {g.iri: g.digest() for g in assembly.graphs()}


def test_order_of_documents_and_statements_does_not_count(settings: Settings, seeds: list[Findings]) -> None:
    turned = [
        Findings(f.document, f.things[::-1], f.statements[::-1], dict(reversed(list(f.evidence.items()))))
        for f in reversed(seeds)
    ]
    assert _quads(assemble(turned, settings)) == _quads(assemble(seeds, settings))


SCRIPT = """
import json, sys
from pathlib import Path
from pactgraph.assembly import assemble
from pactgraph.assembly.serialization import prefixes_of, write
from pactgraph.assembly.settings import load
from pactgraph.extraction.findings import Findings
settings = load(Path(sys.argv[1]))
files = Path(sys.argv[2]).glob("*.json")
assembly = assemble([Findings.from_json(json.loads(f.read_text(encoding="utf-8"))) for f in files], settings)
write(assembly.graphs(), sys.argv[3], sys.stdout.buffer, prefixes_of(settings))
"""


@pytest.mark.parametrize("form", ["nquads", "turtle", "rdfxml"])
def test_bytes_are_the_same_in_every_process(ontology: Path, form: str) -> None:
    fixtures = Path(__file__).parents[1] / "fixtures" / "seeds-findings"
    command = [sys.executable, "-c", SCRIPT, str(ontology), str(fixtures), form]
    source = str(Path(__file__).parents[2] / "src")
    runs = [
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": source},
            capture_output=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout != b""


def test_only_the_graphs_that_a_removed_document_touched_change(
    settings: Settings, seeds: list[Findings]
) -> None:
    before, after = _digests(assemble(seeds, settings)), _digests(assemble(seeds[1:], settings))
    gone = set(before) - set(after)
    changed = {iri.rpartition("/")[2] for iri in after if after[iri] != before[iri]}
    assert {iri.rpartition("/")[2] for iri in gone} == {"000_ba0bc78a44d906bd"}
    # 002 loses the date that 000 taught it and the framework its full name; 004 has nothing to do with that
    assert "002_a5ccc2b4aa2979e3" in changed
    assert "004_f7b6517e4de4279e" not in changed


def test_an_increment_gives_what_a_full_build_would(settings: Settings, seeds: list[Findings]) -> None:
    kept = {g.iri: g for g in assemble(seeds[1:], settings).graphs()}
    full = {g.iri: g for g in assemble(seeds, settings).graphs()}
    changed = {iri: g for iri, g in full.items() if iri not in kept or kept[iri].digest() != g.digest()}
    merged = {**kept, **changed}
    assert len(changed) < len(full)
    assert [line for iri in sorted(merged) for line in merged[iri].lines()] == [
        line for g in full.values() for line in g.lines()
    ]


class _Lazy(Mapping[str, Findings]):
    """Loads each record anew when asked for it, as a cache does."""

    def __init__(self, records: Iterable[Findings]) -> None:
        self._data = {str(f.document["id"]): f.to_json() for f in records}

    def __getitem__(self, key: str) -> Findings:
        return Findings.from_json(self._data[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


def test_records_may_be_loaded_when_asked_for(settings: Settings, seeds: list[Findings]) -> None:
    assert _quads(assemble(_Lazy(seeds), settings)) == _quads(assemble(seeds, settings))


def _accord(doc: str = "one", *, date: str = "2015-03-02") -> Record:
    record = news(doc, "The accord was signed.", "It has a claim.")
    bodies(record, NFC="Nordic Fisheries Council", BMA="Baltic Marine Agency")
    pact(record, "a", "MemorandumOfUnderstanding", "Memorandum of Understanding", ["nfc", "bma"], date)
    return record


def test_a_fact_has_its_sentence_and_what_stands_above_it(settings: Settings) -> None:
    record = _accord()
    pact(record, "b", "Agreement", "Whale Accord")
    record.say("a", "reaffirms", "b", next(iter(record.evidence)))
    assembly = assemble([record.findings()], settings)
    triples = assembly.document("one").triples
    a, b = (f"<{assembly.identity.node('one', x).iri}>" for x in "ab")
    assert {p for s, p, o in triples if (s, o) == (a, b)} == {f"<{PG}reaffirms>", f"<{PG}restsOn>"}
    assert {o for s, p, o in triples if s == a and p.endswith("#type>")} == {
        f"<{PG}MemorandumOfUnderstanding>",
        f"<{PG}Agreement>",
    }
    (statement,) = {s for s, p, o in triples if o == f"<{PG}reaffirms>"}
    (evidence,) = [o for s, p, o in triples if (s, p) == (statement, f"<{PG}evidence>")]
    assert (evidence, f"<{PG}quote>", '"The accord was signed."') in triples


def test_a_claim_is_no_fact_and_keeps_its_speaker(settings: Settings) -> None:
    record = _accord()
    record.say("a", "cost", literal("USD 3"), next(iter(record.evidence)), modality="claimed", speaker="nfc")
    assembly = assemble([record.findings()], settings)
    triples = assembly.document("one").triples
    assert not [t for t in triples if t[1] == f"<{PG}cost>"]
    (statement,) = [s for s, p, o in triples if o == f"<{PG}cost>"]
    assert (statement, f"<{PG}claimedBy>", f"<{assembly.identity.node('one', 'nfc').iri}>") in triples
    assert (statement, f"<{PG}modality>", '"claimed"') in triples


def test_a_coarse_date_gives_way_to_a_finer_one_but_stays_as_evidence(settings: Settings) -> None:
    assembly = assemble([_accord().findings(), _accord("two", date="2015").findings()], settings)
    coarse = '"2015"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    triples = assembly.document("two").triples
    assert [p.rpartition("#")[2] for s, p, o in triples if o == coarse] == ["object>"]
    assert [t for t in triples if t[2] == '"less precise than 2015-03-02"']


def test_planned_gives_way_to_signed_and_expected_to_party(settings: Settings) -> None:
    one, two = _accord(), _accord("two")
    for record, status in ((one, "planned"), (two, "signed")):
        record.say("a", "status", literal(status), next(iter(record.evidence)))
    one.say("a", "expectedParty", "bma", next(iter(one.evidence)))
    triples = {t for g in assemble([one.findings(), two.findings()], settings).graphs() for t in g.triples}
    assert {o for _, p, o in triples if p == f"<{PG}status>"} == {'"signed"'}
    assert not [t for t in triples if t[1] == f"<{PG}expectedParty>"]


def test_shortcuts_go_from_end_to_end(settings: Settings, seeds: list[Findings]) -> None:
    assembly = assemble(seeds, settings)
    docs = assembly.documents()
    triples = assembly.document("000_ba0bc78a44d906bd").triples
    cited = {o for s, p, o in triples if p == f"<{PG}citesSource>"}
    assert {f"<{docs['001_38f187a9cde52603']}>", f"<{docs['002_a5ccc2b4aa2979e3']}>"} <= cited


def test_evidence_is_shared_and_cheap(settings: Settings, seeds: list[Findings]) -> None:
    triples = [t for f in seeds for t in assemble(seeds, settings).document(str(f.document["id"])).triples]
    behind = [t for t in triples if "/statement/" in t[0] or "/evidence/" in t[0]]
    statements = {t[0] for t in behind if "/statement/" in t[0]}
    nodes = {t[0] for t in behind if "/evidence/" in t[0]}
    assert len(nodes) < len(statements) / 2
    assert len(behind) / (len(triples) - len(behind)) < 4.5


def test_no_blank_nodes_and_no_names_of_runs(settings: Settings, seeds: list[Findings]) -> None:
    assert "_:" not in {
        t[:2] for g in assemble(seeds, settings).graphs() for triple in g.triples for t in triple
    }


def test_a_faulty_record_is_reported_and_the_rest_goes_on(settings: Settings) -> None:
    bad = _accord("bad").findings()
    bad = Findings(
        bad.document, bad.things, (*bad.statements, Statement("a", "party", "nobody")), bad.evidence
    )
    alien = Record("alien", "x")
    alien.thing("u", "ufo", "Ufo", "x")
    assembly = assemble([bad, alien.findings(), _accord().findings()], settings)
    assert list(assembly.documents()) == ["one"]
    assert [type(p) for p in assembly.problems] == [ProjectError, FindingsError]
    assert "nobody" in str(assembly.problems[1])


def test_two_documents_of_one_id_are_refused(settings: Settings) -> None:
    with pytest.raises(AssemblyError, match="the same id"):
        assemble([_accord().findings(), _accord().findings()], settings)


def test_redirects_lead_from_the_old_address_to_the_new(settings: Settings) -> None:
    undated = news("one", "The accord was signed.")
    bodies(undated, NFC="Nordic Fisheries Council", BMA="Baltic Marine Agency")
    pact(undated, "a", "MemorandumOfUnderstanding", "Memorandum of Understanding", ["nfc", "bma"])
    before = assemble([undated.findings()], settings).addresses()
    after = assemble([_accord().findings()], settings).addresses()
    root = "https://example.org/id/agreement/"
    assert redirects(before, after) == {f"{root}mou-bma-nfc": f"{root}2015-mou-bma-nfc"}
    assert redirects(after, after) == {}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written(settings: Settings, form: str) -> None:
    out = io.BytesIO()
    write(assemble([_accord().findings()], settings).graphs(), form, out, prefixes_of(settings))
    assert out.getvalue()


def test_keyed_things_are_one_by_what_they_connect(settings: Settings) -> None:
    one, two = _accord(), _accord("two")
    for record in (one, two):
        signed(record, "a", "p", "Anna Holm", "nfc")
    identity = assemble([one.findings(), two.findings()], settings).identity
    assert identity.node("one", "a-p") is identity.node("two", "a-p")
    assert identity.node("one", "a-p").iri.endswith("agreement/2015-mou-bma-nfc/signature/anna-holm")
