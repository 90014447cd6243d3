"""What the training configurations call by name; give it to `spacy train --code`."""

import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from spacy.language import Language
from spacy.training import Example
from spacy.training.augment import create_combined_augmenter
from spacy.util import registry

sys.path.insert(0, str(Path(__file__).parent))  # spaCy loads this file by its path, without its folder

from tokenization import adapted

__all__ = ["adapted", "varied"]

Augmenter = Callable[[Language, Example], Iterator[Example]]


@registry.augmenters("pactgraph.varied.v1")
def varied(lower: float, title: float, upper: float, white_space: float, seed: int) -> Augmenter:
    """Lower-case texts, Title-Case and UPPER-CASE headlines, stray white space; each with its probability."""
    spacing = create_combined_augmenter(
        lower_level=0.0,
        orth_level=0.0,
        orth_variants=None,
        whitespace_level=white_space,
        whitespace_per_token=0.03,
        whitespace_variants=[" ", "\n", "\n\n"],
    )
    return partial(_vary, (lower, title, upper), spacing, random.Random(seed))


def _vary(
    shares: tuple[float, float, float],
    spacing: Augmenter,
    dice: random.Random,
    nlp: Language,
    example: Example,
) -> Iterator[Example]:
    lower, title, upper = shares
    draw = dice.random()
    if draw < lower:
        yield _recased(nlp, example, str.lower)
    elif draw < lower + title and len(example.reference) < 60:
        yield _recased(nlp, example, _title)
    elif draw < lower + title + upper and len(example.reference) < 40:
        yield _recased(nlp, example, str.upper)
    else:
        yield from spacing(nlp, example)


def _recased(nlp: Language, example: Example, change: Callable[[str], str]) -> Example:
    """The example in other letters, or as it was where that changes the text's length (as it does for ß)."""
    text = change(example.text)
    if len(text) != len(example.text):
        return example
    data = example.to_dict()
    data["token_annotation"]["ORTH"] = [text[t.idx : t.idx + len(t)] for t in example.reference]
    return Example.from_dict(nlp.make_doc(text), data)


def _title(text: str) -> str:
    return re.sub(r"(?<![\w'’])[^\W\d_]\w{3,}|^\w", lambda m: m[0][0].upper() + m[0][1:], text)
