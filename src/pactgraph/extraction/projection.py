"""Projection: findings as the lists people read (agreements, relations, entities), as `extract/findings.yaml` declares them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from pactgraph.extraction.findings import Findings, Statement, Thing


class Projection:
    """Makes the published record of a findings object."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings

    def record(self, findings: Findings) -> dict[str, Any]:
        """One JSON-ready record: document, the declared lists, relations, entities, evidence."""
        table = _Table(findings)
        made: dict[str, Any] = {"document": dict(findings.document), "doc": {"id": findings.document["id"]}}
        for name, spec in self.settings["lists"].items():
            made[name] = [self._entry(t, spec, table) for t in table.of_kinds([spec["kind"]])]
        made["relations"] = self._relations(table)
        made["entities"] = {
            name: [self._entity(t) for t in table.of_kinds(spec["kinds"]) if t.mentions]
            for name, spec in self.settings["entities"].items()
        }
        made["evidence"] = {k: asdict(e) for k, e in findings.evidence.items()}
        return made

    def _entry(self, thing: Thing, spec: Mapping[str, Any], table: "_Table") -> dict[str, Any]:
        cls = spec.get("classes", {}).get(thing.cls, thing.cls)
        entry: dict[str, Any] = {
            "id": thing.id,
            "names": [*thing.names, *thing.acronyms],
            spec["class_field"]: cls,
        }
        if thing.count:
            entry["count"] = thing.count
        entry["focus"] = thing.focus
        for field, name in spec["single"].items():
            entry[field] = next(iter(table.values(thing.id, name)), None)
        for field, name in spec["many"].items():
            names = [name] if isinstance(name, str) else name
            entry[field] = list(dict.fromkeys(v for n in names for v in table.values(thing.id, n)))
        for field, nested in spec["nested"].items():
            inner = list(
                dict.fromkeys(s.object for s in table.about(thing.id, nested["property"]) if s.object)
            )
            entry[field] = [
                {key: next(iter(table.values(i, name)), None) for key, name in nested["fields"].items()}
                for i in inner
            ]
        entry["evidence"] = sorted(
            {e for s in table.by_subject.get(thing.id, ()) for e in s.evidence}, key=lambda e: int(e[1:])
        )
        return entry

    def _relations(self, table: "_Table") -> list[dict[str, Any]]:
        spec = self.settings["relations"]
        kinds = {t.id for t in table.of_kinds([spec["kind"]])}
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for s in table.asserted:
            rel = spec["properties"].get(s.property)
            if rel and s.subject in kinds and s.object in kinds:
                key = (s.subject, rel, str(s.object))
                row = found.setdefault(key, {"from": s.subject, "rel": rel, "to": s.object, "evidence": []})
                row["evidence"].extend(s.evidence)
        return list(found.values())

    @staticmethod
    def _entity(thing: Thing) -> dict[str, Any]:
        surface = dict.fromkeys(
            [*(m.text for m in thing.mentions if m.form in ("name", "acronym")), *thing.acronyms]
        )
        canonical = thing.names[0] if thing.names else next(iter(surface), "")
        return {"id": thing.id, "canonical": canonical, "class": thing.cls, "surface": list(surface)}


class _Table:
    """Things and statements of one record, by id."""

    def __init__(self, findings: Findings) -> None:
        self.things = {t.id: t for t in findings.things}
        self.asserted = [s for s in findings.statements if s.modality != "claimed"]
        self.by_subject: dict[str, list[Statement]] = {}
        for statement in self.asserted:
            self.by_subject.setdefault(statement.subject, []).append(statement)

    def of_kinds(self, kinds: Iterable[str]) -> list[Thing]:
        wanted = set(kinds)
        return [t for t in self.things.values() if t.kind in wanted]

    def about(self, subject: str, name: str) -> list[Statement]:
        return [s for s in self.by_subject.get(subject, ()) if s.property == name]

    def values(self, subject: str, name: str) -> list[str]:
        """Names of objects, or literals, of all statements with the property."""
        found = []
        for s in self.about(subject, name):
            if s.object is not None and s.object in self.things:
                thing = self.things[s.object]
                found.append(thing.names[0] if thing.names else (thing.acronyms[0] if thing.acronyms else ""))
            elif s.value is not None and s.value.datatype != "relative":
                found.append(s.value.value)
        return [f for f in found if f]
