"""Nodes: the things of one document while it is read, and how names of entities come together in one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pactgraph.extraction.mentions import Ref, closing_bracket, normalised, surface

SMALL = {"of", "the", "and", "for", "on", "in", "to", "against", "at", "de", "&"}


@dataclass(slots=True, eq=False)
class Node:
    """A thing being put together. `parties` are nodes found inside or beside its mentions; `dates` its own dates by property."""

    kind: str
    cls: str
    names: list[str] = field(default_factory=list)
    acronyms: list[str] = field(default_factory=list)
    refs: list[Ref] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    count: int | None = None
    key: str = ""
    focus: bool = False
    weak: bool = False
    governs: "Node | None" = None
    parties: list["Node"] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    dates: dict[str, str] = field(default_factory=dict)
    derived_from: "Node | None" = None
    id: str = ""

    def add(self, ref: Ref) -> None:
        """Takes in a mention: its name, unless it only points back."""
        self.refs.append(ref)
        if ref.form in ("name", "description") and ref.name and ref.name not in self.names:
            self.names.append(ref.name)
        if ref.form == "acronym" and ref.name not in self.acronyms:
            self.acronyms.append(ref.name)
        self.links.extend(link for link in ref.links if link not in self.links)

    def forms(self) -> set[str]:
        """All names and acronyms, normalised."""
        return {normalised(n) for n in (*self.names, *self.acronyms, *self.aliases)} - {""}

    @property
    def first(self) -> int:
        """Token of the first mention."""
        return min((r.start for r in self.refs), default=0)


def initials(name: str) -> str:
    """First letters of the words that count ("United Nations Office on Drugs and Crime" gives UNODC)."""
    words = [w for w in name.replace("-", " ").replace("’", "'").split() if w[0].isalpha()]
    return "".join(w[0].upper() for w in words if w.lower() not in SMALL)


def bracketed_acronyms(doc: Doc, refs: Iterable[Ref]) -> Iterator[tuple[Ref, str, int, int]]:
    """(ref, short form, start, end) for "Long Name (SHORT)" and "Long Name (“Short”)"."""
    for ref in refs:
        if ref.end < len(doc) and doc[ref.end].text == "(":
            close = closing_bracket(doc, ref.end, 8)
            if close is None:
                continue
            inside = [t for t in doc[ref.end + 1 : close] if t.text not in "\"“”'‘’" and t.lower_ != "the"]
            if (
                inside
                and len(inside) <= 3
                and inside[0].text[0].isupper()
                and all(t.is_alpha or t.text in "-/" for t in inside)
            ):
                yield ref, surface(doc, inside[0].i, inside[-1].i + 1), inside[0].i, inside[-1].i + 1


class EntityNodes:
    """Groups the entity mentions of one document: names, acronyms where they are introduced, surnames, gazetteer ids."""

    def __init__(self, doc: Doc, refs: list[Ref]) -> None:
        self.doc = doc
        self.nodes: list[Node] = []
        self.of: dict[int, Node] = {}
        self._shorts = self._introduced(refs)
        for ref in sorted(refs, key=lambda r: (r.kind == "person" and r.end - r.start == 1, r.start)):
            self._place(ref)

    def _introduced(self, refs: list[Ref]) -> dict[str, Ref]:
        """Short form -> the mention behind which it is introduced."""
        table: dict[str, Ref] = {}
        states = {r.name for r in refs if r.kind == "state"}
        for ref, short, start, _ in bracketed_acronyms(self.doc, [r for r in refs if r.kind != "person"]):
            if short in states and ref.kind != "state":
                continue
            if short.isupper() or any(
                q.i == start - 1 for q in self.doc[max(0, start - 1) : start] if q.text in "\"“‘'"
            ):
                table.setdefault(short, ref)
        return table

    def _place(self, ref: Ref) -> None:
        node = self._known(ref) or self._made(ref)
        links = list(node.links)
        node.add(ref)
        if ref.name in self._shorts and node.names and ref.form == "acronym":
            node.links[:] = links  # a short form introduced here means what it is introduced for
        for i in range(ref.start, ref.end):
            self.of[i] = node

    def _made(self, ref: Ref) -> Node:
        node = Node(ref.kind, ref.cls)
        self.nodes.append(node)
        return node

    def _known(self, ref: Ref) -> Node | None:
        if ref.name in self._shorts and self._shorts[ref.name] is not ref:
            introduced = self._shorts[ref.name]
            owner = self.of.get(introduced.start)
            if owner is None:
                self._place(introduced)
                owner = self.of[introduced.start]
            owner.acronyms.append(ref.name) if ref.name not in owner.acronyms else None
            return owner
        if ref.start in self.of and ref in self.of[ref.start].refs:
            return self.of[ref.start]
        test = self._same_person if ref.kind == "person" else self._same_entity
        return next((n for n in self.nodes if n.kind == ref.kind and test(n, ref)), None)

    @staticmethod
    def _same_entity(node: Node, ref: Ref) -> bool:
        if ref.links and node.links:
            return ref.links[0] == node.links[0] or (set(ref.links) == set(node.links))
        name = normalised(ref.name)
        if name in node.forms():
            return True
        short = ref.name if ref.name.isupper() and 2 < len(ref.name) < 9 and " " not in ref.name else ""
        return bool(short) and any(initials(n) == short for n in node.names)

    @staticmethod
    def _same_person(node: Node, ref: Ref) -> bool:
        words = normalised(ref.name).split()
        for name in node.names:
            known = normalised(name).split()
            if (
                words == known
                or (len(words) == 1 and words[0] in known)
                or (len(known) == 1 and known[0] in words)
            ):
                return True
            if (
                len(words) > 1
                and len(known) > 1
                and words[-1] == known[-1]
                and (set(words) <= set(known) or set(known) <= set(words))
            ):
                return True
            if len(words) > 1 and set(words) <= set(known):
                return True
        return False

    def extra_mentions(self) -> Iterator[tuple[str, Node]]:
        """Introduced short forms with the node they stand for."""
        for short, ref in self._shorts.items():
            if ref.start in self.of:
                yield short, self.of[ref.start]


def best_name(node: Node, rank: Callable[[str], tuple[int, ...]] | None = None) -> str:
    """The most telling name: not in capitals, longest; the acronym where there is no other."""
    proper = [n for n in node.names if not n.isupper()] or node.names
    if not proper:
        return node.acronyms[0] if node.acronyms else ""
    return max(proper, key=rank or (lambda n: (len(n.split()), len(n))))
