"""Lemmas as rules: how many letters to cut from a word's end and what to put there."""

from collections.abc import Mapping

KEEP, LOWER = "k", "l"


def rule(form: str, lemma: str) -> str | None:
    """The rule that makes `lemma` from `form`: `l1+`, `k0+`, `l3+y`; None if they share no beginning.

    The first letter says whether the form is lower-cased first (`l`) or taken as it stands (`k`).
    """
    lower = form.lower()
    if lemma == form:
        return f"{LOWER}0+" if form == lower else f"{KEEP}0+"
    for mode, base in ((LOWER, lower), (KEEP, form)):
        common = _common(base, lemma)
        if common or len(base) <= 4:
            return f"{mode}{len(base) - common}+{lemma[common:]}"
    return None


def apply(form: str, name: str) -> str:
    """The lemma a rule makes from a form; the form itself where nothing would be left."""
    base = form if name[0] == KEEP else form.lower()
    count, _, ending = name[1:].partition("+")
    cut = int(count)
    return (base[: len(base) - cut] if cut else base) + ending or form


def _common(one: str, other: str) -> int:
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))


class Lemmatizer:
    """Applies predicted rules; whole words that no frequent rule covers come from a table of exceptions.

    `exceptions` maps `form|UPOS`, lower-cased form, to the lemma; it holds majority forms only.
    """

    def __init__(self, rules: list[str], exceptions: Mapping[str, str]) -> None:
        self._rules = rules
        self._exceptions = exceptions

    def lemma(self, form: str, rule_id: int, upos: str) -> str:
        """The lemma of a form by rule number and part of speech."""
        known = self._exceptions.get(f"{form.lower()}|{upos}")
        return known if known is not None else apply(form, self._rules[rule_id])
