"""Frames on hand-made parses: one rule, every form of the sentence, the same fact."""

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from pactgraph.extraction.dates import DateMention
from pactgraph.extraction.frames import load_frames
from pactgraph.extraction.lexicon import Lexicon
from pactgraph.extraction.matching import NOMINAL, PARSED, SURFACE, Fact, Matcher, Scene, fits
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.predicates import predicates
from pactgraph.extraction.references import Pointers
from pactgraph.extraction.roles import Post
from pactgraph.extraction.rules import Rules

from . import trees
from .trees import parsed

SIGN = """
- id: signing
  predicates: {verbs: [sign], nouns: [renewal]}
  subject: patient
  roles:
    patient: agreement
    agent: {kind: [state, person], property: party}
"""

CLASSES = {
    "state": ("state", "State"),
    "agreement": ("agreement", "Treaty"),
    "place": ("place", "Place"),
    "event": ("event", "Event"),
    "organization": ("organization", "Organization"),
}
KINDS = {
    **dict.fromkeys(("Kenya", "Uganda"), "state"),
    **dict.fromkeys(("treaty", "Treaty", "pact"), "agreement"),
    "Lima": "place",
    "summit": "event",
}


class Stage:
    """A scene in which each known word is a node, and what a rule file makes of it."""

    def __init__(self, rules: Rules, doc: Doc, folder: Path, frames: str) -> None:
        (folder / "frames.yaml").write_text(frames, encoding="utf-8")
        self.rules, self.doc, self.frames = rules, doc, load_frames(folder)
        self.nodes: dict[str, Node] = {}
        for token in doc:
            if token.text in KINDS:
                self._place(token.text, token.i)
        self.scene = Scene(
            doc=doc,
            of={t.i: [self.nodes[t.text]] for t in doc if t.text in self.nodes},
            posts=[],
            post_nodes={},
            dates={},
            pointers=Pointers(
                doc, rules.references, {t.i: self.nodes[t.text] for t in doc if t.text in self.nodes}
            ),
            focus=None,
        )

    def _place(self, word: str, at: int) -> None:
        kind, cls = CLASSES[KINDS[word]]
        node = self.nodes.setdefault(word, Node(kind, cls))
        node.add(Ref(at, at + 1, at, kind, cls, "name", "test", word))

    def facts(self) -> list[Fact]:
        verbs = frozenset(v for f in self.frames for v in f.verbs)
        nouns = frozenset(n for f in self.frames for n in f.nouns)
        lists = {
            "negations": ["not"],
            "planning_auxiliaries": ["will"],
            "possible_auxiliaries": ["may"],
            "achieving": ["pleased"],
        }
        return Matcher(self.frames).facts(
            self.scene, predicates(self.doc, Lexicon.from_data(lists, verbs, nouns))
        )

    def said(self) -> list[tuple[str, str, str]]:
        """(subject, property, object or value) in words."""
        return [
            (name(f.subject), f.property, name(f.object) if f.object else f.value.value if f.value else "")
            for f in self.facts()
        ]


Staging = Callable[[str, str], Stage]


def name(node: Node) -> str:
    return node.names[0] if node.names else node.cls


@pytest.fixture
def stage(rules: Rules, tmp_path: Path) -> Staging:
    return lambda tree, frames: Stage(rules, parsed(tree), tmp_path, frames)


ONE = [("treaty", "party", "Kenya")]
BOTH = [*ONE, ("treaty", "party", "Uganda")]


