"""Sentences to arrays: windows of pieces, batches of windows, the targets of every head."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import torch

from pactgraph.language.transformer import lemmas, words

from .sentences import Document, Sentence, allowed_tags

IGNORE = -100
LONGEST = 400
"""Sentences with more word pieces are left out of training."""

UNLISTED = frozenset(("PROPN", "NUM", "PUNCT", "SYM", "X"))
"""Parts of speech whose lemmas always come from rules."""

COLUMNS = ("xpos", "morph", "rule", "dep")


def analysis(sentence: Sentence, column: str) -> list[str | None]:
    """A column of targets as strings: tag, `UPOS|features`, lemma rule, relation."""
    if column == "morph":
        return [f"{u}|{f}" for u, f in zip(sentence.upos, sentence.feats, strict=True)]
    if column == "rule":
        return [lemmas.rule(w, m) for w, m in zip(sentence.words, sentence.lemmas, strict=False)]
    return list(sentence.xpos if column == "xpos" else sentence.deps)


@dataclass
class Inventory:
    """What each head chooses from, most frequent first, and lemmas that no rule covers."""

    values: dict[str, list[str]]
    exceptions: dict[str, str]

    @classmethod
    def collect(cls, documents: list[Document], least: dict[str, int]) -> Inventory:
        """Values seen at least `least[column]` times in the training trees."""
        sentences = [s for d in documents for s in d if s.heads]
        values = {}
        for column in COLUMNS:
            counts = Counter(v for s in sentences for v in analysis(s, column) if v)
            values[column] = [v for v, n in counts.most_common() if n >= least[column]]
        return cls(values, _exceptions(sentences, set(values["rule"])))

    def index(self) -> dict[str, dict[str, int]]:
        """Value to number, per column."""
        return {column: {v: i for i, v in enumerate(names)} for column, names in self.values.items()}


def _exceptions(sentences: list[Sentence], rules: set[str]) -> dict[str, str]:
    """Lemmas known for sure, and those that no rule covers.

    A form that the trees always give the same lemma keeps it; one with several has the network's rule,
    unless its
    most frequent lemma has none. Names, numbers and signs are too many to list, and their rules are easy.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for s in sentences:
        for form, pos, lemma in zip(s.words, s.upos, s.lemmas, strict=True):
            if pos not in UNLISTED:
                seen[f"{form.lower()}|{pos}"][lemma] += 1
    majority = {key: counts.most_common(1)[0][0] for key, counts in sorted(seen.items())}
    sure = {key for key, counts in seen.items() if len(counts) == 1}
    return {
        k: m for k, m in majority.items() if k in sure or lemmas.rule(k.rpartition("|")[0], m) not in rules
    }


@dataclass
class Batch:
    """Arrays of one batch, windows x tokens; `tags` are masks of allowed name tags, `starts` -1 where
    unknown."""

    inputs: dict[str, torch.Tensor]
    targets: dict[str, torch.Tensor]
    heads: torch.Tensor
    tags: torch.Tensor
    starts: torch.Tensor
    sentence: torch.Tensor


class Encoder:
    """Windows of sentences to batches."""

    def __init__(self, inventory: Inventory, cache: words.PieceCache) -> None:
        self._index = inventory.index()
        self._cache = cache

    def length(self, sentence: Sentence) -> int:
        """Word pieces of a sentence."""
        return sum(map(len, self._cache.pieces(sentence.words)))

    def window(self, sentences: list[Sentence]) -> dict[str, np.ndarray]:
        """Inputs and targets of one window."""
        tokens = [w for s in sentences for w in s.words]
        row: dict[str, np.ndarray] = dict(
            words.encode(self._cache.pieces(tokens), [words.shape(w) for w in tokens])
        )
        columns: dict[str, list] = defaultdict(list)
        for number, sentence in enumerate(sentences, 1):
            self._targets(sentence, number, columns)
        return row | {name: np.array(values) for name, values in columns.items()}

    def _targets(self, sentence: Sentence, number: int, columns: dict[str, list]) -> None:
        offset, n = len(columns["heads"]), len(sentence.words)
        for column in COLUMNS:
            index = self._index[column]
            known = analysis(sentence, column) if sentence.heads else [None] * n
            columns[column] += [index.get(v, IGNORE) for v in known]
        columns["heads"] += [h + offset if h else 0 for h in sentence.heads] or [IGNORE] * n
        columns["tags"] += allowed_tags(sentence)
        columns["starts"] += [1, *([0 if sentence.segmented else -1] * (n - 1))]
        columns["sentence"] += [number] * n

    def batch(self, windows: list[list[Sentence]]) -> Batch:
        """Padded arrays of several windows."""
        rows = [self.window(w) for w in windows]
        fill = {"heads": IGNORE, "starts": -1} | dict.fromkeys(COLUMNS, IGNORE)
        made = {name: _pad([r[name] for r in rows], fill.get(name, 0)) for name in rows[0]}
        inputs = {name: made[name] for name in ("ids", "case", "first", "last", "wcase")}
        targets = {name: made[name] for name in COLUMNS}
        return Batch(inputs, targets, made["heads"], made["tags"], made["starts"], made["sentence"])


def _pad(arrays: list[np.ndarray], value: int) -> torch.Tensor:
    out = np.full((len(arrays), max(map(len, arrays))), value, dtype=np.int64)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)


def cut(document: Document, encoder: Encoder, limit: int) -> list[list[Sentence]]:
    """A document in windows of whole sentences, at most `limit` pieces unless one sentence alone has more."""
    windows: list[list[Sentence]] = []
    room = 0
    for sentence in document:
        need = encoder.length(sentence)
        if need > LONGEST:
            continue
        if not windows or need > room:
            windows.append([])
            room = limit
        windows[-1].append(sentence)
        room -= need
    return windows


def batches(
    windows: list[list[Sentence]], encoder: Encoder, size: int, rng: random.Random
) -> list[list[list[Sentence]]]:
    """Windows of like length together, at most `size` pieces a batch with padding, in random order."""
    rng.shuffle(windows)
    lengths = [sum(map(encoder.length, w)) + 2 for w in windows]
    order = [
        i
        for at in range(0, len(windows), 400)
        for i in sorted(range(at, min(at + 400, len(windows))), key=lengths.__getitem__)
    ]
    made: list[list[list[Sentence]]] = []
    for i in order:
        if not made or lengths[i] * (len(made[-1]) + 1) > size:
            made.append([])
        made[-1].append(windows[i])
    rng.shuffle(made)
    return made
