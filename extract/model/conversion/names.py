"""The corpora of names, each by its name: sentences with our labels, by document."""

import hashlib
from pathlib import Path

from spacy.language import Language

from . import columns, treebanks
from .archives import gum, text
from .mapping import Mapping
from .mentions import mentions
from .sentences import Sentence

Documents = list[list[Sentence]]

HELD_BACK_SHARE = 5
"""One sentence in five of re3d is held back for the test, chosen by the hash of its words."""


def uner(data: Path, split: str) -> Documents:
    """UD English EWT with the names of UNER."""
    folder = data / "uner-english-ewt"
    names = columns.universal(text(folder / f"en_ewt-ud-{split}.iob2.xz"))
    documents = list(treebanks.documents(text(data / "ud-english-ewt" / f"en_ewt-ud-{split}.conllu.xz")))
    for sentence in (s for d in documents for s in d):
        words, found = names.get(sentence.id, ([], []))
        sentence.names = found if words == sentence.words else columns.realigned(words, found, sentence.words)
    return [[s for s in d if s.id in names] for d in documents]


def wikigold(data: Path) -> Documents:
    """WikiGold, one document: its sentences stand in the order of the articles."""
    return [list(columns.tagged(text(data / "wikigold" / "wikigold.conll.txt.xz"), "wikigold"))]


def crossner(data: Path, split: str) -> Documents:
    """CrossNER politics; its sentences stand alone."""
    return [
        [s] for s in columns.tagged(text(data / "crossner-politics" / f"{split}.txt.xz"), f"crossner-{split}")
    ]


def re3d(data: Path, *, held_back: bool) -> Documents:
    """The open sources of re3d: the held-back part or the rest."""
    sentences = columns.tagged(text(data / "re3d-open" / "re3d-open-train.conll.xz"), "re3d")
    return [[s] for s in sentences if _held_back(s) == held_back]


def _held_back(sentence: Sentence) -> bool:
    digest = hashlib.sha256(" ".join(sentence.words).encode()).digest()
    return digest[0] % HELD_BACK_SHARE == 0


def docred(data: Path, mapping: Mapping) -> Documents:
    """Re-DocRED's development split."""
    relations = mapping.table["corpora"]["re-docred"]["relations"]
    return list(columns.docred(text(data / "re-docred" / "dev_revised.json.xz"), relations))


def gum_names(data: Path, split: str) -> Documents:
    """The open genres of GUM with the mentions that are headed by a name."""
    documents = list(gum(data, split))
    for document in documents:
        mentions(document)
    return documents


def genre(folder: Path, split: str, nlp: Language) -> Documents:
    """Our own annotated texts, `genre-train-*.jsonl` or `genre-test-*.jsonl`."""
    files = sorted(folder.glob(f"genre-{split}-*.jsonl"))
    return [[s] for f in files for s in columns.annotated(f.read_text(encoding="utf-8"), nlp)]


def mapped(corpus: str, documents: Documents, mapping: Mapping, *, train: bool) -> Documents:
    """The documents with our labels in place of the corpus's, and in training with its gaps marked."""
    for document in documents:
        for sentence in document:
            mapping.apply(corpus, sentence, doubts=train)
    return documents
