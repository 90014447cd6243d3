"""Tokenization: dashes that join names behind abbreviations and brackets are tokens of their own.

English tokenizers part "Singapore-Australia" but not "U.S.-Norway" or "(UK)–Singapore"; names are found token by token.
"""

import re

from spacy.language import Language

INFIXES = (
    r"(?<=[A-Za-z]\.)[-–—](?=[A-Z])",
    r"(?<=[A-Za-z)])[–—](?=[A-Z])",
    r"(?<=\))[-–—](?=[A-Z(])",
    r"(?<=[A-Z]{2})[-–—](?=[A-Z])",
)


def part_joined_names(nlp: Language) -> None:
    """Adds the infixes to those of the pipeline's own tokenizer, if it works by spaCy's rules."""
    finditer = getattr(nlp.tokenizer, "infix_finditer", None)
    pattern = getattr(getattr(finditer, "__self__", None), "pattern", None)
    if pattern is not None:
        widened = re.compile("|".join([pattern, *INFIXES])).finditer
        setattr(nlp.tokenizer, "infix_finditer", widened)  # noqa: B010 - only spaCy's own tokenizer has it
