"""Reads names from column files (CoNLL), JSON (DocRED) and our own annotated lines."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from spacy.language import Language

from .sentences import Name, Sentence

CLOSING = {
    ",",
    ".",
    ";",
    ":",
    "!",
    "?",
    ")",
    "]",
    "}",
    "'s",
    "’s",
    "n't",
    "%",
    "…",
    "'",
    "’",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
}
OPENING = {"(", "[", "{", "$", "£", "€", "#"}


def guessed_spaces(words: Sequence[str]) -> list[bool]:
    """Where white space stood in a text of which only the tokens are left."""
    spaces, quotes = [True] * len(words), 0
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        if word in OPENING or following in CLOSING:
            spaces[i] = False
        if word in ('"', "''", "``"):
            spaces[i if quotes % 2 == 0 else max(0, i - 1)] = False
            quotes += 1
        if word in "-/" and 0 < i < len(words) - 1 and (words[i - 1][-1] + following[0]).isalnum():
            spaces[i] = spaces[i - 1] = False
    return [*spaces[:-1], True] if spaces else []


def spans(tags: Iterable[str]) -> list[Name]:
    """Spans of B-/I-/O tags; an I- without its B- opens a span; `B-O` is no tag."""
    found: list[Name] = []
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        mark, _, kind = tag.partition("-")
        inside = mark in ("B", "I") and kind not in ("", "O")
        if label and (mark != "I" or kind != label):
            found.append((start, i, label))
            label = ""
        if inside and not label:
            start, label = i, kind
    return found


def tagged(text: str, prefix: str) -> Iterator[Sentence]:
    """Sentences of a file with the token first and its tag last on each line."""
    blocks = re.split(r"\n\s*\n", re.sub(r"^-DOCSTART-.*$", "", text, flags=re.M))
    for number, block in enumerate(blocks):
        rows = [line.split() for line in block.split("\n") if line.strip()]
        if rows:
            words = [r[0] for r in rows]
            yield Sentence(f"{prefix}-{number}", words, guessed_spaces(words), spans(r[-1] for r in rows))


def universal(text: str) -> dict[str, tuple[list[str], list[Name]]]:
    """UNER: sentence id -> tokens and names."""
    found = {}
    for block in re.split(r"\n\s*\n", text):
        match = re.search(r"^# sent_id = (.*)$", block, re.M)
        if match:
            rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
            found[match[1]] = ([r[1] for r in rows], spans(r[2] for r in rows))
    return found


def realigned(words: Sequence[str], names: Iterable[Name], onto: Sequence[str]) -> list[Name]:
    """Names over `words` as names over `onto`, another tokenization of the same letters."""
    before, after = _ends(words), _ends(onto)
    moved = []
    for start, end, label in names:
        low, high = before[start][0], before[end - 1][1]
        hit = [i for i, (a, b) in enumerate(after) if a < high and b > low]
        if hit:
            moved.append((hit[0], hit[-1] + 1, label))
    return moved


def _ends(words: Sequence[str]) -> list[tuple[int, int]]:
    ends, at = [], 0
    for word in words:
        ends.append((at, at + len(word)))
        at += len(word)
    return ends


def docred(text: str, relations: dict[str, list[str]]) -> Iterator[list[Sentence]]:
    """DocRED by document. MISC things with a telling relation get that label already."""
    for record in json.loads(text):
        known = _known_by_relations(record, relations)
        names: dict[int, list[Name]] = defaultdict(list)
        for thing, mentions in enumerate(record["vertexSet"]):
            for m in mentions:
                label = known.get(thing, "MISC") if m["type"] == "MISC" else m["type"]
                names[m["sent_id"]].append((*m["pos"], label))
        yield [_docred_sentence(record["title"], i, w, names[i]) for i, w in enumerate(record["sents"])]


def _known_by_relations(record: dict[str, Any], relations: dict[str, list[str]]) -> dict[int, str]:
    label_of = {key: label for label, keys in relations.items() for key in keys}
    ends = [(r[side], f"{r['r']} {side}") for r in record["labels"] for side in "ht"]
    return {thing: "=" + label_of[key] for thing, key in ends if key in label_of}


def _docred_sentence(title: str, number: int, words: list[str], names: list[Name]) -> Sentence:
    kept = [i for i, w in enumerate(words) if w.strip()]
    place = {old: new for new, old in enumerate(kept)}
    moved = []
    for start, end, label in names:
        inside = [place[i] for i in range(start, end) if i in place]
        if inside:
            moved.append((inside[0], inside[-1] + 1, label))
    clean = [words[i].strip() for i in kept]
    return Sentence(f"{title}-{number}", clean, guessed_spaces(clean), moved)


def annotated(text: str, nlp: Language) -> Iterator[Sentence]:
    """Our own lines {"id", "text", "spans": [[start, end, label]]}, tokenized as the pipeline does it."""
    for line in filter(str.strip, text.splitlines()):
        record = json.loads(line)
        doc = nlp.make_doc(record["text"])
        fits = [doc.char_span(a, b, label=label, alignment_mode="expand") for a, b, label in record["spans"]]
        names = [(s.start, s.end, s.label_) for s in fits if s is not None]
        yield Sentence(record["id"], [t.text for t in doc], [bool(t.whitespace_) for t in doc], names)