@pytest.mark.parametrize(
    ("tree", "facts"),
    [
        (trees.ACTIVE, ONE),
        (trees.PASSIVE, BOTH),
        (trees.RELATIVE_PASSIVE, ONE),
        (trees.RELATIVE_OBJECT, ONE),
        (trees.RELATIVE_BARE, ONE),
        (trees.RELATIVE_PLACE, ONE),
        (trees.PARTICIPLE, ONE),
        (trees.NOMINAL_BY, ONE),
        (trees.COORDINATED, BOTH),
        (trees.PLANNED, ONE),
        (trees.AGREED_TO, ONE),
        (trees.PLEASED_TO, ONE),
        (trees.PARTICIPLE_CLAUSE, ONE),
        (trees.TO_BE_SIGNED, ONE),
        (trees.NEGATED, []),
        (trees.POSSIBLE, []),
    ],
    ids=[
        *(
            "active",
            "passive",
            "relative-passive",
            "relative-object",
            "relative-bare",
            "relative-place",
            "participle",
            "nominal",
        ),
        *(
            "coordinated",
            "planned",
            "agreed-to",
            "pleased-to",
            "after-clause",
            "to-be-signed",
            "negated",
            "possible",
        ),
    ],
)
def test_one_frame_reads_every_form(stage: Staging, tree: str, facts: list[tuple[str, str, str]]) -> None:
    assert stage(tree, SIGN).said() == facts


def test_a_fact_names_its_rule_place_and_confidence(stage: Staging) -> None:
    (fact,) = stage(trees.ACTIVE, SIGN).facts()
    assert (fact.rule, fact.start, fact.end, fact.confidence, fact.modality) == (
        "frames:signing",
        1,
        2,
        PARSED,
        "asserted",
    )
    (fact,) = stage(trees.NOMINAL_BY, SIGN).facts()
    assert fact.confidence == NOMINAL


@pytest.mark.parametrize(
    "tree", [trees.PLANNED, trees.AGREED_TO, trees.TO_BE_SIGNED], ids=["will", "agreed-to", "to-be-signed"]
)
def test_plans_are_marked(stage: Staging, tree: str) -> None:
    assert [f.modality for f in stage(tree, SIGN).facts()] == ["planned"]


def test_modalities_limit_a_frame(stage: Staging) -> None:
    frames = SIGN + "  modalities: [planned]\n"
    assert stage(trees.ACTIVE, frames).said() == []
    assert stage(trees.PLANNED, frames).said() == ONE


def test_governors_limit_a_frame(stage: Staging) -> None:
    frames = SIGN + "  governors: [agree]\n"
    assert stage(trees.PLANNED, frames).said() == []
    assert stage(trees.AGREED_TO, frames).said() == ONE


def test_requires_limits_a_frame_to_clauses_with_that_role(stage: Staging) -> None:
    frames = (
        SIGN.replace("agent:", "with: {kind: state, property: party}\n    agent:") + "  requires: [with]\n"
    )
    assert stage(trees.ACTIVE, frames).said() == [("treaty", "party", "Uganda"), ("treaty", "party", "Kenya")]
    assert stage(trees.PASSIVE, frames).said() == []


def test_fillers_of_other_kinds_are_left_alone(stage: Staging) -> None:
    assert stage(trees.ACTIVE, SIGN.replace("[state, person]", "person")).said() == []
    assert stage(trees.ACTIVE, SIGN.replace("patient: agreement", "patient: event")).said() == []


def test_a_kind_may_ask_for_a_class(stage: Staging) -> None:
    assert (
        stage(trees.ACTIVE, SIGN.replace("patient: agreement", 'patient: "agreement:Treaty"')).said() == ONE
    )
    assert (
        stage(trees.ACTIVE, SIGN.replace("patient: agreement", 'patient: "agreement:Protocol"')).said() == []
    )


def test_fits() -> None:
    node = Node("agreement", "Treaty")
    assert fits(node, frozenset({"agreement"}))
    assert fits(node, frozenset({"any"}))
    assert not fits(node, frozenset({"state"}))


STATUS = """
- id: signing
  predicates: {verbs: [sign]}
  subject: patient
  status: {asserted: signed, planned: planned}
  roles: {patient: agreement}
"""


@pytest.mark.parametrize(("tree", "status"), [(trees.ACTIVE, "signed"), (trees.PLANNED, "planned")])
def test_status_follows_modality(stage: Staging, tree: str, status: str) -> None:
    assert stage(tree, STATUS).said() == [("treaty", "status", status)]


