from itertools import pairwise

import numpy as np
import pytest

from pactgraph.language.transformer.network import Window
from pactgraph.language.transformer.reading import LONGEST, Reader, Tokens
from pactgraph.language.transformer.words import Row


class Stub:
    """A network that begins a sentence at every token of piece 9, hangs each token on the one before, and
    keeps count."""

    def __init__(self) -> None:
        self.values = {"name": ["O", "B-ORG", "I-ORG"]}
        self.lengths: list[int] = []

    def run(self, row: Row) -> Window:
        ids = row["ids"][row["first"]]
        n = len(ids)
        self.lengths.append(len(row["ids"]) - 2)
        arc = np.full((n, n + 1), -5.0, dtype=np.float32)
        arc[np.arange(n), np.arange(n)] = 5.0
        zero = np.zeros(n, dtype=np.int64)
        start = np.where(ids == 9, 3.0, -3.0).astype(np.float32)
        name = np.zeros((n, 3), dtype=np.float32)
        rest = np.zeros((n, 2), dtype=np.float32), np.zeros((n + 1, 2), dtype=np.float32)
        return Window(ids, zero, zero, start, name, arc, *rest)

    def relations(self, dependent: np.ndarray, head: np.ndarray) -> np.ndarray:
        return np.zeros(len(dependent), dtype=np.int64)


def tokens(ids: list[int], begins: dict[int, bool] | None = None) -> Tokens:
    given = begins or {}
    return Tokens(
        [(i,) for i in ids], [1] * len(ids), [True if i == 0 else given.get(i) for i in range(len(ids))]
    )


def roots(head: list[int]) -> list[int]:
    return [i for i, h in enumerate(head) if h == 0]


def read(given: Tokens, window: int = 20) -> tuple[list[int], Stub]:
    stub = Stub()
    made = Reader(stub, window, 0.0).read(given)  # type: ignore[arg-type]  # stands in for the network
    assert len(made.head) == len(made.xpos) == len(made.name) == len(made.dep) == len(given)
    assert made.xpos == [p[0] for p in given.pieces], "each token has the answer of its own window"
    return roots(made.head), stub


def test_sentences_over_several_windows_are_found_where_they_begin() -> None:
    ids = [9 if i % 7 == 0 else 1 for i in range(100)]
    assert read(tokens(ids))[0] == list(range(0, 100, 7))


def test_a_sentence_longer_than_the_window_is_read_again_in_a_longer_one() -> None:
    ids = [9, *[1] * 49, 9, *[1] * 9]
    found, stub = read(tokens(ids))
    assert found == [0, 50]
    assert stub.lengths == [20, 40, 60]


def test_a_sentence_longer_than_any_window_is_cut_and_read_to_its_end() -> None:
    found, stub = read(tokens([1] * (3 * LONGEST)))
    assert max(stub.lengths) == LONGEST
    assert found[0] == 0
    assert all(b - a <= LONGEST for a, b in pairwise([*found, 3 * LONGEST]))


def test_a_paragraph_begins_a_sentence_whatever_the_network_says() -> None:
    assert read(tokens([1] * 30, {13: True, 25: True}))[0] == [0, 13, 25]


def test_no_sentence_begins_where_the_document_says_none_does() -> None:
    assert read(tokens([1, 9, 1, 9], {1: False}))[0] == [0, 3]


def test_a_window_ends_at_a_paragraph_near_its_end() -> None:
    assert read(tokens([1] * 36, {16: True}))[1].lengths == [16, 20]


@pytest.mark.parametrize("size", [1, 2, 19, 20, 21])
def test_documents_around_the_size_of_a_window(size: int) -> None:
    assert read(tokens([9] * size))[0] == list(range(size))
