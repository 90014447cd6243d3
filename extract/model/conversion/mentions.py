"""GUM's nested entity mentions as flat spans: the mentions whose head is a proper noun, and the times."""

import re

from .sentences import Name, Sentence, disjoint

BRACKET = re.compile(r"\((\d+)-([a-z]+)[^()]*(\)?)|(\d+)\)")


def mentions(document: list[Sentence]) -> None:
    """Fills `names` of each sentence with (start, end, GUM's entity type)."""
    for sentence in document:
        sentence.names = []
        spans = [s for s in _brackets(sentence) if s[2] == "time" or _named(sentence, s)]
        sentence.names = disjoint(_core(sentence, s) for s in spans)


def _brackets(sentence: Sentence) -> list[Name]:
    """All mentions that open and close in the sentence."""
    opened: dict[str, list[tuple[int, str]]] = {}
    spans: list[Name] = []
    for i, misc in enumerate(sentence.misc):
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        for bracket in BRACKET.finditer(entity[1] if entity else ""):
            number, kind, closed, ending = bracket.groups()
            if kind and closed:
                spans.append((i, i + 1, kind))
            elif kind:
                opened.setdefault(number, []).append((i, kind))
            elif opened.get(ending):
                start, label = opened[ending].pop()
                spans.append((start, i + 1, label))
    return spans


def _head(sentence: Sentence, start: int, end: int) -> int:
    outside = (i for i in range(start, end) if not start <= sentence.heads[i] < end or sentence.heads[i] == i)
    return next(outside, start)


def _named(sentence: Sentence, span: Name) -> bool:
    return sentence.upos[_head(sentence, span[0], span[1])] == "PROPN"


def _core(sentence: Sentence, span: Name) -> Name:
    """The name in a mention: capitalised words around the head, joined by short words ("of", "for")."""
    start, end, kind = span
    if kind == "time":
        while end - start > 1 and sentence.upos[start] in ("DET", "ADP"):
            start += 1
        return start, end, kind
    left = right = _head(sentence, start, end)
    while left > start and _belongs(sentence, left - 1):
        left -= 1
    while right + 1 < end and _belongs(sentence, right + 1):
        right += 1
    if kind != "person":
        right = _joined(sentence, right, end)
    return left, right + 1, kind


def _belongs(sentence: Sentence, i: int) -> bool:
    word, upos = sentence.words[i], sentence.upos[i]
    return upos == "PROPN" or (word[:1].isupper() and upos in ("NOUN", "ADJ", "NUM", "VERB", "X"))


def _joined(sentence: Sentence, right: int, end: int) -> int:
    """The last word of a name that goes on behind "of" or "for"; "and" and "in" join only after these."""
    links = {"of", "for", "on", "-", "–"}
    while right + 2 < end and sentence.words[right + 1] in links:
        following = right + 2 + (sentence.words[right + 2] == "the")
        if following >= end or not _belongs(sentence, following):
            break
        while following + 1 < end and _belongs(sentence, following + 1):
            following += 1
        right, links = following, links | {"and", "in"}
    return right
