"""Builds findings by hand: a text, the things in it, and what its sentences say."""

import re
from collections.abc import Sequence
from typing import Any

from pactgraph.extraction.findings import Evidence, Findings, Form, Mention, Statement, Thing, Value


def literal(value: str, datatype: str = "string") -> Value:
    return Value(value, datatype)


class Record:
    """One document's findings in the making; offsets are looked up in the text, white space aside."""

    def __init__(self, doc_id: str, text: str, **document: Any) -> None:
        self.text = text
        self.document = {
            "id": doc_id,
            "source": f"{doc_id}.txt",
            "title": None,
            "publisher": None,
            "date": None,
            "sha256": "",
            "language": "en",
            "genre": None,
            "basis": {},
        } | document
        self.things: list[Thing] = []
        self.statements: list[Statement] = []
        self.evidence: dict[str, Evidence] = {}

    def span(self, first: str, last: str | None = None) -> tuple[int, int]:
        """Where the words stand: from the beginning of `first` to the end of `last`, the next one after
        it."""
        start, end = self._find(first, 0)
        return (start, end) if last is None else (start, self._find(last, start)[1])

    def _find(self, words: str, after: int) -> tuple[int, int]:
        pattern = r"\s+".join(re.escape(w) for w in words.split())
        match = re.compile(pattern).search(self.text, after)
        if match is None:
            raise LookupError(f"{self.document['id']}: {words!r} does not stand in the text")
        return match.span()

    def thing(
        self,
        id_: str,
        kind: str,
        cls: str,
        *names: str,
        acronyms: Sequence[str] = (),
        at: Sequence[str] = (),
        form: Form = "name",
        **more: Any,
    ) -> str:
        words = at or [n for n in names[:1] if n in self.text]
        mentions = tuple(self._mention(w, form) for w in words)
        self.things.append(Thing(id_, cls, kind, tuple(names), tuple(acronyms), mentions, **more))
        return id_

    def _mention(self, words: str, form: Form) -> Mention:
        start, end = self.span(words)
        return Mention(start, end, " ".join(self.text[start:end].split()), form, "hand")

    def because(self, rule: str, first: str, last: str | None = None, confidence: float = 0.9) -> str:
        """Evidence: the sentence from `first` to `last`, found by `rule`."""
        start, end = self.span(first, last)
        key = f"e{start}-{rule}"
        quote = " ".join(self.text[start:end].split())
        self.evidence[key] = Evidence(key, start, end, (start, end), quote, rule, confidence)
        return key

    def say(self, subject: str, prop: str, obj: str | Value, *evidence: str, **more: Any) -> None:
        target, value = (None, obj) if isinstance(obj, Value) else (obj, None)
        self.statements.append(Statement(subject, prop, target, value, evidence, **more))

    def findings(self) -> Findings:
        return Findings(self.document, tuple(self.things), tuple(self.statements), self.evidence)


def news(doc_id: str, *sentences: str, **document: Any) -> Record:
    """A record whose text is these sentences."""
    return Record(doc_id, "\n\n".join(sentences), **document)


def bodies(record: Record, **names: str) -> None:
    """Organizations, keyed by acronym: `NFC="Nordic Fisheries Council"`."""
    for acronym, name in names.items():
        record.thing(
            acronym.lower(), "organization", "IntergovernmentalOrganization", name, acronyms=[acronym]
        )


def states(record: Record, *names: str) -> None:
    for name in names:
        record.thing(name.lower(), "state", "State", name)


def pact(
    record: Record,
    id_: str,
    cls: str,
    name: str,
    parties: Sequence[str] = (),
    date: str = "",
    sentence: str = "",
    **more: Any,
) -> str:
    """An agreement with parties and a date, all said by one sentence (the text's first words by default)."""
    record.thing(id_, "agreement", cls, *([name] if name else []), **more)
    evidence = record.because("hand", sentence or record.text.partition("\n")[0])
    for party in parties:
        record.say(id_, "party", party, evidence)
    if date:
        record.say(
            id_, "dateSigned", literal(date, {10: "date", 7: "gYearMonth", 4: "gYear"}[len(date)]), evidence
        )
    return id_


def signed(record: Record, agreement: str, person: str, name: str, body: str, role: str = "Director") -> None:
    """A person signs an agreement for a body."""
    record.thing(person, "person", "Person", name)
    evidence = record.because("hand", record.text.partition("\n")[0])
    key = f"{agreement}-{person}"
    record.thing(key, "signature", "Signature")
    record.say(agreement, "signature", key, evidence)
    record.say(key, "signatory", person, evidence)
    record.say(key, "onBehalfOf", body, evidence)
    record.say(key, "inRole", literal(role), evidence)
