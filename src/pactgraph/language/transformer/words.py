"""Tokens as the network sees them: word pieces and the shape of the letters' case."""

from collections.abc import Iterable, Sequence

import numpy as np
from tokenizers import Tokenizer

CLS, SEP, UNK = 101, 102, 100
MAX_PIECES = 12
SHAPES = 10

Pieces = tuple[int, ...]


def shape(word: str) -> int:
    """The case shape of a token, 1 to 9; MiniLM's own vocabulary is lower-cased, so case comes in beside it.

    0 is kept for the marks at the ends of a window.
    """
    letters = any(c.isalpha() for c in word)
    if any(c.isdigit() for c in word):
        return 3 if letters else 2
    if not letters:
        return 4
    if word.islower():
        return 1
    if word.isupper():
        return 5 if len(word) == 1 else 6
    if word[0].isupper():
        return 7 if word[1:].islower() else 8
    return 9


class PieceCache:
    """Word pieces of each token by itself, at most `MAX_PIECES`; a token without pieces becomes `[UNK]`.

    Tokens repeat, so the pieces are kept; past `limit` distinct tokens the cache starts again.
    """

    def __init__(self, tokenizer: Tokenizer, limit: int = 200_000) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._limit = limit
        self._known: dict[str, Pieces] = {}

    def pieces(self, words: Sequence[str]) -> list[Pieces]:
        """Piece ids of every word, in order."""
        if len(self._known) > self._limit:
            self._known.clear()
        self._learn(word for word in dict.fromkeys(words) if word not in self._known)
        return [self._known[word] for word in words]

    def _learn(self, words: Iterable[str]) -> None:
        new = list(words)
        if not new:
            return
        for word, encoding in zip(
            new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True
        ):
            self._known[word] = tuple(encoding.ids[:MAX_PIECES]) or (UNK,)


Row = dict[str, "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"]


def encode(pieces: Sequence[Pieces], shapes: Sequence[int]) -> Row:
    """The network's inputs for one window: `ids` and `case` per piece, `first`, `last` and `wcase` per
    token."""
    ids, case, first, last = [CLS], [0], [], []
    for token, mark in zip(pieces, shapes, strict=True):
        first.append(len(ids))
        ids += token
        case += [mark] * len(token)
        last.append(len(ids) - 1)
    arrays = {"ids": [*ids, SEP], "case": [*case, 0], "first": first, "last": last, "wcase": list(shapes)}
    return {name: np.array(values, dtype=np.int64) for name, values in arrays.items()}
