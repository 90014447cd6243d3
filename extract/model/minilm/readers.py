"""The corpora of the data folder, read unchanged (xz, tar.xz) into training sentences."""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .gum import name_spans
from .sentences import Document, Scheme, Sentence, longest
from .spacing import guess_spaces

OPEN_GENRES = {"academic", "bio", "court", "interview", "news", "speech", "textbook", "vlog", "voyage"}
UNIVERSAL = {"PER", "ORG", "LOC", "OTH"}
RE3D_HELD_BACK = 5
"""Every fifth sentence of re3d is a test sentence."""

CORE_PRONOUNS = frozenset(
    "The A An He She It They We I His Her Their Our Its This These That You Some Many Who".split()  # noqa: SIM905 - as words
)

Span = tuple[int, int, str]


class Corpora:
    """All corpora below one folder; every method reads one of them.

    `folder` holds the corpus folders; `gazetteer` holds `countries.tsv.gz`, whose demonyms settle
    nationalities.
    """

    def __init__(self, folder: Path, gazetteer: Path) -> None:
        self.folder = folder
        self.demonyms = demonyms(gazetteer)

    def ewt(self, split: str) -> list[Document]:
        """EWT trees with the names of UNER."""
        documents = list(conllu(_text(self.folder / f"ud-english-ewt/en_ewt-ud-{split}.conllu.xz")))
        names = dict(_iob2(_text(self.folder / f"uner-english-ewt/en_ewt-ud-{split}.iob2.xz")))
        scheme = Scheme("uner", self.demonyms)
        for sentence in (s for d in documents for s in d):
            if sentence.id in names:
                words, spans = names[sentence.id]
                _set(sentence, scheme, project(words, sentence.words, spans))
        return documents

    def gum(self, split: str) -> list[Document]:
        """The open genres of GUM: trees, and names cut out of its entity mentions."""
        scheme = Scheme("gum", self.demonyms)
        documents = []
        with tarfile.open(self.folder / f"gum-open-genres/gum-open-{split}.tar.xz") as archive:
            for member in sorted(archive.getmembers(), key=lambda m: m.name):
                file = archive.extractfile(member) if member.name.endswith(".conllu") else None
                if file is not None and Path(member.name).stem.split("_")[1] in OPEN_GENRES:
                    documents += _gum_document(file.read().decode("utf-8"), scheme)
        return documents

    def wikigold(self) -> list[Document]:
        """WikiGold; it marks no documents, so 40 sentences in a row stand for one."""
        sentences = self._columns("wikigold/wikigold.conll.txt.xz", Scheme("wikigold", self.demonyms))
        return [sentences[i : i + 40] for i in range(0, len(sentences), 40)]

    def crossner(self, split: str) -> list[Document]:
        """CrossNER politics; sentences stand alone."""
        path = f"crossner-politics/{split}.txt.xz"
        return [[s] for s in self._columns(path, Scheme("crossner", self.demonyms))]

    def re3d(self, split: str) -> list[Document]:
        """The open part of re3d, mentions cut to their names; "test" is every fifth sentence, "train" the
        others."""
        scheme = Scheme("re3d", self.demonyms)
        sentences = self._columns("re3d-open/re3d-open-train.conll.xz", scheme, trim=True)
        test = split == "test"
        return [[s] for i, s in enumerate(sentences) if (i % RE3D_HELD_BACK == 0) == test]

    def docred(self) -> list[Document]:
        """Re-DocRED, the development split (the only one used)."""
        scheme = Scheme("re-docred", self.demonyms)
        rows = json.loads(_text(self.folder / "re-docred/dev_revised.json.xz"))
        return [_docred_document(row, scheme) for row in rows]

    def _columns(self, path: str, scheme: Scheme, trim: bool = False) -> list[Sentence]:
        sentences = []
        for words, tags in _column_blocks(_text(self.folder / path)):
            spans = spans_of(tags)
            if trim:
                spans = [s for span in spans if (s := named_part(words, span))]
            sentence = Sentence(words, guess_spaces(words))
            _set(sentence, scheme, spans)
            sentences.append(sentence)
        return sentences


