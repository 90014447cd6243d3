"""Names in GUM: its entity mentions are whole phrases, nested; the name inside is found by part of speech."""

import re

from .sentences import Sentence

LINKS = frozenset(
    "of for the and de van von der al on - & 's to in bin la del against .".split()  # noqa: SIM905 - reads best so
)
STOPS = frozenset(("and", "'s", "to", "in", "against", ".", "on"))
NOMINAL = frozenset(("NOUN", "ADJ", "NUM", "VERB", "X"))

Span = tuple[int, int, str]


def name_spans(sentences: list[Sentence], misc: list[list[str]]) -> list[list[Span]]:
    """Per sentence the names among the mentions in its `Entity=` columns."""
    tokens = [(n, i) for n, sentence in enumerate(sentences) for i in range(len(sentence.words))]
    found: list[list[Span]] = [[] for _ in sentences]
    for start, end, kind in _mentions([field for column in misc for field in column]):
        (first, i), (last, j) = tokens[start], tokens[end - 1]
        span = _name(sentences[first], i, j + 1, kind == "person") if first == last else None
        if span:
            found[first].append((*span, kind))
    return found


def _mentions(fields: list[str]) -> list[Span]:
    opened: dict[str, list[tuple[int, str]]] = {}
    mentions: list[Span] = []
    for index, field in enumerate(fields):
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", field)
        for part in re.finditer(r"\(([^()]+)(\)?)|(\d+)\)", entity.group(1) if entity else ""):
            if part.group(3):
                if opened.get(part.group(3)):
                    start, kind = opened[part.group(3)].pop()
                    mentions.append((start, index + 1, kind))
                continue
            number, kind = part.group(1).split("-")[:2]
            if part.group(2):
                mentions.append((index, index + 1, kind))
            else:
                opened.setdefault(number, []).append((index, kind))
    return mentions


def _name(sentence: Sentence, start: int, end: int, person: bool) -> tuple[int, int] | None:
    heads = [h for h in range(start, end) if not start <= sentence.heads[h] - 1 < end]
    if not heads or sentence.upos[heads[0]] != "PROPN":
        return None
    return _left(sentence, heads[0], start), _right(sentence, heads[0] + 1, end, person)


def _nameish(sentence: Sentence, i: int) -> bool:
    return sentence.upos[i] == "PROPN" or (sentence.words[i][:1].isupper() and sentence.upos[i] in NOMINAL)


def _left(sentence: Sentence, at: int, start: int) -> int:
    while at > start:
        if _nameish(sentence, at - 1):
            at -= 1
        elif sentence.words[at - 1] == "-" and at - 2 >= start and _nameish(sentence, at - 2):
            at -= 2
        else:
            break
    return at


def _right(sentence: Sentence, at: int, end: int, person: bool) -> int:
    while at < end:
        numbered = sentence.upos[at] == "NUM" and sentence.deps[at] in ("nummod", "flat", "compound")
        if _nameish(sentence, at) or numbered:
            at += 1
            continue
        step = 1 if sentence.words[at] == "-" and at + 1 < end else _linked(sentence, at, end, person)
        if not step:
            break
        at += step
    return at


def _linked(sentence: Sentence, at: int, end: int, person: bool) -> int:
    """How many words to go on over "of the" and the like to the next part of the name; 0 if the name ends
    here."""
    after = at
    while after < end and sentence.words[after] in LINKS and after - at < 3:
        after += 1
    goes_on = after > at and after < end and _nameish(sentence, after)
    return after - at + 1 if goes_on and not person and sentence.words[at] not in STOPS else 0
