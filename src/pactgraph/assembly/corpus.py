"""The corpus: what identity needs to know of all findings, held compactly and in an order of its own."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pactgraph.assembly.dates import iso_value
from pactgraph.assembly.settings import Settings
from pactgraph.errors import FindingsError, PactgraphError
from pactgraph.extraction.findings import Findings, Statement, Thing, Value

SELF = "doc"
"""Id by which a document's statements speak of the document itself."""


@dataclass(slots=True)
class Member:
    """One thing of one document: a candidate for a place in a node.

    `at` is the offset of its first mention, `described` says that no mention is a name.
    """

    doc: str
    id: str
    kind: str
    cls: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    count: int | None = None
    at: int | None = None
    described: bool = False


@dataclass(slots=True, frozen=True)
class Fact:
    """A statement as identity sees it: `object` is the index of a member."""

    property: str
    object: int | None
    value: Value | None
    modality: str


@dataclass(slots=True)
class Corpus:
    """All members, sorted by document and id, and the facts between them that identity looks at.

    `documents` maps the id of each document that was read to the date that it gives as its own.
    """

    members: list[Member] = field(default_factory=list)
    index: dict[tuple[str, str], int] = field(default_factory=dict)
    facts: dict[int, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    inverse: dict[int, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[str, str | None] = field(default_factory=dict)
    problems: list[PactgraphError] = field(default_factory=list)

    def of_kind(self, *kinds: str) -> list[int]:
        """Indices of the members of these kinds, in order."""
        return [i for i, m in enumerate(self.members) if m.kind in kinds]

    def objects(self, member: int, *properties: str) -> Iterator[int]:
        """Members that a member points to by one of the properties."""
        return (
            f.object for f in self.facts.get(member, ()) if f.property in properties and f.object is not None
        )

    def subjects(self, member: int, *properties: str) -> Iterator[int]:
        """Members that point to a member by one of the properties."""
        return (s for p, s in self.inverse.get(member, ()) if p in properties)

    def values(self, member: int, *properties: str) -> Iterator[Value]:
        """Literals that a member has for one of the properties."""
        return (
            f.value for f in self.facts.get(member, ()) if f.property in properties and f.value is not None
        )


def gather(findings: Mapping[str, Findings], settings: Settings) -> Corpus:
    """Reads every record once, documents in sorted order; malformed ones are left out and reported as
    problems."""
    corpus = Corpus()
    wanted = properties_of_interest(settings)
    for doc in sorted(findings):
        record = findings[doc]
        try:
            check(record, settings)
        except PactgraphError as error:
            corpus.problems.append(error)
        else:
            _add(corpus, record, wanted)
    return corpus


def properties_of_interest(settings: Settings) -> frozenset[str]:
    """The properties that some rule of identity, naming or precedence looks at."""
    rules, keyed = settings.instruments, settings.kinds.values()
    contexts = {step.removeprefix("^") for path in settings.persons.contexts for step in path}
    keys = {p for kind in keyed for p in (*kind.key, kind.parent, *_fields(kind.label))}
    chosen = {*settings.precedence.refine, *settings.precedence.ranks, *settings.documents.own}
    return frozenset(
        {*rules.parties, *rules.dates, *rules.address_dates, rules.citation, rules.status, rules.membership}
        | {settings.documents.title, settings.documents.date}
        | settings.vocabulary.below(rules.relation)
        | contexts | keys | chosen
        | {p for pair in settings.precedence.yields.items() for p in pair}
    )  # fmt: skip


def _fields(template: str) -> list[str]:
    return [name for part in template.split("{")[1:] for name in part.partition("}")[0].split("|")]


def check(record: Findings, settings: Settings) -> None:
    """Raises FindingsError or ProjectError where a record is not coherent."""
    where = str(record.document.get("id", "a record without id"))
    if not record.document.get("id"):
        raise FindingsError("the document has no id", where=where, hint="give document.id")
    ids = [t.id for t in record.things]
    if len(set(ids)) != len(ids) or SELF in ids:
        raise FindingsError(
            "two things have the same id", where=where, hint=f"ids are unique and not {SELF!r}"
        )
    for thing in record.things:
        settings.kind(thing.kind, f"{where}: {thing.id}")
    known = {SELF, *ids}
    for statement in record.statements:
        _check_statement(statement, known, record, where)


def _check_statement(s: Statement, known: set[str], record: Findings, where: str) -> None:
    place = f"{where}: {s.subject} {s.property}"
    for name in (s.subject, s.object, s.speaker):
        if name is not None and name not in known:
            raise FindingsError(
                f"no thing has the id {name!r}", where=place, hint="add the thing to `things`"
            )
    if (s.object is None) == (s.value is None):
        raise FindingsError(
            "neither or both of object and value are given", where=place, hint="give one of them"
        )
    for name in s.evidence:
        if name not in record.evidence:
            raise FindingsError(f"no evidence has the id {name!r}", where=place, hint="add it to `evidence`")


def _add(corpus: Corpus, record: Findings, wanted: frozenset[str]) -> None:
    doc = sys.intern(str(record.document["id"]))
    date = str(record.document.get("date") or "")
    corpus.documents[doc] = date if iso_value(date) else None
    title = record.document.get("title")
    _append(corpus, Member(doc, SELF, "document", "Document", (str(title),) if title else ()))
    for thing in sorted(record.things, key=lambda t: t.id):
        _append(corpus, _member(doc, thing))
    for s in record.statements:
        if s.property in wanted and s.modality != "claimed":
            _note(corpus, doc, s)


def _append(corpus: Corpus, member: Member) -> None:
    corpus.index[member.doc, member.id] = len(corpus.members)
    corpus.members.append(member)


def _member(doc: str, t: Thing) -> Member:
    at = min((m.start for m in t.mentions), default=None)
    described = bool(t.mentions) and not any(m.form == "name" for m in t.mentions)
    names, acronyms, links = (_interned(x) for x in (t.names, t.acronyms, t.links))
    return Member(
        doc, t.id, sys.intern(t.kind), sys.intern(t.cls), names, acronyms, links, t.count, at, described
    )


def _interned(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(sys.intern(t) for t in texts if t.strip())


def _note(corpus: Corpus, doc: str, s: Statement) -> None:
    subject = corpus.index[doc, s.subject]
    target = corpus.index[doc, s.object] if s.object is not None else None
    name = sys.intern(s.property)
    corpus.facts[subject].append(Fact(name, target, s.value, sys.intern(s.modality)))
    if target is not None:
        corpus.inverse[target].append((name, subject))
