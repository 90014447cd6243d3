"""Scoring: one document after another is held against its gold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pactgraph.evaluation.pairing import date_value, dates_of, kinds_of, lexicon, pairs
from pactgraph.evaluation.records import Record
from pactgraph.evaluation.rules import Rules
from pactgraph.evaluation.tally import Miss, Tally

_BREAK = re.compile(r"(?<=[.!?])\s+|\n\s*\n")

SENTENCES = 2
"""Sentences shown for an error, at most."""


@dataclass(slots=True)
class Evaluation:
    """What a comparison came to."""

    tally: Tally = field(default_factory=Tally)
    errors: list[Miss] = field(default_factory=list)


def evaluate(
    found: Mapping[str, Record],
    gold: Mapping[str, Record],
    rules: Rules,
    texts: Mapping[str, str] | None = None,
) -> Evaluation:
    """Holds the findings of all documents of gold against it; a document without findings counts as empty.

    With the documents' `texts`, what was missed is told with the sentence that it stands in.
    """
    result = Evaluation()
    for doc, record in gold.items():
        _Comparison(doc, found.get(doc, {}), record, rules, result, (texts or {}).get(doc, "")).run()
    return result


class _Comparison:
    """One document."""

    def __init__(
        self, doc: str, found: Record, gold: Record, rules: Rules, result: Evaluation, text: str
    ) -> None:
        self.doc, self.found, self.gold, self.rules = doc, found, gold, rules
        self.key, self.text = rules.names.key, text
        self.tally, self.errors = result.tally, result.errors
        self.table = lexicon(gold, rules)
        self.things: Sequence[Record] = found.get(rules.things.list, [])
        self.wanted: Sequence[Record] = gold[rules.things.list]
        self.pairs = pairs(self.things, self.wanted, self.table, rules)

    def run(self) -> None:
        """Adds to tally and errors."""
        for sort in self.rules.entities.lists:
            self._entities(sort)
        self._count_things()
        for index, thing in enumerate(self.things):
            self._thing(index, thing)
        self._missed_things()
        self._relations()

    def _miss(self, what: str, evidence: Sequence[str] = ()) -> None:
        known = self.found.get("evidence", {})
        told = [f"{e['quote']} ({e['rule']})" for e in (known.get(k) for k in evidence) if e]
        self.errors.append(Miss(self.doc, what, tuple(dict.fromkeys(told))[:SENTENCES]))

    def _miss_of(self, what: str, names: Sequence[str]) -> None:
        """Something that was not found, with the first sentence of the text that names it."""
        at = next((i for n in names if n and (i := self.text.find(n)) >= 0), None)
        self.errors.append(Miss(self.doc, what, () if at is None else (_sentence(self.text, at),)))

    # entities

    def _entities(self, sort: str) -> None:
        wanted = [self.rules.names.forms(e) for e in self.gold["entities"][sort]]
        used: set[int] = set()
        for entity in self.found.get("entities", {}).get(sort, []):
            self._entity(sort, self.rules.names.forms(entity), wanted, used)
        self.tally.add(sort, gold=len(wanted))
        for index, entity in enumerate(self.gold["entities"][sort]):
            if index not in used:
                names = [entity["canonical"], *entity.get("surface", [])]
                self._miss_of(f"missed {sort} {names[0]}", names)

    def _entity(self, sort: str, forms: set[str], wanted: Sequence[set[str]], used: set[int]) -> None:
        match = next((i for i, w in enumerate(wanted) if i not in used and w & forms), None)
        if match is not None:
            used.add(match)
            self.tally.add(sort, right=1, found=1)
        elif not self._indifferent(forms, wanted, used):
            self.tally.add(sort, found=1)
            self._miss(f"spurious {sort} {' | '.join(sorted(forms))}")

    def _indifferent(self, forms: set[str], wanted: Sequence[set[str]], used: set[int]) -> bool:
        """Whether an entity neither helps nor hurts: optional in gold, or once more what was found already."""
        optional = {self.key(m) for m in self.gold.get(self.rules.entities.optional, [])}
        again = any(f in self.table for f in forms) and any(forms & wanted[i] for i in used)
        return bool(forms & optional) or again

    # things

    def _count_things(self) -> None:
        rules = self.rules.things
        for thing in self.wanted:
            if not thing.get(rules.optional):
                self.tally.add(rules.list, gold=1)
                self.tally.add(f"focus {rules.list}", gold=bool(thing.get(rules.focus)))

    def _missed_things(self) -> None:
        rules, hit = self.rules.things, set(self.pairs.values())
        for index, thing in enumerate(self.wanted):
            if index not in hit and not thing.get(rules.optional):
                self._miss_of(f"missed {rules.list} {' | '.join(thing[rules.names][:2])}", thing[rules.names])

    def _thing(self, index: int, thing: Record) -> None:
        rules = self.rules.things
        if index not in self.pairs:
            self.tally.add(rules.list, found=1)
            self._miss(
                f"spurious {rules.list} {' | '.join(thing.get(rules.names, []))}", thing.get("evidence", [])
            )
            return
        gold = self.wanted[self.pairs[index]]
        if gold.get(rules.optional):
            return
        focus = bool(gold.get(rules.focus))
        self.tally.add(rules.list, right=1, found=1)
        self.tally.add(f"focus {rules.list}", right=focus, found=focus)
        for compare in (self._kind, self._state, self._participants, self._date, self._place, self._people):
            compare(thing, gold)

    def _field(
        self, name: str, right: float, found: float, gold: float, thing: Record, said: object, wanted: object
    ) -> None:
        self.tally.add(f"  {name}", right, found, gold)
        if found and right < found:
            title = next(iter(thing.get(self.rules.things.names, [])), thing.get("id"))
            self._miss(f"wrong {name} of {title}: {said}, not {wanted}", thing.get("evidence", []))

    def _kind(self, thing: Record, gold: Record) -> None:
        name, wanted = self.rules.things.kind.field, kinds_of(gold, self.rules)
        said = thing.get(name)
        self._field(name, said in wanted, bool(said), 1, thing, said, wanted[0])

    def _state(self, thing: Record, gold: Record) -> None:
        name = self.rules.things.state.field
        said, wanted = thing.get(name), gold[name]
        self._field(name, said == wanted, bool(said), 1, thing, said, wanted)

    def _participants(self, thing: Record, gold: Record) -> None:
        field, participant = self.rules.things.participants, self.rules.names.participant
        wanted = self._wanted_participants(gold)
        indifferent = {participant(p) for p in gold.get(field.others, [])}
        own, hits = self._namesakes(self.found), set[str]()
        for name in {participant(p): p for p in thing.get(field.field, [])}.values():
            key = self.key(name)
            keys = {participant(n) for n in [name, self.table.get(key, key), *own.get(key, ())]}
            hit = next((k for k, forms in wanted.items() if keys & forms and k not in hits), None)
            if hit is not None:
                hits.add(hit)
            elif not any(keys & forms for forms in wanted.values()) and not keys & indifferent:
                self._field(field.field, 0, 1, 0, thing, name, ", ".join(gold[field.field]))
        self.tally.add(f"  {field.field}", len(hits), len(hits), len(wanted))

    def _wanted_participants(self, gold: Record) -> dict[str, set[str]]:
        field, participant = self.rules.things.participants, self.rules.names.participant
        known = self._namesakes(self.gold)
        others = gold.get(field.alternatives, {})
        return {
            self.key(p): {
                participant(n) for x in [p, *others.get(p, [])] for n in [x, *known.get(self.key(x), ())]
            }
            for p in gold[field.field]
        }

    def _namesakes(self, record: Record) -> dict[str, set[str]]:
        """Key of each form -> all forms of the same entity."""
        names, entities = self.rules.names, record.get("entities", {})
        every = (e for sort in self.rules.entities.namesakes for e in entities.get(sort, []))
        return {form: forms for e in every for forms in (names.forms(e),) for form in forms}

    def _date(self, thing: Record, gold: Record) -> None:
        field, wanted = self.rules.things.date, dates_of(gold, self.rules)
        said = thing.get(field.field)
        if said and (wanted or said not in (gold.get(field.others) or {}).values()):
            self._field(field.field, date_value(said, wanted), 1, 0, thing, said, wanted)
        self.tally.add(f"  {field.field}", gold=bool(gold[field.field]))

    def _place(self, thing: Record, gold: Record) -> None:
        field = self.rules.things.place
        places = {self.key(p) for p in [gold[field.field] or "", *gold.get(field.alternatives, [])]} - {""}
        if said := thing.get(field.field):
            key = self.key(said)
            right = any(self.rules.names.same(key, p) or set(p.split()) & set(key.split()) for p in places)
            self._field(field.field, right, 1, 0, thing, said, gold[field.field])
        self.tally.add(f"  {field.field}", gold=bool(gold[field.field]))

    def _people(self, thing: Record, gold: Record) -> None:
        field = self.rules.things.people
        people = {self.key(s[field.name]) for s in gold[field.field] if s[field.name]}
        people |= {self.table.get(k, k) for k in people}
        names = [s[field.name] for s in thing.get(field.field, []) if s.get(field.name)]
        for name in names:
            right = self.table.get(self.key(name), self.key(name)) in people
            self._field(field.field, right, 1, 0, thing, name, [s[field.name] for s in gold[field.field]])
        wanted = {self.key(s[field.name]) for s in gold[field.field] if s[field.name]}
        self.tally.add(f"  {field.field}", gold=len(wanted))

    # relations

    def _relations(self) -> None:
        rules = self.rules.relations
        index = {thing.get("id"): self.pairs.get(i) for i, thing in enumerate(self.things)}
        ids = {thing["id"]: j for j, thing in enumerate(self.wanted)}
        # an end that is no thing of gold is None, and such a pair is not wanted
        wanted: dict[tuple[int | None, int | None], Record] = {
            (ids[r["from"]], ids[r["to"]]): r for r in self.gold[rules.list]
        }
        count = sum(not r.get(rules.optional) for r in self.gold[rules.list])
        for sort in (rules.list, f"{rules.list}, any kind"):
            self.tally.add(sort, gold=count)
        for relation in self.found.get(rules.list, []):
            ends = index.get(relation.get("from")), index.get(relation.get("to"))
            self._relation(relation, wanted.get(ends))

    def _relation(self, relation: Record, gold: Record | None) -> None:
        rules = self.rules.relations
        if gold and gold.get(rules.optional):
            return
        kind = relation.get(rules.kind)
        right = (
            bool(gold) and gold is not None and kind in [gold[rules.kind], *gold.get(rules.alternatives, [])]
        )
        self.tally.add(rules.list, right=right, found=1)
        self.tally.add(f"{rules.list}, any kind", right=bool(gold), found=1)
        if not right:
            ends = [self._called(relation.get(end)) for end in ("from", "to")]
            self._miss(f"wrong {rules.list} {ends[0]} {kind} {ends[1]}", relation.get("evidence", []))

    def _called(self, thing_id: str | None) -> str:
        names = self.rules.things.names
        thing = next((t for t in self.things if t.get("id") == thing_id), {})
        return str(next(iter(thing.get(names, [])), thing_id))


def _sentence(text: str, at: int) -> str:
    """The sentence around an offset, roughly: it helps to find the place."""
    start = max((match.end() for match in _BREAK.finditer(text, 0, at)), default=0)
    end = _BREAK.search(text, at)
    return " ".join(text[start : end.start() if end else len(text)].split())
