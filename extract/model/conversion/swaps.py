"""Copies of gold sentences with rare names in the place of the common ones."""

import random
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language

from .sentences import Sentence

Piece = tuple[str, str]
"""(text, label); an empty label for words that are no name, an empty text for the name that stood there."""


class Swaps:
    """Draws new names from the lists of `swaps.toml`; the same seed gives the same copies."""

    def __init__(self, lists: dict[str, Any], nlp: Language) -> None:
        self.lists = lists
        self.nlp = nlp
        self.dice = random.Random(lists["seed"])

    @classmethod
    def read(cls, path: Path, nlp: Language) -> "Swaps":
        """The lists at `path`."""
        return cls(tomllib.loads(path.read_text(encoding="utf-8")), nlp)

    def copies(self, documents: Iterable[list[Sentence]]) -> Iterator[list[Sentence]]:
        """Changed copies of a share of the sentences; sentences without a swap are left out."""
        for document in documents:
            chosen = [s for s in document if any(n[2] in ("ORG", "LAW", "EVENT") for n in s.names)]
            changed = [self._copy(s) for s in chosen if self.dice.random() < self.lists["share"]]
            if changed:
                yield changed

    def _copy(self, sentence: Sentence) -> Sentence:
        copy = replace(sentence, words=[], spaces=[], names=[])
        at = 0
        for start, end, label in sentence.names:
            self._take(sentence, copy, at, start)
            pieces = self._pieces(label, single=end - start == 1)
            self._put(pieces, copy)
            if not pieces or not pieces[-1][0]:
                copy.names.append((len(copy.words), len(copy.words) + end - start, label))
                self._take(sentence, copy, start, end)
            copy.spaces[-1] = sentence.spaces[end - 1]
            at = end
        self._take(sentence, copy, at, len(sentence.words))
        return copy

    @staticmethod
    def _take(sentence: Sentence, copy: Sentence, start: int, end: int) -> None:
        copy.words += sentence.words[start:end]
        copy.spaces += sentence.spaces[start:end]

    def _put(self, pieces: list[Piece], copy: Sentence) -> None:
        for text, label in filter(lambda p: p[0], pieces):
            tokens = self.nlp.make_doc(text)
            if label:
                copy.names.append((len(copy.words), len(copy.words) + len(tokens), label))
            if text == ")":
                copy.spaces[-1] = False
            copy.words += [t.text for t in tokens]
            copy.spaces += [bool(t.whitespace_) for t in tokens]
            copy.spaces[-1] = text != "("

    def _pieces(self, label: str, *, single: bool) -> list[Piece]:
        """What to put in the place of a name; nothing, or an empty last piece, leaves the name there."""
        if self.dice.random() >= self.lists["chances"].get(label, 0.0):
            return []
        if label == "ORG":
            return self._organization()
        if label == "LAW":
            return [(self._agreement(), "LAW")]
        if label == "PERSON":
            title = (self.dice.choice(self.lists["titles"]["names"]), "")
            return [] if single else [*self._organization()[:1], title, ("", "")]
        names = {"LOC": "places", "EVENT": "events", "WORK": "works"}[label]
        return [(self.dice.choice(self.lists[names]["names"]), label)]

    def _organization(self) -> list[Piece]:
        name, acronym = self.dice.choice(list(self.lists["organizations"].items()))
        draw = self.dice.random()
        if acronym and draw < 0.35:
            return [(acronym, "ORG")]
        if acronym and draw < 0.6:
            return [(name, "ORG"), ("(", ""), (acronym, "ORG"), (")", "")]
        return [(name, "ORG")]

    def _agreement(self) -> str:
        lists = self.lists["agreements"]
        draw = self.dice.random()
        if draw < 0.5:
            return str(self.dice.choice(lists["names"]))
        kind = str(self.dice.choice(lists["kinds"]))
        if draw < 0.8:
            return f"{kind} on {self.dice.choice(lists['topics'])}"
        first, second = self.dice.sample(lists["parties"], 2)
        return f"{first}-{second} {kind}"
