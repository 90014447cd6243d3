"""From scores of heads to a tree with one root (Chu and Liu 1965, Edmonds 1967)."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.int64]

CLOSED = -1e9
SECOND_ROOT = 1e6
"""Every root costs this much, so the best tree has as few as can be: one."""


def decode(scores: NDArray[np.float32]) -> Heads:
    """The best single-rooted tree of one sentence.

    `scores[i, j]` is the score of head `j` for token `i`; head 0 is the root, head `j` token `j - 1`. The
    answer
    has one head per token in the same numbers. Most sentences are a tree by their best heads alone; only
    the others
    need the search.
    """
    n = len(scores)
    square = np.full((n + 1, n + 1), CLOSED)
    square[1:] = scores
    np.fill_diagonal(square, CLOSED)
    best: Heads = square.argmax(1)
    best[0] = 0
    if (best[1:] == 0).sum() == 1 and not _cycle(best):
        return best[1:]
    square[1:, 0] -= SECOND_ROOT
    return arborescence(square)[1:]


def arborescence(scores: Scores) -> Heads:
    """Heads of the tree of highest score over nodes 0 to n, node 0 its root (its own head is given as 0)."""
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    rest = [i for i in range(len(scores)) if i not in set(cycle)]
    smaller, entered, left = _contract(scores, heads, cycle, rest)
    return _expand(arborescence(smaller), heads, cycle, rest, entered, left)


def _cycle(heads: Heads) -> list[int]:
    """The nodes of one cycle, empty if there is none."""
    state = [0] * len(heads)
    state[0] = 2
    parents = heads.tolist()
    for start in range(1, len(parents)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = parents[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _contract(scores: Scores, heads: Heads, cycle: list[int], rest: list[int]) -> tuple[Scores, Heads, Heads]:
    """The graph with the cycle as its last node; which node of it is entered and left best, per outer
    node."""
    size = len(rest)
    smaller = np.full((size + 1, size + 1), CLOSED)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    gain = scores[np.ix_(cycle, rest)] - scores[cycle, heads[cycle]][:, None]
    out = scores[np.ix_(rest, cycle)]
    smaller[size, :size] = gain.max(0)
    smaller[:size, size] = out.max(1)
    np.fill_diagonal(smaller, CLOSED)
    smaller[0] = CLOSED
    return smaller, gain.argmax(0), out.argmax(1)


def _expand(
    small: Heads, heads: Heads, cycle: list[int], rest: list[int], entered: Heads, left: Heads
) -> Heads:
    whole = heads.copy()
    size = len(rest)
    for i, node in enumerate(rest[1:], 1):
        whole[node] = cycle[left[i]] if small[i] == size else rest[small[i]]
    outside = small[size]
    whole[cycle[entered[outside]]] = rest[outside]
    return whole