def demonyms(gazetteer: Path) -> frozenset[str]:
    """Demonyms of the gazetteer's countries, with plurals in -ans and -is."""
    with gzip.open(gazetteer / "countries.tsv.gz", "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        names = {name.strip() for row in rows for name in re.split(r"[|,]", row["demonyms"] or "")}
    names |= {"European", "African", "Asian", "Arab", "Kurdish", "Palestinian", "Soviet", "Korean"}
    names |= {f"{name}s" for name in names if name.endswith(("an", "i", "b"))}
    return frozenset(name for name in names if name and name[0].isupper())


def conllu(text: str) -> Iterator[Document]:
    """Documents of a CoNLL-U file; empty nodes are dropped, multiword tokens give only spacing."""
    document: Document = []
    for block in re.split(r"\n\s*\n", text):
        if not block.strip():
            continue
        if "# newdoc" in block and document:
            yield document
            document = []
        document.append(_conllu_sentence(block.strip("\n").split("\n"), first=not document))
    if document:
        yield document


def _conllu_sentence(lines: list[str], first: bool) -> Sentence:
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    tokens = [row for row in rows if row[0].isdigit()]
    glued = _glued(rows)
    ids = [re.match(r"# sent_id = (.*)", line) for line in lines]
    return Sentence(
        words=[row[1] for row in tokens],
        spaces=[int(row[0]) not in glued for row in tokens],
        lemmas=[row[2] for row in tokens],
        upos=[row[3] for row in tokens],
        xpos=[row[4] for row in tokens],
        feats=["" if row[5] == "_" else row[5] for row in tokens],
        heads=[int(row[6]) for row in tokens],
        deps=["ROOT" if row[7] == "root" else row[7] for row in tokens],
        paragraph=first or any(line.startswith("# newpar") for line in lines),
        id=next((m.group(1) for m in ids if m), ""),
    )


def _glued(rows: list[list[str]]) -> set[int]:
    """Numbers of the tokens that no space follows."""
    glued = {int(row[0]) for row in rows if row[0].isdigit() and "SpaceAfter=No" in row[9]}
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            glued |= set(range(first, last))
            glued = glued | {last} if "SpaceAfter=No" in row[9] else glued - {last}
    return glued


def _gum_document(text: str, scheme: Scheme) -> list[Document]:
    documents = list(conllu(text))
    blocks = [b for b in re.split(r"\n\s*\n", text) if b.strip()]
    sentences = [s for d in documents for s in d]
    misc = [[r.split("\t")[9] for r in b.split("\n") if r.split("\t")[0].isdigit()] for b in blocks]
    for sentence, spans in zip(sentences, name_spans(sentences, misc), strict=True):
        _set(sentence, scheme, spans)
    return documents


def _iob2(text: str) -> Iterator[tuple[str, tuple[list[str], list[Span]]]]:
    for block in re.split(r"\n\s*\n", text):
        found = re.search(r"^# sent_id = (.*)$", block, re.MULTILINE)
        if found:
            rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
            yield found.group(1), ([r[1] for r in rows], spans_of([r[2] for r in rows]))


def _column_blocks(text: str) -> Iterator[tuple[list[str], list[str]]]:
    for block in re.split(r"\n[ \t]*\n", text):
        rows = [
            line.split() for line in block.split("\n") if line.strip() and not line.startswith("-DOCSTART-")
        ]
        if rows:
            yield [row[0] for row in rows], [row[-1] for row in rows]


def _docred_document(row: dict, scheme: Scheme) -> Document:
    spans: dict[int, list[Span]] = {}
    for mention in (m for vertex in row["vertexSet"] for m in vertex):
        spans.setdefault(mention["sent_id"], []).append((*mention["pos"], mention["type"]))
    document = []
    for number, raw in enumerate(row["sents"]):
        words = [word for word in raw if word.strip()]
        place = [i for i, word in enumerate(raw) if word.strip()]
        sentence = Sentence(words, guess_spaces(words))
        _set(sentence, scheme, [_compact(place, span) for span in spans.get(number, [])])
        if words:
            document.append(sentence)
    return document


def _compact(place: list[int], span: Span) -> Span:
    inside = [new for new, old in enumerate(place) if span[0] <= old < span[1]]
    return (inside[0], inside[-1] + 1, span[2]) if inside else (0, 0, span[2])


def genre(path: Path, tokenize) -> list[Document]:
    """Gold of the project's own genre: a unit (sentence, headline, list item) a line, character spans,
    every label.

    Units of one text, which their ids begin with, make one document.
    """
    scheme = Scheme("genre", frozenset())
    documents: dict[str, Document] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            sentence = _unit(row["text"], row["spans"], scheme, tokenize)
            documents.setdefault(row["id"].partition("#")[0], []).append(sentence)
    return list(documents.values())


def _unit(text: str, spans: list, scheme: Scheme, tokenize) -> Sentence:
    tokens = [t for t in tokenize(text) if not t.is_space]
    sentence = Sentence([t.text for t in tokens], [bool(t.whitespace_) for t in tokens], paragraph=True)
    found = []
    for start, end, label in spans:
        inside = [i for i, t in enumerate(tokens) if t.idx < end and t.idx + len(t.text) > start]
        found.append((inside[0], inside[-1] + 1, label))
    _set(sentence, scheme, found)
    return sentence


def project(source: list[str], target: list[str], spans: list[Span]) -> list[Span]:
    """Spans over one tokenization carried over to another of the same letters."""
    if source == target:
        return spans
    old, new = _offsets(source), _offsets(target)
    carried = []
    for start, end, label in spans:
        low, high = old[start][0], old[end - 1][1]
        inside = [i for i, (a, b) in enumerate(new) if a < high and b > low]
        if inside:
            carried.append((inside[0], inside[-1] + 1, label))
    return carried


def _offsets(words: list[str]) -> list[tuple[int, int]]:
    offsets, at = [], 0
    for word in words:
        offsets.append((at, at + len(word)))
        at += len(word)
    return offsets


def spans_of(tags: Iterable[str]) -> list[Span]:
    """Spans of a BIO (or I-only) column; `B-O` is outside."""
    spans: list[Span] = []
    start, label = None, ""
    for index, tag in enumerate([*tags, "O"]):
        prefix, _, name = ("O", "", "") if tag in ("O", "B-O", "I-O", "-") else tag.partition("-")
        if start is not None and (prefix != "I" or name != label):
            spans.append((start, index, label))
            start = None
        if start is None and prefix != "O":
            start, label = index, name
    return spans


def named_part(words: list[str], span: Span) -> Span | None:
    """A mention without its determiner and lower-case words at either end; dates stay whole."""
    start, end, label = span
    if label == "Temporal":
        return span
    while start < end and (not words[start][:1].isupper() or words[start] in CORE_PRONOUNS):
        start += 1
    while end > start and not (
        words[end - 1][:1].isupper() or words[end - 1][:1].isdigit() or words[end - 1] == ")"
    ):
        end -= 1
    return (start, end, label) if start < end else None


def _set(sentence: Sentence, scheme: Scheme, spans: list[Span]) -> None:
    sentence.mentions = longest(scheme.mentions(sentence.words, spans))
    sentence.annotated = scheme.annotated


def _text(path: Path) -> str:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return file.read()
