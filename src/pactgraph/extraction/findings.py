"""Findings: what one document says, independent of all other documents. The seam between reading and assembly.

A record is generic (things, statements about them, evidence), so that the engine knows no domain. The lists that
people read (agreements, relations, entities) are a projection of it, declared by the project in
`extract/findings.yaml` and made by `pactgraph.extraction.projection`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Modality = Literal["asserted", "planned", "claimed", "inferred"]
"""asserted: the document says so; planned: it says it will be so; claimed: somebody quoted says so; inferred: we conclude it."""

Form = Literal["name", "acronym", "description", "anaphor"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that support a statement. Offsets count code points of the document's original text, ends exclusive."""

    id: str
    start: int
    end: int
    sentence: tuple[int, int]
    quote: str
    rule: str
    confidence: float
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the original text that refers to a thing."""

    start: int
    end: int
    text: str
    form: Form
    rule: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something the document speaks of.

    `cls` is the local name of an ontology class, as precise as the text allows; `kind` names the entry of
    `ontology/kinds.toml` that says how such things are identified. `names` come best first, without leading
    articles. `links` are gazetteer ids (`countries:FR`, `organizations:ror:04abc`), best first.
    `count` is given where one mention stands for several ("three Memoranda"). `focus`: the document is about it.
    """

    id: str
    cls: str
    kind: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[str, ...] = ()
    count: int | None = None
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A literal: `datatype` is an XSD local name (date, gYearMonth, gYear, gMonthDay, string, integer, boolean)."""

    value: str
    datatype: str = "string"


@dataclass(frozen=True, slots=True)
class Statement:
    """subject property object. The object is the id of a thing (`object`) or a literal (`value`), never both.

    Subject `doc` is the document itself. `basis` says how a value was worked out ("today, from the document's date").
    `speaker` is the thing that claims it, where `modality` is "claimed".
    """

    subject: str
    property: str
    object: str | None = None
    value: Value | None = None
    evidence: tuple[str, ...] = ()
    modality: Modality = "asserted"
    basis: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """One document's record. `document` has id, source, title, publisher, date, sha256, language, genre and `basis` (field -> origin)."""

    document: Mapping[str, Any]
    things: tuple[Thing, ...] = ()
    statements: tuple[Statement, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The record as plain JSON data; `from_json` reads it back."""
        return {
            "document": dict(self.document),
            "things": [asdict(t) for t in self.things],
            "statements": [asdict(s) for s in self.statements],
            "evidence": {k: asdict(v) for k, v in self.evidence.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Findings":
        """Reads what `to_json` wrote."""
        return cls(
            document=dict(data["document"]),
            things=tuple(_thing(t) for t in data["things"]),
            statements=tuple(_statement(s) for s in data["statements"]),
            evidence={k: _evidence(v) for k, v in data["evidence"].items()},
        )


def _thing(data: Mapping[str, Any]) -> Thing:
    lists = {k: tuple(data.get(k, ())) for k in ("names", "acronyms", "links")}
    mentions = tuple(Mention(**m) for m in data.get("mentions", ()))
    rest = {k: v for k, v in data.items() if k not in lists and k != "mentions"}
    return Thing(**rest, **lists, mentions=mentions)


def _statement(data: Mapping[str, Any]) -> Statement:
    value = data.get("value")
    rest = {k: v for k, v in data.items() if k not in ("value", "evidence")}
    return Statement(
        **rest, value=Value(**value) if value else None, evidence=tuple(data.get("evidence", ()))
    )


def _evidence(data: Mapping[str, Any]) -> Evidence:
    return Evidence(**{**data, "sentence": tuple(data["sentence"])})
