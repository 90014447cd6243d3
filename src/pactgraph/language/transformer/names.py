"""From scores of name tags to names: the best sequence in which every `I-` goes on from its own label."""

import numpy as np
from numpy.typing import NDArray

CLOSED = -1e9


class TagSequence:
    """Decodes sequences over `tags`, which are "O", "B-LABEL" and "I-LABEL"."""

    def __init__(self, tags: list[str]) -> None:
        self._step = np.array([[_score(a, b) for b in tags] for a in tags])
        self._start = np.array([_score("O", b) for b in tags])

    def best(self, scores: NDArray[np.float32]) -> list[int]:
        """Tag numbers of one sentence from `scores`, tokens x tags.

        Viterbi only where taking each token's best tag breaks the rule, which is rare.
        """
        tags = scores.argmax(1)
        allowed = self._start[tags[:1]].sum() + self._step[tags[:-1], tags[1:]].sum()
        return self._viterbi(scores) if allowed < 0 else list(map(int, tags))

    def _viterbi(self, scores: NDArray[np.float32]) -> list[int]:
        total = self._start + scores[0]
        back = []
        for row in scores[1:]:
            paths = total[:, None] + self._step
            back.append(paths.argmax(0))
            total = paths.max(0) + row
        tags = [int(total.argmax())]
        for pointers in reversed(back):
            tags.append(int(pointers[tags[-1]]))
        return tags[::-1]


def _score(before: str, after: str) -> float:
    return CLOSED if after[0] == "I" and before[1:] != after[1:] else 0.0