def test_a_weak_thing_has_a_status_in_weak_frames_only(stage: Staging) -> None:
    weak = stage(trees.ACTIVE, STATUS)
    weak.nodes["treaty"].weak = True
    assert weak.said() == []
    weak = stage(trees.ACTIVE, STATUS + "  weak: true\n")
    weak.nodes["treaty"].weak = True
    assert weak.said() == [("treaty", "status", "signed")]


ALL_ROLES = """
- id: roles
  predicates: {verbs: [sign]}
  subject: patient
  roles:
    patient: agreement
    ROLE
"""


@pytest.mark.parametrize(
    ("role", "facts"),
    [
        ("with: {kind: state, property: p}", [("treaty", "p", "Uganda")]),
        ("with|agent: {kind: state, property: p}", [("treaty", "p", "Uganda"), ("treaty", "p", "Kenya")]),
        ("in|at: {kind: place, property: p}", [("treaty", "p", "Lima")]),
        ("on margins of: {kind: event, property: p}", [("treaty", "p", "summit")]),
        (
            "subtree: {kind: [place, event], property: p}",
            [("treaty", "p", "Lima"), ("treaty", "p", "summit")],
        ),
        ('"~of": {kind: event, property: p}', [("treaty", "p", "summit")]),
        ('"^in": {kind: place, property: p}', [("treaty", "p", "Lima")]),
        ('"^of": {kind: event, property: p}', []),
        ("in: {kind: place, property: p, inverse: true}", [("Lima", "p", "treaty")]),
        ('in: {kind: place, property: ""}', []),
        ("agent: {kind: state, property: p, first: true}", [("treaty", "p", "Kenya")]),
    ],
    ids=[
        "preposition",
        "several",
        "alternatives",
        "relational",
        "subtree",
        "deep",
        "near",
        "near-only",
        "inverse",
        "silent",
        "first",
    ],
)
def test_roles_of_a_frame(stage: Staging, role: str, facts: list[tuple[str, str, str]]) -> None:
    assert stage(trees.ACTIVE, ALL_ROLES.replace("ROLE", role)).said() == facts


def test_first_takes_one_of_many(stage: Staging) -> None:
    role = "agent: {kind: state, property: p, first: true}"
    assert stage(trees.PASSIVE, ALL_ROLES.replace("ROLE", role)).said() == [("treaty", "p", "Kenya")]


def dated(stage: Stage, index: int, value: str) -> Stage:
    stage.scene.dates = {index: DateMention(0, 1, "x", value, "date")}
    return stage


def test_a_date_of_the_clause(stage: Staging) -> None:
    made = stage(trees.ACTIVE, ALL_ROLES.replace("ROLE", "date: {property: dateSigned}"))
    assert dated(made, 7, "1999-05-04").said() == [("treaty", "dateSigned", "1999-05-04")]


def test_a_date_in_another_clause_belongs_to_its_verb(stage: Staging) -> None:
    made = stage(trees.RELATIVE_PASSIVE, ALL_ROLES.replace("ROLE", "date: {property: dateSigned}"))
    assert dated(made, 10, "1999-05-04").said() == []


NODE = """
    agent:
      kind: state
      property: signature
      node: {class: Signature, kind: signature, self: signatory, affiliation: onBehalfOf, role: inRole}
      affiliation: party"""


def test_a_thing_of_its_own_stands_between(stage: Staging) -> None:
    made = stage(trees.ACTIVE, ALL_ROLES.replace("    ROLE", NODE.lstrip("\n")))
    kenya, uganda = made.nodes["Kenya"], made.nodes["Uganda"]
    made.scene.affiliations[id(kenya)] = [uganda]
    made.scene.roles[id(kenya)] = "Minister"
    assert made.said() == [
        ("treaty", "signature", "Signature"),
        ("Signature", "signatory", "Kenya"),
        ("Signature", "onBehalfOf", "Uganda"),
        ("Signature", "inRole", "Minister"),
        ("treaty", "party", "Uganda"),
    ]


