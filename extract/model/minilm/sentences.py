"""Training sentences and their name labels."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

Mention = tuple[int, int, tuple[str, ...]]
"""First token, token after the last, the labels the span may have ("O": none)."""

TABLE = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
LABELS: tuple[str, ...] = tuple(TABLE["labels"])
TAGS: tuple[str, ...] = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))
ALL_TAGS = (1 << len(TAGS)) - 1


@dataclass
class Sentence:
    """One sentence; the syntax columns are empty where the corpus has none, `mentions` None where it has
    no names."""

    words: list[str]
    spaces: list[bool] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    mentions: list[Mention] | None = None
    annotated: tuple[str, ...] = ()
    paragraph: bool = False
    id: str = ""
    segmented: bool = True
    """False where the corpus marks paragraphs but not the sentences in them."""

    def without_syntax(self) -> Sentence:
        """The same words and names, no trees: for copies whose words were changed."""
        return replace(self, upos=[], xpos=[], feats=[], lemmas=[], heads=[], deps=[])


Document = list[Sentence]


def bit(tag: str) -> int:
    """A tag as one bit of a mask of allowed tags."""
    return 1 << TAGS.index(tag)


def allowed_tags(sentence: Sentence) -> list[int]:
    """Per token the mask of tags the corpus leaves possible."""
    if sentence.mentions is None:
        return [ALL_TAGS] * len(sentence.words)
    masks = [_outside(sentence.annotated)] * len(sentence.words)
    for start, end, labels in sentence.mentions:
        masks[start] = _inside(labels, "B")
        masks[start + 1 : end] = [_inside(labels, "I")] * (end - start - 1)
    return masks


def _outside(annotated: tuple[str, ...]) -> int:
    closed = sum(bit(f"{prefix}-{label}") for label in annotated for prefix in "BI")
    return ALL_TAGS & ~closed


def _inside(labels: tuple[str, ...], prefix: str) -> int:
    return sum(bit("O") if label == "O" else bit(f"{prefix}-{label}") for label in labels)


class Scheme:
    """The row of labels.toml for one corpus, applied to its mentions."""

    def __init__(self, corpus: str, demonyms: frozenset[str]) -> None:
        row = dict(TABLE["corpora"][corpus])
        self.annotated: tuple[str, ...] = tuple(row.pop("annotated"))
        self._types = {
            name: (value,) if isinstance(value, str) else tuple(value) for name, value in row.items()
        }
        self._demonyms = demonyms

    def mentions(self, words: list[str], spans: list[tuple[int, int, str]]) -> list[Mention]:
        """Mentions of the known types, longest first where they overlap, in text order."""
        found = [
            (a, b, self._settle(words[a:b], self._types[name])) for a, b, name in spans if name in self._types
        ]
        return longest([m for m in found if m[2] != ("O",)])

    def _settle(self, words: list[str], labels: tuple[str, ...]) -> tuple[str, ...]:
        if " ".join(words) in self._demonyms and set(labels) & {"NORP", "LOC"}:
            return ("NORP",)
        if len(labels) == 1:
            return labels
        for label, keys in TABLE["keywords"].items():
            if label in labels and set(keys) & set(words):
                return (label,)
        return labels


def longest(mentions: list[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest, then the first; sorted by place."""
    taken: set[int] = set()
    kept = []
    for mention in sorted(mentions, key=lambda m: (m[0] - m[1], m[0])):
        place = set(range(mention[0], mention[1]))
        if place and not place & taken:
            kept.append(mention)
            taken |= place
    return sorted(kept)
