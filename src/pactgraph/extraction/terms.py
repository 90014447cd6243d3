"""Terms: the ontology's names for what the engine finds by itself, beside what frames name in their own files.

The engine thinks in parts (a described thing, its participants, its date); `extract/findings.yaml` says what the
project calls them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pactgraph.errors import RuleError


@dataclass(frozen=True)
class Terms:
    """Local names of properties and kinds, and the status values in rising order of weight."""

    thing: str
    participant: str
    dated: str
    counted: str
    subject_matter: str
    status: str
    statuses: tuple[str, ...]
    existing: str
    performed: str
    performer: str
    performed_for: str
    performed_kind: str
    performed_class: str
    performed_role: str
    office_holder: str
    office_body: str
    office_name: str
    speaker: str
    quote: str
    citation: str
    cited_text: str
    signal: str
    back_reference: str
    cited_source: str
    cites: str
    mention_of_other: str
    title: str
    author: str
    publisher: str
    published: str
    provides: str
    inferred_date: str
    place: str
    occasion: str
    location: str
    derivations: Mapping[str, str]
    attachments: Mapping[str, Mapping[str, Any]]
    classes: Mapping[str, str]
    open_classes: tuple[str, ...]
    own_class_heads: tuple[str, ...]
    resting_rules: tuple[str, ...]
    resource: str = "resource"

    @classmethod
    def from_data(cls, data: Mapping[str, Any], where: str = "extract/findings.yaml") -> "Terms":
        """Reads the section `terms`; RuleError names what is missing."""
        names = {f.name for f in fields(cls)}
        lacking = sorted(names - set(data) - {"resource"})
        unknown = sorted(set(data) - names)
        if lacking or unknown:
            what = f"terms lack “{lacking[0]}”" if lacking else f"terms have an unknown entry “{unknown[0]}”"
            raise RuleError(what, where=where, hint="see docs/rules.md for the list of terms")
        lists = ("statuses", "open_classes", "own_class_heads", "resting_rules")
        return cls(**{**data, **{name: tuple(data[name]) for name in lists}})
