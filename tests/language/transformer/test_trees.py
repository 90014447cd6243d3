import itertools

import numpy as np
import pytest

from pactgraph.language.transformer.trees import decode


def is_tree(heads: np.ndarray) -> bool:
    for node in range(1, len(heads) + 1):
        for _ in heads:
            node = int(heads[node - 1]) if node else 0
        if node:
            return False
    return list(heads).count(0) == 1


def best_by_trying(scores: np.ndarray) -> float:
    n = len(scores)
    choices = itertools.product(range(n + 1), repeat=n)
    return max(total(scores, heads) for heads in choices if is_tree(np.array(heads)))


def total(scores: np.ndarray, heads: tuple[int, ...] | np.ndarray) -> float:
    return float(sum(scores[i, h] for i, h in enumerate(heads)))


@pytest.mark.parametrize("seed", range(60))
def test_no_tree_has_a_higher_score(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(1 + seed % 4, 2 + seed % 4)).astype(np.float32)
    heads = decode(scores)
    assert is_tree(heads)
    assert total(scores, heads) == pytest.approx(best_by_trying(scores), abs=1e-4)


@pytest.mark.parametrize("size", [1, 2, 30, 180])
def test_long_sentences_are_trees_with_one_root(size: int) -> None:
    assert is_tree(decode(np.random.default_rng(size).normal(size=(size, size + 1)).astype(np.float32)))


def test_of_two_tokens_that_both_want_the_root_one_gets_it() -> None:
    assert decode(np.array([[9, 0, 1], [8, 2, 0]], dtype=np.float32)).tolist() == [0, 1]


def test_equal_scores_give_a_tree_too() -> None:
    assert is_tree(decode(np.zeros((12, 13), dtype=np.float32)))
