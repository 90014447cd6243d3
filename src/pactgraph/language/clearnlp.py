"""ClearNLP parses, as spaCy's English models write them, as Universal Dependencies.

The labels that only differ in name are renamed by the table in `schemes.toml`. Then heads move in four steps,
each on the tree that the last one left; the labels of `MOVED` that are still there are renamed at the end:

1. prepositions: `prep`/`agent` over `pobj`/`pcomp` becomes `case`/`mark` below an `obl`/`nmod`/`advcl`/`acl`;
2. coordination: all conjuncts hang on the first one, a coordinator on the conjunct behind it;
3. copulas: the predicate takes the place of "be", which becomes its `cop`;
4. persons: the first word of a name is its head, the others are `flat`.

Source for the target: the guidelines of Universal Dependencies 2 for English, as EWT follows them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from spacy.tokens import Doc

PREPOSITIONS = ("prep", "agent", "dative")
OBJECTS = ("pobj", "pcomp")
PREDICATES = ("attr", "acomp")
MOVED = (*PREPOSITIONS, *OBJECTS, *PREDICATES)
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass")
CLAUSAL = ("VERB", "AUX", "ADJ", "ADV")


def to_universal(doc: Doc, names: Mapping[str, str]) -> None:
    """Rewrites heads and labels of a parsed Doc in place; `names` renames what keeps its place."""
    tree = Tree(doc)
    tree.deps = [d if d in MOVED else _renamed(tree, i, names) for i, d in enumerate(tree.deps)]
    for step in (_prepositions, _coordination, _copulas, _persons):
        step(tree)
    tree.deps = [names[d] if d in MOVED else d for d in tree.deps]
    tree.write()


class Tree:
    """Heads and labels of a Doc as plain lists; a root is its own head."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.heads = [t.head.i for t in doc]
        self.deps = [t.dep_ for t in doc]
        self.sentences = [range(s.start, s.end) for s in doc.sents for _ in s]

    def children(self, i: int, *deps: str) -> list[int]:
        """Children of a token from left to right, only those with one of `deps` where given."""
        below = (c for c in self.sentences[i] if self.heads[c] == i and c != i)
        return [c for c in below if not deps or self.deps[c] in deps]

    def attach(self, i: int, head: int, dep: str | None = None) -> None:
        """Hangs a token on another, with a new label where one is given."""
        self.heads[i] = head
        self.deps[i] = dep or self.deps[i]

    def replace(self, old: int, new: int) -> None:
        """Puts `new`, a child of `old`, in its place: head and label, and all other children of `old`."""
        self.heads[new] = new if self.heads[old] == old else self.heads[old]
        self.deps[new] = self.deps[old]
        for child in self.children(old):
            if child != new:
                self.heads[child] = new
        self.heads[old] = new

    def write(self) -> None:
        """Puts the tree into the Doc."""
        strings = self.doc.vocab.strings
        array: Any = np.empty((len(self.doc), 2), dtype="uint64")
        array[:, 0] = (np.array(self.heads) - np.arange(len(self.doc))).astype("int64").astype("uint64")
        array[:, 1] = [strings.add(d) for d in self.deps]
        self.doc.from_array(["HEAD", "DEP"], array)


def _renamed(tree: Tree, i: int, names: Mapping[str, str]) -> str:
    """The name in UD of a label whose head stays where it is."""
    dep, token = tree.deps[i], tree.doc[i]
    if dep == "aux" and token.tag_ == "TO":
        return "mark"
    if dep == "npadvmod" and tree.doc[tree.heads[i]].pos_ not in CLAUSAL:
        return "nmod:unmarked"
    return names.get(dep, dep)


def _with(tree: Tree, *deps: str) -> Iterator[int]:
    """Tokens with one of these labels, the rightmost first: inner prepositions come before outer ones."""
    for i in reversed(range(len(tree.deps))):
        if tree.deps[i] in deps:
            yield i


def _prepositions(tree: Tree) -> None:
    for i in _with(tree, *PREPOSITIONS, "conj"):
        objects = tree.children(i, *OBJECTS)
        if objects:
            _case(tree, i, objects[0])


def _case(tree: Tree, preposition: int, target: int) -> None:
    """Turns a preposition and its object round; coordinated with another, it leaves a conjunct."""
    clause, role = tree.deps[target] == "pcomp", tree.deps[preposition]
    tree.replace(preposition, target)
    tree.attach(preposition, target, "mark" if clause else "case")
    tree.deps[target] = _role(tree, tree.heads[target], role, clause)


def _role(tree: Tree, head: int, role: str, clause: bool) -> str:
    """The label of what stood behind a preposition with the label `role`."""
    nominal = tree.doc[head].pos_ not in CLAUSAL
    if role == "conj":
        return "conj"
    if tree.deps[head] in PREPOSITIONS:
        return "pcomp" if clause else "pobj"  # the outer preposition is still to come
    if clause:
        return "acl" if nominal else "advcl"
    if role == "agent":
        return "obl:agent"
    return "nmod" if nominal else "obl"


def _coordination(tree: Tree) -> None:
    for i in range(len(tree.deps)):
        while tree.deps[i] == "conj" and tree.deps[tree.heads[i]] == "conj":
            tree.heads[i] = tree.heads[tree.heads[i]]
    for i in _with(tree, "cc"):
        head = tree.heads[i]
        first = tree.heads[head] if tree.deps[head] == "conj" else head
        behind = [c for c in tree.children(first, "conj") if c > i]
        if behind:
            tree.heads[i] = behind[0]


def _copulas(tree: Tree) -> None:
    for i, token in enumerate(tree.doc):
        if token.lemma_ == "be" and token.pos_ in ("AUX", "VERB"):
            predicate = _predicate(tree, i)
            if predicate is not None:
                tree.replace(i, predicate)
                tree.attach(i, predicate, "cop")


def _predicate(tree: Tree, be: int) -> int | None:
    """What is said with "be": a noun or adjective, else a phrase ("is in force"); nothing in "there is"."""
    if tree.deps[be] in ("aux", "aux:pass") or tree.children(be, "expl"):
        return None
    found = tree.children(be, *PREDICATES) or (
        tree.children(be, "obl") if tree.children(be, *SUBJECTS) else []
    )
    behind = [i for i in found if i > be]
    return next(iter(behind or found), None)


def _persons(tree: Tree) -> None:
    for span in tree.doc.ents:
        inside = range(span.start, span.end)
        heads = [i for i in inside if tree.heads[i] not in inside or tree.heads[i] == i]
        if span.label_ == "PERSON" and len(span) > 1 and len(heads) == 1 and heads[0] != span.start:
            _flat(tree, span.start, heads[0], inside)


def _flat(tree: Tree, first: int, head: int, inside: range) -> None:
    """Makes the first word of a name its head, and hangs on it what hung on the old one."""
    words = [i for i in inside if tree.deps[i] == "compound" or i == head]
    if first not in words:
        return
    tree.heads[first] = head
    tree.replace(head, first)
    for i in words:
        if i != first:
            tree.attach(i, first, "flat")