def test_a_subject_of_its_own(stage: Staging) -> None:
    frames = """
- id: meeting
  predicates: {verbs: [sign]}
  subject: {kind: cooperation, class: Cooperation}
  roles:
    agent: {kind: state, property: participant}
    with: {kind: state, property: participant}
"""
    made = stage(trees.ACTIVE, frames)
    assert made.said() == [("Cooperation", "participant", "Kenya"), ("Cooperation", "participant", "Uganda")]
    assert len({id(f.subject) for f in made.facts()}) == 1


FOCUS = """
- id: focus
  predicates: {verbs: [renew]}
  subject: focus
  roles: {patient: {kind: agreement, property: renews}}
"""


def test_the_subject_may_be_what_the_document_is_about(stage: Staging) -> None:
    made = stage(trees.TWO_SENTENCES, FOCUS)
    assert made.said() == []
    made.scene.focus = made.nodes["treaty"]
    assert made.said() == [("treaty", "renews", "pact")]


CLAUSE = """
- id: builds-on
  predicates: {verbs: [build]}
  property: buildsOn
  roles: {agent: agreement, on: agreement}
"""


def test_clause_looks_for_the_subject_in_the_main_clause(stage: Staging) -> None:
    assert stage(trees.PARTICIPLE_CLAUSE, CLAUSE).said() == []
    assert stage(trees.PARTICIPLE_CLAUSE, CLAUSE + "  clause: true\n").said() == [
        ("treaty", "buildsOn", "pact")
    ]


LOST = trees.ACTIVE.replace("treaty treaty NOUN NN obj 2", "treaty treaty NOUN NN dep 2")


def test_surface_finds_what_the_parse_lost_with_less_confidence(stage: Staging) -> None:
    assert stage(LOST, SIGN).said() == []
    made = stage(LOST, SIGN + "  surface: true\n")
    assert made.said() == ONE
    assert [f.confidence for f in made.facts()] == [SURFACE]


def test_two_frames_on_one_word_come_in_file_order(stage: Staging) -> None:
    second = SIGN.replace("id: signing", "id: other").replace("property: party", "property: member")
    assert [f.rule for f in stage(trees.ACTIVE, SIGN + second).facts()] == ["frames:signing", "frames:other"]


BROKEN_LIST = """
The the DET DT det 2
treaty treaty NOUN NN nsubj:pass 4
was be AUX VBD aux:pass 4 Tense=Past
signed sign VERB VBN ROOT 0 Tense=Past|Voice=Pass
by by ADP IN case 6
Kenya Kenya PROPN NNP obl:agent 4
, , PUNCT , punct 6
and and CCONJ CC cc 4
Uganda Uganda PROPN NNP dep 4
. . PUNCT . punct 4
"""


def test_a_list_goes_on_where_the_parser_broke_it(stage: Staging) -> None:
    frames = SIGN.replace("kind: [state, person]", "kind: state")
    assert stage(BROKEN_LIST, frames).said() == BOTH


def test_an_office_stands_for_its_person(stage: Staging) -> None:
    tree = trees.NEGATED.replace("Kenya Kenya PROPN", "minister minister NOUN").replace(
        "not not PART RB advmod", "so so ADV RB advmod"
    )
    made = stage(tree, SIGN)
    ana = Node("person", "Person", names=["Ana"])
    made.scene.post_nodes = {0: ana}
    made.scene.posts = [
        Post(Ref(0, 1, 0, "person", "Person", "name", "test", "Ana"), "minister", 0, 1, leading=False)
    ]
    assert made.said() == [("treaty", "party", "Ana")]


PRONOUN = trees.TWO_SENTENCES


def test_a_pronoun_stands_for_the_subject_before(stage: Staging) -> None:
    frames = "- id: renewing\n  predicates: {verbs: [renew]}\n  roles: {agent: state, patient: {kind: agreement, property: p}}\n"
    assert stage(PRONOUN, frames).said() == [("Kenya", "p", "pact")]
