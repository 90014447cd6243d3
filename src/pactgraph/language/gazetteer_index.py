"""The gazetteer's index: sections of one block of bytes, mapped into memory.

Names are sequences of pieces. `keys` holds the 64-bit key of every name and of every beginning of a name,
sorted, so that one look-up per piece walks a text along all names at once; `starts` gives each key's postings
(none for mere beginnings). Rows stand as text and are parsed only when asked for.
"""

import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from typing import Literal, TypeAlias

from pactgraph.language.gazetteer_names import piece_hash
from pactgraph.language.gazetteer_tables import Row

FORMAT = 1
MAGIC = b"pactgraph gazetteer\n"
HEADER = 4096
SECTIONS: Mapping[str, Literal["Q", "I", "B"]] = {
    "keys": "Q", "starts": "I", "rows": "I", "flags": "B", "offsets": "I", "text": "B",
    "ids": "Q", "id_rows": "I", "words": "Q", "word_starts": "I", "word_rows": "I",
}  # fmt: skip
"""Sections and their item types: Q 64-bit, I 32-bit, B 8-bit, all unsigned."""

LABEL, ALIAS, VARIANT, ACRONYM, DEMONYM, BORROWED = range(6)
MENTION, SURE, TELLING, FORM = 0x80, 0x40, 0x20, 0x07
"""Flags of a posting: recognized in running text; acronym sure to mean this row;
name with a word that is no everyday word; the form. A borrowed acronym is one that a row lists for a part, a
parent or a forerunner: neither its first acronym nor the initials of a name of its own."""

Posting = tuple[int, int]
"""(row, flags)"""

Sections: TypeAlias = "dict[str, array[int]]"


class Index:
    """Look-up in the mapped sections."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Raises ValueError where the data are no index of this format."""
        view = memoryview(data)
        if bytes(view[: len(MAGIC)]) != MAGIC:
            raise ValueError("no gazetteer index")
        size = int.from_bytes(view[len(MAGIC) : len(MAGIC) + 8], "little")
        header = json.loads(bytes(view[len(MAGIC) + 8 : len(MAGIC) + 8 + size]))
        if header["format"] != FORMAT or header["size"] != len(view):
            raise ValueError("index of another format, or cut off")
        self.hash: str = header["hash"]
        self._sections: dict[str, memoryview[int]] = {
            name: view[start : start + length].cast("B").cast(SECTIONS[name])
            for name, (start, length) in header["sections"].items()
        }
        self.keys, self.starts = self._sections["keys"], self._sections["starts"]
        self.rows, self.flags = self._sections["rows"], self._sections["flags"]
        self.offsets, self.text = self._sections["offsets"], self._sections["text"]

    def find(self, wanted: int) -> int:
        """Position of a key, or -1."""
        at = bisect_left(self.keys, wanted)
        return at if at < len(self.keys) and self.keys[at] == wanted else -1

    def postings(self, at: int) -> list[Posting]:
        """Postings of the key at a position, best rows first."""
        start, end = self.starts[at], self.starts[at + 1]
        return [(self.rows[i], self.flags[i]) for i in range(start, end)]

    def cells(self, number: int) -> list[str]:
        """The fields of a row, in the order of FIELDS."""
        start, end = self.offsets[number], self.offsets[number + 1]
        return self.text[start:end].tobytes().decode().split("\t")

    def row(self, number: int) -> Row:
        """A row."""
        return Row(*self.cells(number))

    def row_number(self, row_id: str) -> int:
        """Number of the row with an id, or -1."""
        ids, wanted = self._sections["ids"], piece_hash(row_id)
        at = bisect_left(ids, wanted)
        return self._sections["id_rows"][at] if at < len(ids) and ids[at] == wanted else -1

    def rows_with(self, word: str) -> memoryview:
        """Numbers of the rows one of whose names holds a normalised word."""
        words, wanted = self._sections["words"], piece_hash(word)
        starts, rows = self._sections["word_starts"], self._sections["word_rows"]
        at = bisect_left(words, wanted)
        found = at < len(words) and words[at] == wanted
        return rows[starts[at] : starts[at + 1]] if found else rows[:0]

    def __len__(self) -> int:
        return len(self._sections["id_rows"])


def packed(sections: Sections, digest: str) -> bytes:
    """Header and sections, each section at a multiple of eight bytes."""
    places, at = {}, HEADER
    for name in SECTIONS:
        length = len(sections[name]) * sections[name].itemsize
        places[name] = (at, length)
        at += -(-length // 8) * 8
    header = json.dumps({"format": FORMAT, "hash": digest, "size": at, "sections": places}).encode()
    parts = [(MAGIC + len(header).to_bytes(8, "little") + header).ljust(HEADER, b"\0")]
    parts += [sections[name].tobytes().ljust(-(-places[name][1] // 8) * 8, b"\0") for name in SECTIONS]
    return b"".join(parts)


def split_cell(cell: str) -> list[str]:
    """The values of a cell that may hold several."""
    return [part for part in cell.split("|") if part]
