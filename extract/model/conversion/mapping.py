"""Turns the labels of a corpus into ours, by `labels.toml`; what it does not say is marked as missing."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from .sentences import UNSURE, Name, Sentence, disjoint


class Mapping:
    """The table and, learnt from the corpora themselves, which words are countries and nationalities."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self.places: Counter[str] = Counter()
        self.bodies: Counter[str] = Counter()
        self.peoples: Counter[str] = Counter()

    @classmethod
    def read(cls, path: Path) -> "Mapping":
        """The table at `path`."""
        return cls(tomllib.loads(path.read_text(encoding="utf-8")))

    @property
    def ours(self) -> list[str]:
        """Our labels."""
        return list(self.table["ours"])

    def annotates(self, corpus: str) -> list[str]:
        """The labels of ours that `corpus` marks wherever they occur."""
        return list(self.table["corpora"][corpus]["annotates"])

    def repeats(self, corpus: str) -> int:
        """How often the sentences of `corpus` stand in the training data."""
        return int(self.table["corpora"][corpus].get("repeat", 1))

    @cached_property
    def _shapes(self) -> dict[str, set[str]]:
        return {k: set(v) for k, v in self.table["shapes"].items()}

    @cached_property
    def _demonym(self) -> re.Pattern[str]:
        return self._ending("demonym_endings")

    @cached_property
    def _weak_demonym(self) -> re.Pattern[str]:
        return self._ending("weak_endings")

    def _ending(self, name: str) -> re.Pattern[str]:
        endings = "|".join(sorted(self._shapes[name], key=len, reverse=True))
        return re.compile(rf"[A-Z][a-z'’]+({endings})$")

    def learn(self, corpus: str, sentences: Iterable[Sentence]) -> None:
        """Counts which texts a corpus calls places, bodies, and (in one word) peoples."""
        settings = self.table["corpora"][corpus]
        counters = {"LOC": self.places, "ORG": self.bodies, "NORP": self.peoples, "by words": self.peoples}
        for sentence in sentences if not settings.get("adjectives") else ():
            for start, end, label in sentence.names:
                ours = settings["labels"][label]
                if ours in counters and (counters[ours] is not self.peoples or end - start == 1):
                    counters[ours][" ".join(sentence.words[start:end])] += 1

    def apply(self, corpus: str, sentence: Sentence, *, doubts: bool) -> None:
        """Replaces the sentence's names by ours; `doubts` marks likely names that it does not annotate."""
        settings = self.table["corpora"][corpus]
        names = [self._name(settings, sentence, n) for n in sentence.names]
        sure = disjoint(n for n in names if n is not None and n[2])
        taken = {i for a, b, _ in sure for i in range(a, b)}
        likely = self._doubts(set(settings["annotates"]), sentence) if doubts else ()
        unsure = disjoint(n for n in likely if not taken & set(range(n[0], n[1])))
        sentence.names = sorted([*sure, *unsure])

    def _name(self, settings: dict[str, Any], sentence: Sentence, name: Name) -> Name | None:
        start, end, theirs = name
        ours = theirs[1:] if theirs.startswith("=") else settings["labels"][theirs]
        if settings.get("mentions") and ours not in ("", "DATE", "NORP"):
            start, end = self._trimmed(sentence.words, start, end, ours)
            if start >= end:
                return None
            if not self._plain(sentence.words[start:end]):
                return (start, end, UNSURE)
        if settings.get("mentions") and ours == "DATE" and not self._dated(sentence.words[start:end]):
            return (start, end, UNSURE)
        return (start, end, self._label(ours, sentence.words[start:end], settings))

    def _label(self, ours: str, words: list[str], settings: dict[str, Any]) -> str:
        if ours.startswith("by words"):
            known = (k for k, v in self.table["words"].items() if any(w in v for w in words))
            default = "NORP" if self.demonym(words) else ours.partition(", ")[2] or UNSURE
            return next(known, default)
        if ours == "LOC" and settings.get("adjectives") and self.demonym(words):
            return "NORP"
        if ours == "PERSON" and settings.get("mentions") and self.demonym(words):
            return "NORP"
        if ours == "ORG" and settings.get("mentions") and self._place(words):
            return "LOC"
        return ours

    def demonym(self, words: list[str]) -> bool:
        """Whether the words are a nationality, people, creed or language."""
        if self._place(words) or not self._people(words[-1]):
            return False
        return len(words) == 1 or (
            len(words) == 2 and (words[0] in self._shapes["directions"] or self._people(words[0]))
        )

    def _people(self, word: str) -> bool:
        if word in self._shapes["demonyms"] or self._demonym.match(word):
            return True
        seen = self.peoples[word] > self.places[word] + self.bodies[word]
        return seen and bool(self._weak_demonym.match(word))

    def _place(self, words: list[str]) -> bool:
        text = " ".join(words)
        return self.places[text] > 2 * self.bodies[text] and self.places[text] > 1

    def _trimmed(self, words: list[str], start: int, end: int, label: str) -> tuple[int, int]:
        """The name in a mention: "the Iraqi Foreign Minister Al - Jubeir" -> "Al - Jubeir"; may be empty."""

        def named(word: str) -> bool:
            return word[:1].isupper() and word not in self._shapes["openers"]

        while start < end and not named(words[start]):
            start += 1
        while end > start and not (
            words[end - 1][:1].isupper() or words[end - 1][:1].isdigit() or words[end - 1] == ")"
        ):
            end -= 1
        if label == "PERSON":
            start = self._after_title(words, start, end)
        return start, end

    def _after_title(self, words: list[str], start: int, end: int) -> int:
        """Where the name begins that stands behind an office or a description ("Swedish citizen Al Noor")."""
        small = [
            i
            for i in range(start, end)
            if words[i][:1].islower() and words[i] not in self._shapes["particles"]
        ]
        start = small[-1] + 1 if small else start
        while start < end and (words[start] in self._shapes["offices"] or self.demonym([words[start]])):
            start += 1
        return start

    def _plain(self, words: list[str]) -> bool:
        """Whether a trimmed mention is a name throughout, not a phrase with a name in it."""
        return all(not w[:1].islower() or w in self._shapes["links"] for w in words)

    def _dated(self, words: list[str]) -> bool:
        return any(w.rstrip(".") in self._shapes["calendar"] or any(c.isdigit() for c in w) for w in words)

    def _doubts(self, annotated: set[str], sentence: Sentence) -> Iterable[Name]:
        """Spans that may be names the corpus does not mark."""
        words = sentence.words
        if "DATE" not in annotated:
            yield from ((i, i + 1, UNSURE) for i, w in enumerate(words) if self._likely_date(w))
        if "NORP" not in annotated:
            yield from (
                (i, i + 1, UNSURE) for i, w in enumerate(words) if w[0].isupper() and self.demonym([w])
            )
        if not {"EVENT", "LAW", "WORK"} <= annotated:
            yield from _capitalised(words)

    def _likely_date(self, word: str) -> bool:
        return word.rstrip(".") in self._shapes["calendar"] or bool(
            re.fullmatch(r"(1[5-9]|20)\d\d(s)?|\d{1,2}(st|nd|rd|th)|\d\d?/\d\d?/\d+", word)
        )


def _capitalised(words: list[str]) -> Iterable[Name]:
    """Runs of two and more capitalised words ("Treaty of Rome"), but not at the start of a sentence."""
    start = None
    for i, word in enumerate([*words, ""]):
        linked = (
            word in ("of", "on", "for", "the", "and", "in")
            and i + 1 < len(words)
            and words[i + 1][:1].isupper()
        )
        if start is not None and not (word[:1].isupper() or linked):
            if i - start >= 2:
                yield (start, i, UNSURE)
            start = None
        elif start is None and i and word[:1].isupper():
            start = i
