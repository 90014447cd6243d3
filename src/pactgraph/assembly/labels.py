"""Labels: the one name that a node goes by, and short forms of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from pactgraph.assembly import dates
from pactgraph.assembly.corpus import SELF
from pactgraph.assembly.identity import Identity, Node
from pactgraph.assembly.names import letters

_FIELD = re.compile(r"\{([\w|]+)\}")
_EMPTY = re.compile(r"\(\s*\)|(?<=\()\s*,\s*|\s*[,:]\s*(?=\)|$)")


class Labels:
    """Chooses labels: the name that tells most, then the one that most documents use, then the longest,
    then by alphabet."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.corpus, self.names, self.settings = identity.corpus, identity.names, identity.settings
        self._short: dict[int, str] = {}

    def label(self, node: Node) -> str:
        """The name a node goes by; nothing where it has neither a name nor a template."""
        rule = self.settings.kinds[node.kind]
        if rule.strategy == "document":
            return self._document_label(node)
        name = self.name(node)
        if rule.label and not (name and self._tells(node, name)):
            return self.render(rule.label, node) or name
        return name

    def name(self, node: Node) -> str:
        """The best of a node's names; an acronym only where there is nothing else."""
        full = self._counted(node, full=True) or self._counted(node, full=False)
        uses = self._uses(node, full)
        ranked = sorted(full, key=lambda n: (-self._merit(node, n), -uses[n], -len(n), -full[n], n))
        return ranked[0] if ranked else self.acronym(node)

    def acronym(self, node: Node) -> str:
        """The acronym that most documents use, or nothing."""
        used = Counter(a for m in node.members for a in {self._plainest(a) for a in self._acronyms(m)})
        return min(used, key=lambda a: (-used[a], a), default="")

    def short(self, index: int) -> str:
        """A node's acronym where its kind is addressed by one, else its label."""
        if index not in self._short:
            node = self.identity.nodes[index]
            by_acronym = self.settings.kinds[node.kind].address == "acronym"
            self._short[index] = (self.acronym(node) if by_acronym else "") or self.label(node)
        return self._short[index]

    def best_class(self, node: Node) -> str:
        """The class that most members have, a telling one before a generic one."""
        members = [self.corpus.members[m] for m in node.members]
        counted = Counter(m.cls for m in members if not m.described) or Counter(m.cls for m in members)
        return min(counted, key=lambda c: (c in self.settings.instruments.generic, -counted[c], c))

    def render(self, template: str, node: Node) -> str:
        """A template over `name` and properties; fields without a value vanish with their brackets and
        commas."""
        text = _FIELD.sub(lambda m: self._filled(node, m[1]), template)
        before = None
        while text != before:
            before, text = text, _EMPTY.sub("", text).strip()
        return text

    def _filled(self, node: Node, names: str) -> str:
        """The first of some fields, separated by "|", that has a value."""
        if names == "name":
            return self.name(node)
        return next((", ".join(found) for n in names.split("|") if (found := self.field(node, n))), "")

    def field(self, node: Node, name: str) -> list[str]:
        """The short labels of what a node has for a property, sorted; of several dates only the finest."""
        identity = self.identity
        nodes = [self.short(identity.node_of[n.members[0]]) for n in identity.objects(node, name)]
        values = [v.value for v in identity.values(node, name)]
        if name in self.settings.precedence.refine:
            values = [d for d in [dates.finest(values)] if d]
        return sorted({*nodes, *values})

    def _document_label(self, node: Node) -> str:
        read = next((m for m in map(self.corpus.members.__getitem__, node.members) if m.id == SELF), None)
        return (read.names[0] if read and read.names else self.name(node)) or (read.doc if read else "")

    def _acronyms(self, member: int) -> tuple[str, ...]:
        m = self.corpus.members[member]
        return m.acronyms or tuple(n for n in m.names if n.isupper() and n.isalpha())

    @staticmethod
    def _plainest(acronym: str) -> str:
        return acronym.replace(".", "")

    def _counted(self, node: Node, *, full: bool) -> Counter[str]:
        """Names with the number of documents that use them."""
        users: dict[str, set[str]] = defaultdict(set)
        acronyms = {letters(a) for m in node.members for a in self._acronyms(m)}
        for member in map(self.corpus.members.__getitem__, node.members):
            for name in self._candidates(node, member.names):
                if not full or letters(name) not in acronyms:
                    users[name].add(member.doc)
        return Counter({name: len(docs) for name, docs in users.items()})

    def _candidates(self, node: Node, names: tuple[str, ...]) -> Iterator[str]:
        """For persons only the fullest name of each document counts."""
        if self.settings.kinds[node.kind].strategy == "person":
            names = names and (max(names, key=lambda n: (len(n.split()), len(n))),)
        return iter(names)

    def _uses(self, node: Node, counted: Counter[str]) -> dict[str, int]:
        """How often a name is used; spellings of one name ("U.N.") count together, but for persons."""
        if self.settings.kinds[node.kind].strategy == "person":
            return counted
        together: Counter[str] = Counter()
        for name, count in counted.items():
            together[self.names.key(name)] += count
        return {name: together[self.names.key(name)] for name in counted}

    def _merit(self, node: Node, name: str) -> int:
        """Names that tell most come first: those that spell the acronym, those that do not just name a
        sort."""
        spelled = any(
            self.names.spells(a, name) for m in node.members for a in self.corpus.members[m].acronyms
        )
        if self.settings.kinds[node.kind].strategy != "instrument":
            return int(spelled)
        cls = self.best_class(node)
        fitting = any(
            name in m.names and m.cls == cls for m in map(self.corpus.members.__getitem__, node.members)
        )
        return 2 * min(len(self.telling(node, name)), 2) + fitting

    def telling(self, node: Node, name: str) -> list[str]:
        """The words of an agreement's name that tell it from others of its sort."""
        rules = self.settings.instruments
        return [
            w
            for w in self.names.words(name)
            if not w.isdigit() and w not in rules.words and w not in rules.weak
        ]

    def _tells(self, node: Node, name: str) -> bool:
        return self.settings.kinds[node.kind].strategy != "instrument" or len(self.telling(node, name)) > 1
