"""Spaces for corpora that keep only tokens."""

import re

NO_SPACE_BEFORE = frozenset(
    ", . ; : ! ? ) ] } 's ’s n't % … ' ’ 're 've 'll 'd 'm".split()  # noqa: SIM905 - reads best so
)
NO_SPACE_AFTER = frozenset(["(", "[", "{", "$", "£", "€", "#"])
QUOTES = frozenset(('"', "''", "``"))


def guess_spaces(words: list[str]) -> list[bool]:
    """Whether a space follows each word: punctuation, brackets, quotation marks in turn, hyphens inside
    words."""
    spaces = [True] * len(words)
    quotes = 0
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        if word in NO_SPACE_AFTER or following in NO_SPACE_BEFORE:
            spaces[i] = False
        if word in QUOTES:
            spaces[i if quotes % 2 == 0 else max(i - 1, 0)] = False
            quotes += 1
        if (
            word in ("-", "/")
            and i
            and following
            and re.match(r"\w", words[i - 1])
            and re.match(r"\w", following)
        ):
            spaces[i - 1] = spaces[i] = False
    if spaces:
        spaces[-1] = True
    return spaces
