"""Identity: which things of which documents are one node, what the nodes are called, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pactgraph.assembly import dates, keyed
from pactgraph.assembly.clusters import Clusters
from pactgraph.assembly.corpus import SELF, Corpus, gather
from pactgraph.assembly.documents import Documents
from pactgraph.assembly.instruments import Instruments
from pactgraph.assembly.named import NamedThings
from pactgraph.assembly.names import Names
from pactgraph.assembly.persons import Persons
from pactgraph.assembly.settings import KindRule, Settings
from pactgraph.extraction.findings import Findings, Value


@dataclass(frozen=True, slots=True)
class Today:
    """The date of a document, from which its offsets count, and where it was learnt."""

    date: str
    basis: str = ""


@dataclass(slots=True)
class Node:
    """What several members are together. `kind` is the first of its members' kinds in the order of
    `kinds.toml`."""

    kind: str
    members: tuple[int, ...]
    iri: str = ""
    label: str = ""


@dataclass(slots=True)
class Identity:
    """The nodes of a corpus and the node of each member."""

    corpus: Corpus
    clusters: Clusters
    names: Names
    settings: Settings
    today: dict[str, Today] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    node_of: list[int] = field(default_factory=list)

    def node(self, doc: str, thing: str) -> Node:
        """The node of one thing of one document."""
        return self.nodes[self.node_of[self.corpus.index[doc, thing]]]

    def nodes_of(self, members: Sequence[int]) -> Iterator[Node]:
        """The different nodes of some members, in order."""
        return (self.nodes[n] for n in dict.fromkeys(self.node_of[m] for m in members))

    def resolved(self, doc: str, value: Value) -> Value | None:
        """A value with an offset counted out; None where the document's date is not known."""
        if value.datatype != dates.RELATIVE:
            return value
        today = self.today.get(doc)
        return dates.resolve(value, today.date if today else None)

    def values(self, node: Node, *properties: str) -> list[Value]:
        """All literals of a node's members for these properties, offsets counted out."""
        found = (
            (self.corpus.members[m].doc, v) for m in node.members for v in self.corpus.values(m, *properties)
        )
        return [r for doc, v in found if (r := self.resolved(doc, v))]

    def objects(self, node: Node, *properties: str) -> list[Node]:
        """All nodes to which a node's members point by these properties."""
        return list(self.nodes_of([o for m in node.members for o in self.corpus.objects(m, *properties)]))


def identify(findings: Mapping[str, Findings], settings: Settings) -> Identity:
    """Resolves all kinds in the order of `kinds.toml`; nodes are without IRIs and labels yet."""
    corpus = gather(findings, settings)
    clusters = Clusters(corpus)
    identity = Identity(corpus, clusters, Names(settings.names), settings)
    _link_concepts(identity)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for index, member in enumerate(corpus.members):
        by_kind[_leader(member.kind, settings)].append(index)
    for kind in _sequence(settings):
        _resolve(identity, kind, by_kind[kind.name])
    _make_nodes(identity)
    return identity


def _sequence(settings: Settings) -> list[KindRule]:
    """Kinds in their order, documents first: their dates are what other things' offsets count from."""
    first = [k for k in settings.kinds.values() if k.strategy == "document"]
    return first + [k for k in settings.kinds.values() if k.strategy != "document" and not k.joins]


def _leader(kind: str, settings: Settings) -> str:
    return settings.kinds[kind].joins or kind if kind in settings.kinds else kind


def _link_concepts(identity: Identity) -> None:
    """Gives members of kinds with concepts the concept that bears one of their names as gazetteer entry."""
    tables = {k.name: k.concepts for k in identity.settings.kinds.values() if k.concepts}
    known = _concepts(identity)
    for member in identity.corpus.members:
        if member.kind in tables:
            found = (known.get(identity.names.key(n)) for n in member.names)
            local = next(
                (x for link in member.links if (x := _linked(identity, tables[member.kind], link))), None
            )
            concept = local or next(filter(None, found), None)
            member.links = (concept,) if concept else member.links


def _concepts(identity: Identity) -> dict[str, str]:
    known: dict[str, str] = {}
    for iri, labels in identity.settings.vocabulary.concepts.items():
        for label in labels:
            known.setdefault(identity.names.key(label), iri)
    return known


def _linked(identity: Identity, table: str, link: str) -> str | None:
    """The concept that a gazetteer entry such as `topics:border-management` points to."""
    iri = identity.settings.iris.topics + link.removeprefix(f"{table}:")
    return iri if link.startswith(f"{table}:") and iri in identity.settings.vocabulary.concepts else None


def _resolve(identity: Identity, kind: KindRule, members: Sequence[int]) -> None:
    corpus, clusters, names, settings = identity.corpus, identity.clusters, identity.names, identity.settings
    if kind.strategy == "name":
        NamedThings(corpus, clusters, names).resolve(members)
    elif kind.strategy == "person":
        Persons(corpus, clusters, settings.persons).resolve(members)
    elif kind.strategy == "document":
        Documents(corpus, clusters, names, settings.documents).resolve(members)
        identity.today = _todays(identity, members)
    elif kind.strategy == "instrument":
        today = {doc: t.date for doc, t in identity.today.items()}
        Instruments(corpus, clusters, names, settings, today).resolve(members)
    elif kind.strategy == "keyed":
        keyed.resolve(corpus, clusters, names, kind, members)


def _todays(identity: Identity, members: Sequence[int]) -> dict[str, Today]:
    """The date of each document that was read: its own, or else the one that most citations give."""
    found = {}
    for group in identity.clusters.groups(members):
        for read in (identity.corpus.members[m].doc for m in group if identity.corpus.members[m].id == SELF):
            if today := _own_date(identity, read) or _cited_date(identity, group):
                found[read] = today
    return found


def _own_date(identity: Identity, doc: str) -> Today | None:
    date = identity.corpus.documents[doc]
    return Today(date) if date else None


def _cited_date(identity: Identity, group: Sequence[int]) -> Today | None:
    rules, corpus = identity.settings.documents, identity.corpus
    cited = [(v.value, m) for m in group for v in corpus.values(m, rules.date) if dates.iso_value(v.value)]
    if not cited:
        return None
    often = Counter(value for value, _ in cited)
    date, member = min(cited, key=lambda c: (-often[c[0]], c))
    citing = corpus.members[member]
    title = next(iter(citing.names), citing.id)
    return Today(date, f"the document's date is {date}, as {citing.doc} cites it: {title}")


def _make_nodes(identity: Identity) -> None:
    order = {name: i for i, name in enumerate(identity.settings.kinds)}
    identity.node_of = [0] * len(identity.corpus.members)
    for group in identity.clusters.groups(range(len(identity.corpus.members))):
        kinds = {k for m in group for k in _kinds(identity, m)}
        kind = min(kinds, key=order.__getitem__)
        for member in group:
            identity.node_of[member] = len(identity.nodes)
        identity.nodes.append(Node(kind, tuple(group)))


def _kinds(identity: Identity, member: int) -> Iterator[str]:
    """A member's kind and those to which its gazetteer entries promote it."""
    m = identity.corpus.members[member]
    yield m.kind
    for link in m.links[:1]:
        if promoted := identity.settings.kinds[m.kind].promote.get(link.partition(":")[0]):
            yield promoted
