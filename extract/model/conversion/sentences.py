"""Sentence: the one shape every corpus is read into, and its way to a spaCy Doc."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

Name = tuple[int, int, str]
"""(first token, token after the last, label). `?` marks a span that the corpus does not explain."""

UNSURE = "?"


@dataclass(slots=True)
class Sentence:
    """Tokens of one sentence with what its corpus annotates.

    `spaces[i]`: white space follows token i. `heads` are positions in the sentence, a root points at itself.
    `opens`: a paragraph or document begins here. The syntax columns are empty in corpora of names.
    """

    id: str
    words: list[str]
    spaces: list[bool]
    names: list[Name] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    misc: list[str] = field(default_factory=list)
    opens: bool = False

    @property
    def text(self) -> str:
        """The sentence as it stands in a running text, without the space after it."""
        return "".join(w + " " * s for w, s in zip(self.words, self.spaces, strict=True)).rstrip()


def disjoint(names: Iterable[Name]) -> list[Name]:
    """The longest spans of overlapping ones, sorted by place."""
    taken: set[int] = set()
    kept = []
    for start, end, label in sorted(names, key=lambda n: (n[0] - n[1], n[0])):
        tokens = set(range(start, end))
        if start < end and not tokens & taken:
            kept.append((start, end, label))
            taken |= tokens
    return sorted(kept)


def blocks(sentences: Iterable[Sentence], most: int) -> Iterator[list[Sentence]]:
    """Cuts a document into texts of at most `most` sentences, sooner where the text is long."""
    block: list[Sentence] = []
    for sentence in sentences:
        if len(block) >= most or (most < 20 and sum(len(s.words) for s in block) > 200):
            yield block
            block = []
        block.append(sentence)
    if block:
        yield block


def doc_of(vocab: Vocab, block: Sequence[Sentence], *, syntax: bool, names: bool) -> Doc:
    """One Doc of several sentences. A blank line stands before each paragraph but the first."""
    opens = [*(s.opens for s in block[1:]), False]
    rows = [_with_break(s) if o else s for s, o in zip(block, opens, strict=True)]
    words = [w for r in rows for w in r.words]
    spaces = [s for r in rows for s in r.spaces]
    doc = Doc(vocab, words=words, spaces=spaces, **(_syntax(rows) if syntax else _starts(rows)))
    if names:
        _set_names(doc, rows)
    return doc


def _with_break(sentence: Sentence) -> Sentence:
    """The sentence with a blank line behind it, attached to its last token as spaCy does with white space."""
    longer = replace(sentence, words=[*sentence.words, "\n\n"], spaces=[*sentence.spaces[:-1], False, False])
    if sentence.heads:
        longer.upos, longer.xpos = [*sentence.upos, "SPACE"], [*sentence.xpos, "_SP"]
        longer.feats, longer.lemmas = [*sentence.feats, ""], [*sentence.lemmas, "\n\n"]
        longer.heads, longer.deps = [*sentence.heads, len(sentence.words) - 1], [*sentence.deps, "dep"]
    return longer


def _syntax(rows: Sequence[Sentence]) -> dict[str, list[object]]:
    offset, heads = 0, []
    for row in rows:
        heads += [offset + h for h in row.heads]
        offset += len(row.words)
    columns = {"pos": "upos", "tags": "xpos", "morphs": "feats", "lemmas": "lemmas", "deps": "deps"}
    data: dict[str, list[object]] = {k: [v for r in rows for v in getattr(r, c)] for k, c in columns.items()}
    return {**data, "heads": list(heads)}


def _starts(rows: Sequence[Sentence]) -> dict[str, list[object]]:
    return {"sent_starts": [i == 0 for r in rows for i in range(len(r.words))]}


def _set_names(doc: Doc, rows: Sequence[Sentence]) -> None:
    offset, sure, unsure = 0, [], []
    for row in rows:
        for start, end, label in row.names:
            span = Span(doc, offset + start, offset + end, label="" if label == UNSURE else label)
            (unsure if label == UNSURE else sure).append(span)
        offset += len(row.words)
    doc.set_ents(sure, missing=unsure, default="outside")


def write(path: str, docs: Iterable[Doc]) -> int:
    """Writes a DocBin; returns the number of tokens."""
    binary, tokens = DocBin(store_user_data=False), 0
    for doc in docs:
        binary.add(doc)
        tokens += len(doc)
    binary.to_disk(path)
    return tokens
