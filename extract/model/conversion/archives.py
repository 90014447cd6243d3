"""Opens the compressed files of the training data."""

import lzma
import tarfile
from collections.abc import Iterator
from pathlib import Path

from . import treebanks
from .sentences import Sentence


def text(path: Path) -> str:
    """The text of an xz-compressed file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return file.read()


def ewt(data: Path, split: str) -> list[list[Sentence]]:
    """UD English EWT by document."""
    return list(treebanks.documents(text(data / "ud-english-ewt" / f"en_ewt-ud-{split}.conllu.xz")))


def gum(data: Path, split: str) -> Iterator[list[Sentence]]:
    """The open genres of GUM by document, in the order of their names."""
    with tarfile.open(data / "gum-open-genres" / f"gum-open-{split}.tar.xz") as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            file = archive.extractfile(member) if member.isfile() else None
            if file and member.name.endswith(".conllu"):
                yield from treebanks.documents(file.read().decode("utf-8"))
