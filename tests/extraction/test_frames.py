"""Frames: their keys, and what is refused."""

from pathlib import Path

import pytest

from pactgraph.errors import RuleError
from pactgraph.extraction.frames import Frame, load_frames

PLAIN = """
- id: renews
  property: renews
  predicates: {verbs: [renew, extend], nouns: [renewal]}
  roles: {agent: agreement, patient: agreement}
  examples: ["The pact renews the treaty."]
"""

FULL = """
- id: signing
  predicates: {verbs: [sign]}
  subject: patient
  status: {asserted: signed, planned: planned}
  surface: true
  weak: true
  clause: true
  governors: [agree]
  modalities: [planned]
  requires: [patient]
  roles:
    patient: Agreement
    agent:
      - kind: person
        property: signature
        node: {class: Signature, kind: signature, self: signatory}
        affiliation: party
      - {kind: [state, organization], property: party}
    on|upon: {kind: event, property: occasion, first: true}
    date: {property: dateSigned}
    "~under": {kind: "agreement:Treaty", property: implements, inverse: true}
"""


def written(folder: Path, text: str, name: str = "a.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def only(folder: Path, text: str) -> Frame:
    (frame,) = load_frames(written(folder, text))
    return frame


def test_a_plain_frame(tmp_path: Path) -> None:
    frame = only(tmp_path, PLAIN)
    assert frame.lemmas == {"renew", "extend", "renewal"}
    assert (frame.subject, frame.subject_kinds) == ("agent", {"agreement"})
    ((role, (filler,)),) = frame.roles
    assert (role, filler.kinds, filler.property) == ("patient", {"agreement"}, "renews")
    assert frame.modalities == {"asserted", "planned"}
    assert frame.examples == ("The pact renews the treaty.",)


def test_a_frame_with_every_key(tmp_path: Path) -> None:
    frame = only(tmp_path, FULL)
    assert (frame.surface, frame.weak, frame.clause) == (True, True, True)
    assert frame.status == {"asserted": "signed", "planned": "planned"}
    assert (frame.governors, frame.modalities, frame.requires) == ({"agree"}, {"planned"}, ("patient",))
    assert [role for role, _ in frame.roles] == ["agent", "on|upon", "date", "~under"]
    person, body = dict(frame.roles)["agent"]
    assert person.node == {"class": "Signature", "kind": "signature", "self": "signatory"}
    assert person.affiliation == "party"
    assert body.kinds == {"state", "organization"}
    assert dict(frame.roles)["on|upon"][0].first
    assert dict(frame.roles)["~under"][0].inverse
    assert dict(frame.roles)["~under"][0].kinds == {"agreement:Treaty"}


def test_kinds_are_written_with_or_without_a_capital(tmp_path: Path) -> None:
    assert only(tmp_path, FULL).subject_kinds == {"agreement"}


def test_a_subject_may_be_a_thing_of_its_own(tmp_path: Path) -> None:
    text = PLAIN + "  subject: {kind: cooperation, class: Cooperation}\n"
    frame = only(tmp_path, text)
    assert frame.node == {"kind": "cooperation", "class": "Cooperation"}
    assert [role for role, _ in frame.roles] == ["agent", "patient"]


def test_a_subject_may_be_what_the_document_is_about(tmp_path: Path) -> None:
    frame = only(tmp_path, PLAIN + "  subject: focus\n")
    assert (frame.subject, frame.subject_kinds) == ("focus", frozenset())


def test_files_are_read_in_name_order(tmp_path: Path) -> None:
    written(tmp_path, PLAIN.replace("id: renews", "id: second"), "b.yaml")
    written(tmp_path, PLAIN.replace("id: renews", "id: first"), "a.yaml")
    assert [f.id for f in load_frames(tmp_path)] == ["first", "second"]


def test_empty_files_and_folders_hold_no_frames(tmp_path: Path) -> None:
    assert load_frames(written(tmp_path, "")) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PLAIN + "  rolse: {}\n", "rolse"),
        (PLAIN.replace("patient: agreement", "patient: {kinds: agreement}"), "kinds"),
        (PLAIN.replace("roles:", "parts:"), "parts"),
        (PLAIN.replace("  predicates: {verbs: [renew, extend], nouns: [renewal]}\n", ""), "predicates"),
        (PLAIN + "  subject: object\n", "object"),
        ("renews: 1\n", "list"),
        ("- renews\n", "malformed"),
    ],
    ids=[
        "unknown-key",
        "unknown-key-in-role",
        "misspelt-roles",
        "no-predicates",
        "subject-without-role",
        "mapping",
        "text",
    ],
)
def test_a_malformed_frame_is_refused_with_file_and_entry(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        load_frames(written(tmp_path, text))
    assert says in str(caught.value)
    assert "a.yaml" in caught.value.where
    assert caught.value.hint


def test_ids_are_unique_across_files(tmp_path: Path) -> None:
    written(tmp_path, PLAIN, "a.yaml")
    written(tmp_path, PLAIN, "b.yaml")
    with pytest.raises(RuleError, match="defined twice") as caught:
        load_frames(tmp_path)
    assert "a.yaml" in caught.value.hint
    assert "b.yaml" in caught.value.where
