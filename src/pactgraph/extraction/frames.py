"""Frames: rules that turn a predicate and its arguments into statements, loaded from `extract/relations/*.yaml`.

A frame names its predicates, the kinds that must fill its roles, and the property each filler gives. It matches on
`Predicate` structures, so voice, relative clauses and nominalisation are not its concern.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pactgraph.errors import RuleError
from pactgraph.extraction.rulefiles import read_yaml

FRAME_KEYS = {
    "id",
    "property",
    "predicates",
    "roles",
    "subject",
    "status",
    "statuses",
    "examples",
    "counter_examples",
    "surface",
    "governors",
    "forms",
    "objects",
    "quoted",
    "inverse",
    "description",
    "modalities",
    "unless",
    "requires",
    "weak",
    "clause",
}
FILLER_KEYS = {
    "kind",
    "property",
    "inverse",
    "node",
    "affiliation",
    "optional",
    "datatype",
    "text",
    "self",
    "first",
}


@dataclass(frozen=True)
class Filler:
    """What a role gives: nodes of `kinds` become objects of `property` (subjects, when `inverse`).

    `node` makes a thing of its own between the two (a signature): {class, kind, self: property to the filler,
    affiliation: property, role: property}; `affiliation` also states that property for the filler's body or state.
    """

    kinds: frozenset[str]
    property: str
    inverse: bool = False
    node: Mapping[str, str] | None = None
    affiliation: str | None = None
    first: bool = False


@dataclass(frozen=True)
class Frame:
    """One rule. `roles` maps role names (agent, patient, prepositions, date, subtree) to fillers, in the file's order."""

    id: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    subject: str
    subject_kinds: frozenset[str]
    roles: tuple[tuple[str, tuple[Filler, ...]], ...]
    node: Mapping[str, str] | None = None
    status: Mapping[str, str] | None = None
    surface: bool = False
    governors: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset({"asserted", "planned"})
    unless: frozenset[str] = frozenset()
    requires: tuple[str, ...] = ()
    weak: bool = False
    clause: bool = False
    examples: tuple[Any, ...] = ()
    counter_examples: tuple[str, ...] = ()
    where: str = ""

    @property
    def lemmas(self) -> frozenset[str]:
        """All predicate words."""
        return self.verbs | self.nouns


def load_frames(folder: Path) -> list[Frame]:
    """All frames of `folder`, files in name order; ids are unique.

    Raises RuleError with file and entry where a rule is malformed.
    """
    frames: list[Frame] = []
    for path in sorted(folder.glob("*.yaml")):
        frames.extend(_frames(path))
    seen: dict[str, str] = {}
    for frame in frames:
        if frame.id in seen:
            raise RuleError(
                f"frame “{frame.id}” is defined twice",
                where=frame.where,
                hint=f"the other is in {seen[frame.id]}",
            )
        seen[frame.id] = frame.where
    return frames


def _frames(path: Path) -> Iterable[Frame]:
    entries = read_yaml(path)
    entries = [] if entries is None else entries
    if not isinstance(entries, list):
        raise RuleError(
            "a rule file is a list of frames", where=str(path), hint="start each frame with “- id:”"
        )
    for number, entry in enumerate(entries, 1):
        where = f"{path.name}, frame {number} ({entry.get('id', 'without id') if isinstance(entry, dict) else entry!r})"
        try:
            yield _frame(entry, where)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise RuleError(
                f"frame is malformed: {error!r}",
                where=where,
                hint="see docs/rules.md for the keys of a frame",
            ) from error


def _frame(entry: Mapping[str, Any], where: str) -> Frame:
    unknown = set(entry) - FRAME_KEYS
    if unknown:
        raise ValueError(f"unknown key {sorted(unknown)[0]!r}")
    predicates = entry["predicates"]
    roles = entry["roles"]
    subject, subject_kinds = _subject(entry, roles)
    return Frame(
        id=str(entry["id"]),
        verbs=frozenset(predicates.get("verbs") or ()),
        nouns=frozenset(predicates.get("nouns") or ()),
        subject=subject,
        subject_kinds=subject_kinds,
        roles=tuple(
            (name, _fillers(name, value, entry, subject)) for name, value in roles.items() if name != subject
        ),
        node=entry["subject"] if isinstance(entry.get("subject"), dict) else None,
        status=entry.get("status"),
        surface=bool(entry.get("surface")),
        governors=frozenset(entry.get("governors") or ()),
        modalities=frozenset(entry.get("modalities") or ("asserted", "planned")),
        unless=frozenset(entry.get("unless") or ()),
        requires=tuple(entry.get("requires") or ()),
        weak=bool(entry.get("weak")),
        clause=bool(entry.get("clause")),
        examples=tuple(entry.get("examples") or ()),
        counter_examples=tuple(entry.get("counter_examples") or ()),
        where=where,
    )


def _subject(entry: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, frozenset[str]]:
    """The role that statements are about: named by `subject`, made by it, or the agent."""
    subject = entry.get("subject", "agent")
    if isinstance(subject, dict):
        return "", frozenset()
    if subject == "focus":
        return subject, frozenset()
    return subject, _kinds(roles[subject])


def _fillers(name: str, value: Any, entry: Mapping[str, Any], subject: str) -> tuple[Filler, ...]:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return (Filler(_kinds(value), entry.get("property", "")),)
    entries = value if isinstance(value, list) else [value]
    return tuple(_filler(e, entry) for e in entries)


def _filler(value: Any, entry: Mapping[str, Any]) -> Filler:
    if isinstance(value, str):
        return Filler(_kinds(value), entry.get("property", ""))
    unknown = set(value) - FILLER_KEYS
    if unknown:
        raise ValueError(f"unknown key {sorted(unknown)[0]!r} in a role")
    return Filler(
        kinds=_kinds(value.get("kind", "")),
        property=value.get("property", entry.get("property", "")),
        inverse=bool(value.get("inverse")),
        node=value.get("node"),
        affiliation=value.get("affiliation"),
        first=bool(value.get("first")),
    )


def _kinds(value: Any) -> frozenset[str]:
    if isinstance(value, Mapping):
        value = value.get("kind", "")
    names = value if isinstance(value, list) else [value]
    return frozenset(str(n)[:1].lower() + str(n)[1:] for n in names if n)
