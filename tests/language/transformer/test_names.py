import itertools

import numpy as np
import pytest

from pactgraph.language.transformer.names import TagSequence

TAGS = ["O", "B-ORG", "I-ORG", "B-LAW", "I-LAW"]


def lawful(tags: tuple[int, ...]) -> bool:
    names = ["O", *(TAGS[t] for t in tags)]
    return all(b[0] != "I" or a[1:] == b[1:] for a, b in itertools.pairwise(names))


@pytest.mark.parametrize("seed", range(30))
def test_the_best_lawful_sequence_is_found(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(1 + seed % 5, 5)).astype(np.float32)
    found = TagSequence(TAGS).best(scores)
    every = [s for s in itertools.product(range(5), repeat=len(scores)) if lawful(s)]
    best = max(every, key=lambda tags: sum(scores[i, t] for i, t in enumerate(tags)))
    assert tuple(found) == best


def test_a_name_does_not_begin_with_its_inside() -> None:
    assert TagSequence(TAGS).best(np.array([[0, 1, 9, 0, 0], [9, 0, 0, 0, 0]], dtype=np.float32)) == [1, 0]
