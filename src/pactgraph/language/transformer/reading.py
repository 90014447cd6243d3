"""A document through the network: windows one after another, each beginning where finished sentences end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from . import trees
from .names import TagSequence
from .network import Network, Window
from .words import Pieces, encode

LONGEST = 510
"""Word pieces MiniLM has positions for, without the two marks."""

EARLIEST_CUT = 0.6
"""A window may end at a paragraph's end once this share of it is filled."""


@dataclass
class Tokens:
    """The tokens of a document that are not white space.

    `begins[i]` is True where a sentence certainly begins, False where certainly none does, None where the
    network says.
    """

    pieces: list[Pieces]
    shapes: list[int]
    begins: list[bool | None]

    def __len__(self) -> int:
        return len(self.pieces)


@dataclass
class Analysis:
    """Numbers per token: inventory values, `head` as distance to the head (0: root), name tags."""

    xpos: list[int] = field(default_factory=list)
    morph: list[int] = field(default_factory=list)
    rule: list[int] = field(default_factory=list)
    dep: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    name: list[int] = field(default_factory=list)


class Reader:
    """Reads documents of any length in windows of at most `window` word pieces.

    A window with no sentence end in it is read again twice as long; past `LONGEST` the sentence is cut
    where the
    network finds an end least unlikely. A sentence begins where its log odds exceed `threshold`.
    """

    def __init__(self, network: Network, window: int, threshold: float) -> None:
        self._network = network
        self._window = min(window, LONGEST)
        self._threshold = threshold
        self._names = TagSequence(network.values["name"])

    def read(self, tokens: Tokens) -> Analysis:
        """The analysis of every token."""
        made = Analysis()
        at = 0
        while at < len(tokens):
            at = self._next(tokens, at, made)
        return made

    def _next(self, tokens: Tokens, at: int, made: Analysis) -> int:
        """Reads the window at `at`; returns where the next one begins."""
        limit = self._window
        while True:
            end = self._end(tokens, at, limit)
            found = self._network.run(encode(tokens.pieces[at:end], tokens.shapes[at:end]))
            starts = self._starts(tokens, at, found)
            closed = end == len(tokens) or tokens.begins[end] is True
            if closed or len(starts) > 1 or limit >= LONGEST:
                break
            limit = min(2 * limit, LONGEST)
        stops = [*starts[1:], end - at] if closed else starts[1:] or [_least_unlikely(found.start)]
        for start, stop in zip([0, *stops], stops, strict=False):
            self._sentence(found, start, stop, made)
        return at + stops[-1]

    @staticmethod
    def _end(tokens: Tokens, at: int, limit: int) -> int:
        """Where the window ends: at a paragraph's end if one stands late enough in it, else where it is
        full."""
        room, end, paragraph = limit, at, at
        while end < len(tokens) and (end == at or len(tokens.pieces[end]) <= room):
            if tokens.begins[end] and limit - room >= EARLIEST_CUT * limit:
                paragraph = end
            room -= len(tokens.pieces[end])
            end += 1
        return paragraph if end < len(tokens) and paragraph > at else end

    def _starts(self, tokens: Tokens, at: int, found: Window) -> list[int]:
        likely = found.start > self._threshold
        sure = tokens.begins[at : at + len(likely)]
        chosen = [i for i, told in enumerate(sure) if (likely[i] if told is None else told)]
        return chosen if chosen and chosen[0] == 0 else [0, *chosen]

    def _sentence(self, found: Window, start: int, stop: int, made: Analysis) -> None:
        scores = np.concatenate(
            [found.arc[start:stop, :1], found.arc[start:stop, start + 1 : stop + 1]], axis=1
        )
        heads = trees.decode(scores)
        rows = np.where(heads > 0, heads + start, 0)
        made.dep += self._network.relations(found.dependent[start:stop], found.head[rows]).tolist()
        made.head += np.where(heads > 0, heads - 1 - np.arange(stop - start), 0).tolist()
        made.name += self._names.best(found.name[start:stop])
        made.xpos += found.xpos[start:stop].tolist()
        made.morph += found.morph[start:stop].tolist()
        made.rule += found.rule[start:stop].tolist()


def _least_unlikely(scores: Sequence[float] | np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> int:
    """Where to cut a sentence too long for any window: the best place in its second half."""
    half = max(1, len(scores) // 2)
    return half + int(np.argmax(scores[half:])) if len(scores) > 1 else 1
