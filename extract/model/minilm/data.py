"""The stream of training batches: corpora drawn, augmented, cut and batched, epoch by epoch, from one
seed."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path

import spacy

from .augment import NameSwap, change_case, drop_final_stop, typographic
from .readers import Corpora, genre
from .sentences import Document, Sentence
from .windows import Encoder, batches, cut

HERE = Path(__file__).parent


def load(folder: Path, gazetteer: Path, gold: list[Path]) -> dict[str, list[Document]]:
    """All training corpora by name, `gold` files of the own genre under "genre"."""
    corpora = Corpora(folder, gazetteer)
    tokenize = spacy.blank("en").tokenizer
    return {
        "ewt": corpora.ewt("train"),
        "gum": corpora.gum("train"),
        "wikigold": corpora.wikigold(),
        "docred": corpora.docred(),
        "crossner": corpora.crossner("train"),
        "re3d": corpora.re3d("train"),
        "genre": [d for path in gold for d in genre(path, tokenize)],
    }


class Stream:
    """Batches of sentences, the same for the same seed, stage and epoch."""

    def __init__(
        self, corpora: dict[str, list[Document]], encoder: Encoder, gazetteer: Path, config: dict
    ) -> None:
        self._corpora = corpora
        self._encoder = encoder
        self._config = config
        self._chances = config["augmentation"]
        self._swap = NameSwap(gazetteer, HERE / "names.toml", spacy.blank("en").tokenizer)

    def epoch(self, stage: dict, number: int) -> list[list[list[Sentence]]]:
        """One pass over a stage's corpora, each taken as often as the stage says."""
        rng = random.Random(f"{stage.get('seed', self._config['seed'])}/{number}")
        windows = []
        for name, share in stage["corpora"].items():
            for document in _draw(self._corpora[name], share, rng):
                limit = rng.choice(self._config["window_pieces"])
                for variant in self._variants(document, rng):
                    windows += cut(variant, self._encoder, limit)
        return batches(windows, self._encoder, stage.get("batch_pieces", self._config["batch_pieces"]), rng)

    def from_batch(self, stage: dict, at: int) -> Iterator[list[list[Sentence]]]:
        """Batches without end from the `at`-th on, so that a run resumes where it stopped."""
        number = 0
        while True:
            made = self.epoch(stage, number)
            yield from made[at:]
            at = max(0, at - len(made))
            number += 1

    def _variants(self, document: Document, rng: random.Random) -> Iterator[Document]:
        chance = self._chances
        trees = bool(document and document[0].heads)
        if trees:
            yield [self._changed(s, rng) for s in document]
            copies = [
                self._swapped(s, rng)
                for s in document
                if rng.random() < chance["swapped_beside_tree"] and s.mentions
            ]
            yield [s for s in copies if s is not None]
        else:
            swapped = [(rng.random() < chance["swapped"] and self._swapped(s, rng)) or s for s in document]
            yield [self._changed(s, rng) for s in swapped]

    def _swapped(self, sentence: Sentence, rng: random.Random) -> Sentence | None:
        return self._swap.swapped(sentence, rng)

    def _changed(self, sentence: Sentence, rng: random.Random) -> Sentence:
        chance = self._chances
        if rng.random() < chance["typographic"]:
            sentence = typographic(sentence, rng)
        draw = rng.random()
        for how in ("title", "upper", "lower"):
            if draw < chance[how]:
                sentence = change_case(sentence, how, rng)
                return drop_final_stop(sentence) if rng.random() < 0.7 else sentence
            draw -= chance[how]
        return drop_final_stop(sentence) if rng.random() < chance["stop_dropped"] else sentence


def _draw(documents: list[Document], share: float, rng: random.Random) -> list[Document]:
    whole = documents * math.floor(share)
    return whole + rng.sample(documents, round(len(documents) * (share % 1)))
