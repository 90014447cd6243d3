"""Changed copies of sentences: headlines, other quotation marks, other names in the same places."""

from __future__ import annotations

import csv
import gzip
import random
import re
import tomllib
from dataclasses import replace
from pathlib import Path

from .sentences import Mention, Sentence

TYPOGRAPHY = {"'": "’", "--": "—", "-": "–", "...": "…"}
SMALL_WORDS = frozenset("a an the and but or nor for of on in to at by from with as into".split())  # noqa: SIM905 - a list of words reads best as words

Token = tuple[str, bool]


def change_case(sentence: Sentence, how: str, rng: random.Random) -> Sentence:
    """The sentence in "lower", "upper" or "title" case; in titles half of the time small words stay small."""
    if how == "title":
        small = SMALL_WORDS if rng.random() < 0.5 else frozenset()
        words = [w if w in small and i else w[:1].upper() + w[1:] for i, w in enumerate(sentence.words)]
    else:
        words = [getattr(w, how)() for w in sentence.words]
    return replace(sentence, words=words)


def typographic(sentence: Sentence, rng: random.Random) -> Sentence:
    """Straight quotation marks and hyphens as printers set them."""
    words, opened = [], False
    dashes = rng.random() < 0.5
    for i, word in enumerate(sentence.words):
        if word in ('"', "``", "''"):
            opened = not opened if word == '"' else word == "``"
            words.append("“" if opened else "”")
        elif word in TYPOGRAPHY and (dashes or word != "-"):
            words.append(TYPOGRAPHY[word])
        else:
            words.append(word.replace("'", "’") if i else word)
    return replace(sentence, words=words)


def drop_final_stop(sentence: Sentence) -> Sentence:
    """Without the full stop at the end, as in headlines and lists."""
    n = len(sentence.words) - 1
    if n < 2 or sentence.words[-1] != "." or n + 1 in sentence.heads:
        return sentence
    columns = ("words", "spaces", "upos", "xpos", "feats", "lemmas", "heads", "deps")
    cut = replace(sentence, **{name: getattr(sentence, name)[:n] for name in columns})
    if cut.mentions:
        cut.mentions = [m for m in cut.mentions if m[1] <= n]
    return cut


class NameSwap:
    """Puts other names into the places of names: organizations of the gazetteer, agreement names made from
    parts.

    The copies keep no trees, since the new names have other words.
    """

    def __init__(self, gazetteer: Path, parts: Path, tokenize) -> None:
        self._parts = tomllib.loads(parts.read_text(encoding="utf-8"))
        self._tokenize = tokenize
        self._organizations = _organizations(gazetteer / "organizations.tsv.gz")
        self._countries = _labels(gazetteer / "countries.tsv.gz")
        self._regions = [r for r in _labels(gazetteer / "regions.tsv.gz") if len(r) < 40]
        self._treaties = _labels(gazetteer / "treaties.tsv.gz")
        self._topics = [t for t in _labels(gazetteer / "topics.tsv.gz") if t.islower() and len(t) < 40]

    def swapped(self, sentence: Sentence, rng: random.Random) -> Sentence | None:
        """A copy with some names exchanged; None where nothing was."""
        tokens: list[Token] = []
        mentions: list[Mention] = []
        changed, at = False, 0
        for start, end, labels in sentence.mentions or []:
            tokens += self._copy(sentence, at, start)
            pieces = self._new(labels, sentence.words[start:end], rng) if len(labels) == 1 else None
            changed |= pieces is not None
            pieces = pieces or [(self._copy(sentence, start, end), labels)]
            for words, name in pieces:
                if name:
                    mentions.append((len(tokens), len(tokens) + len(words), name))
                tokens += words
            tokens[-1] = (tokens[-1][0], sentence.spaces[end - 1])
            at = end
        if not changed:
            return None
        tokens += self._copy(sentence, at, len(sentence.words))
        copy = replace(sentence.without_syntax(), words=[w for w, _ in tokens], spaces=[s for _, s in tokens])
        copy.mentions = mentions
        return copy

    @staticmethod
    def _copy(sentence: Sentence, start: int, end: int) -> list[Token]:
        return list(zip(sentence.words[start:end], sentence.spaces[start:end], strict=True))

    def _new(self, labels: tuple[str, ...], words: list[str], rng: random.Random):
        chance = self._parts["chances"].get(labels[0], 0.0)
        if rng.random() >= chance:
            return None
        if labels == ("ORG",):
            return self._organization(rng)
        if labels == ("LAW",):
            return [(self._tokens(self._agreement(rng)), ("LAW",))]
        if labels == ("LOC",):
            return [(self._tokens(rng.choice(self._countries + self._regions)), ("LOC",))]
        if labels == ("PERSON",) and len(words) > 1:
            return self._officer(words, rng)
        return None

    def _organization(self, rng: random.Random):
        name, acronym = rng.choice(self._organizations)
        draw = rng.random()
        if not acronym or draw < 0.4:
            return [(self._tokens(name), ("ORG",))]
        if draw < 0.75:
            return [(self._tokens(acronym), ("ORG",))]
        brackets = [([("(", False)], None), (self._tokens(acronym, False), ("ORG",)), ([(")", True)], None)]
        return [(self._tokens(name), ("ORG",)), *brackets]

    def _officer(self, words: list[str], rng: random.Random):
        """An organization's acronym and a title before the name: "FAO Director-General Ann Lee"."""
        name, acronym = rng.choice(self._organizations)
        title = self._tokens(rng.choice(self._parts["titles"]))
        return [
            (self._tokens(acronym or name), ("ORG",)),
            (title, None),
            ([(w, True) for w in words], ("PERSON",)),
        ]

    def _agreement(self, rng: random.Random) -> str:
        if rng.random() < 0.3:
            return rng.choice(self._treaties)
        parts = self._parts
        name = rng.choice(parts["heads"])
        # a bare kind ("the MoU") is no name: a subject that reads as a title makes it one, or a word in front
        if rng.random() < 0.7:
            topic = " and ".join(rng.choice(self._topics) for _ in range(rng.choice((1, 1, 2))))
            topic = re.sub(r"\b[a-z]", lambda m: m.group().upper(), topic)
            return f"{name} {rng.choice(parts['links'])} {topic}"
        return f"{rng.choice(parts['before'])} {name}"

    def _tokens(self, text: str, space: bool = True) -> list[Token]:
        tokens = [(t.text, bool(t.whitespace_)) for t in self._tokenize(text) if not t.is_space]
        return [*tokens[:-1], (tokens[-1][0], space)]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _labels(path: Path) -> list[str]:
    return [row["label"] for row in _rows(path) if row["label"].strip()]


def _organizations(path: Path) -> list[tuple[str, str]]:
    """Tier 1 and 2 bodies: name and first acronym (or none)."""
    rows = [row for row in _rows(path) if row["tier"] in ("1", "2") and len(row["label"]) < 90]
    first = [row for row in rows if row["tier"] == "1"]
    return [(row["label"], (row["acronyms"] or "").split("|")[0]) for row in [*first * 4, *rows]]
