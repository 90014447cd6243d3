"""The parts that need PyTorch; they run where the training extra is installed."""

import random

import pytest

torch = pytest.importorskip("torch", reason="the training extra is not installed")
from minilm.network import within_sentences  # noqa: E402 - after the check for PyTorch
from minilm.sentences import LABELS, TAGS, Sentence  # noqa: E402 - after the check for PyTorch
from minilm.train import name_loss, rate_at  # noqa: E402 - after the check for PyTorch
from minilm.windows import Batch, Encoder, Inventory, batches, cut  # noqa: E402 - after the check for PyTorch


class Letters:
    """One piece a letter, instead of MiniLM's tokenizer."""

    def pieces(self, words: list[str]) -> list[tuple[int, ...]]:
        return [tuple(map(ord, word)) for word in words]


def tree(*words: str) -> Sentence:
    n = len(words)
    columns = {"upos": ["X"] * n, "xpos": ["X"] * n, "feats": [""] * n, "deps": ["ROOT", *["dep"] * (n - 1)]}
    return Sentence(list(words), [True] * n, lemmas=list(words), heads=[0, *[1] * (n - 1)], **columns)


@pytest.fixture
def encoder() -> Encoder:
    inventory = Inventory.collect([[tree("a", "b")]], {"xpos": 1, "morph": 1, "rule": 1, "dep": 1})
    return Encoder(inventory, Letters())


def batch_of(encoder: Encoder, *sentences: Sentence) -> Batch:
    return encoder.batch([list(sentences)])


def test_heads_count_from_the_window_and_stay_in_their_sentence(encoder: Encoder) -> None:
    batch = batch_of(encoder, tree("a", "b"), tree("a", "b", "b"))
    assert batch.heads.tolist() == [[0, 1, 0, 3, 3]]
    assert batch.starts.tolist() == [[1, 0, 1, 0, 0]]
    closed = within_sentences(torch.zeros(1, 5, 6), batch.sentence)[0] < 0
    assert closed[3].tolist() == [False, True, True, False, True, False]


def test_what_a_corpus_does_not_mark_costs_nothing(encoder: Encoder) -> None:
    marked = tuple(x for x in LABELS if x != "DATE")
    batch = batch_of(encoder, Sentence(["a"], mentions=[], annotated=marked))
    scores = torch.full((1, 1, len(TAGS)), -20.0)
    scores[0, 0, TAGS.index("B-DATE")] = 20.0
    assert name_loss(scores, batch).item() == pytest.approx(0, abs=1e-4)
    scores[0, 0, TAGS.index("B-LAW")] = 40.0
    assert name_loss(scores, batch).item() > 10


def test_windows_hold_whole_sentences(encoder: Encoder) -> None:
    document = [tree("abcde"), tree("abc"), tree("ab"), tree("abcdefghij")]
    assert [len(w) for w in cut(document, encoder, 8)] == [2, 1, 1]


def test_every_window_is_in_one_batch_and_batches_keep_their_size(encoder: Encoder) -> None:
    windows = [[tree("a" * n)] for n in range(1, 60)]
    made = batches(windows, encoder, 100, random.Random(1))
    assert sorted(len(w[0].words[0]) for b in made for w in b) == list(range(1, 60))
    assert all(len(b) * (max(len(w[0].words[0]) for w in b) + 2) <= 100 for b in made)


def test_the_learning_rate_runs_straight_between_the_ends_of_a_stage() -> None:
    stages = [{"steps": 10, "rate": [1.0, 1.0]}, {"steps": 10, "rate": [1.0, 0.0]}]
    assert [rate_at(stages, s) for s in (0, 9, 15, 25)] == [1.0, 1.0, 0.5, 0.0]


def test_a_form_with_one_lemma_keeps_it_and_one_with_several_is_left_to_the_rules() -> None:
    def verb(form: str, lemma: str) -> Sentence:
        return Sentence([form], [True], ["VERB"], ["VBD"], [""], [lemma], [0], ["ROOT"])

    pairs = [("Signed", "sign"), ("signed", "sign"), ("found", "find"), ("found", "found")]
    inventory = Inventory.collect(
        [[verb(*p) for p in pairs * 3]], {"xpos": 1, "morph": 1, "rule": 3, "dep": 1}
    )
    assert inventory.exceptions == {"signed|VERB": "sign"}
