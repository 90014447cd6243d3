"""Pairing: which thing that was found is which thing of gold."""

from collections.abc import Mapping, Sequence
from typing import Any

from pactgraph.evaluation.names import Names
from pactgraph.evaluation.records import Record
from pactgraph.evaluation.rules import Rules

NEAR_NAME = 0.7
WEIGHTS = (2.0, 1.5, 1.0, 0.5)
"""What name, participants, date and kind weigh."""
HALF = 0.5
"""What a date is worth that is coarser or finer than the right one."""

ENOUGH_SHARED = 0.3
"""The part of the participants that two things without a common name must share, more than."""


def lexicon(record: Record, rules: Rules) -> dict[str, str]:
    """Key of each form -> key of the canonical name, for the entities of one document."""
    table: dict[str, str] = {}
    for name in rules.entities.lists:
        for entity in record.get("entities", {}).get(name, []):
            for form in rules.names.forms(entity):
                table.setdefault(form, rules.names.key(entity["canonical"]))
    return table


def dates_of(gold: Record, rules: Rules) -> list[str]:
    """All dates that gold accepts for a thing."""
    field = rules.things.date
    return [d for d in [gold[field.field], *gold.get(field.alternatives, [])] if d]


def date_value(found: str | None, wanted: Sequence[str]) -> float:
    """1 for a right date, one half for one that is coarser or finer, else 0."""
    if not found:
        return 0.0
    if found in wanted:
        return 1.0
    return HALF if any(found.startswith(w) or w.startswith(found) for w in wanted) else 0.0


def pairs(
    found: Sequence[Record], gold: Sequence[Record], table: Mapping[str, str], rules: Rules
) -> dict[int, int]:
    """Index of a thing found -> index of its thing of gold, one to one, the best pairs first."""
    values = [(_value(f, g, table, rules), i, j) for i, f in enumerate(found) for j, g in enumerate(gold)]
    taken: dict[int, int] = {}
    for value, i, j in sorted(values, reverse=True):
        if value > 0 and i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def _value(found: Record, gold: Record, table: Mapping[str, str], rules: Rules) -> float:
    things = rules.things
    named = _named(found.get(things.names, []), gold[things.names], rules.names)
    shared = _shared(found, gold, table, rules)
    dated = (
        date_value(found.get(things.date.field), dates_of(gold, rules)) if gold[things.date.field] else 0.0
    )
    typed = found.get(things.kind.field) in kinds_of(gold, rules)
    if not named and not (shared > ENOUGH_SHARED and (dated >= HALF or typed)):
        return 0.0
    return sum(w * v for w, v in zip(WEIGHTS, (named, shared, dated, typed), strict=True))


def kinds_of(gold: Record, rules: Rules) -> list[Any]:
    """All kinds that gold accepts for a thing."""
    field = rules.things.kind
    return [gold[field.field], *gold.get(field.alternatives, [])]


def _named(found: Sequence[str], gold: Sequence[str], names: Names) -> float:
    a, b = [names.key(n) for n in found], [names.key(n) for n in gold]
    return max(
        (1.0 if x == y else NEAR_NAME for x in a for y in b if x and y and names.same(x, y)), default=0.0
    )


def _shared(found: Record, gold: Record, table: Mapping[str, str], rules: Rules) -> float:
    """The part of all participants that both have."""
    field, key = rules.things.participants, rules.names.key
    have = {table.get(key(p), key(p)) for p in found.get(field.field, [])}
    plain = {key(p) for p in gold[field.field]}
    wanted = plain | {key(p) for v in gold.get(field.alternatives, {}).values() for p in v}
    return len(have & wanted) / max(1, len(have | plain))
