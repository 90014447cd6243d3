"""Names as the gazetteer compares them: pieces of letters and digits, their keys, and variants of a name."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

PIECE = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|[^\W_]+|[&,]")
"""A dotted acronym (U.N.), a run of letters and digits, an ampersand, a comma; the rest divides."""

NAME_SEED, ACRONYM_SEED = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
MASK = 0xFFFFFFFFFFFFFFFF


@lru_cache(maxsize=1 << 16)
def piece_hash(piece: str) -> int:
    """64-bit hash of one piece, the same on every machine and in every run."""
    return int.from_bytes(blake2b(piece.encode(), digest_size=8).digest(), "little")


def step(state: int, piece: int) -> int:
    """The key of a sequence one piece longer than the one whose key is `state`."""
    mixed = ((state ^ piece) * 0x100000001B3 + 0x632BE59BD9B4E019) & MASK
    return mixed ^ (mixed >> 29)


def key(seed: int, pieces: Sequence[str]) -> int:
    """Key of a whole sequence of pieces in the key space of `seed`."""
    for piece in pieces:
        seed = step(seed, piece_hash(piece))
    return seed


@lru_cache(maxsize=1 << 16)
def folded(piece: str) -> str:
    """Case and accents removed."""
    if piece.isascii():
        return piece.lower()
    plain = unicodedata.normalize("NFKD", piece.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def raw_pieces(text: str) -> list[str]:
    """The pieces of a text as written; dotted acronyms lose their dots (U.N. -> UN)."""
    return [piece.replace(".", "") for piece in PIECE.findall(text)]


@dataclass(frozen=True)
class Variant:
    """A rule that makes a further name: `pattern` and `replace` work on normalised names joined by spaces."""

    tables: frozenset[str]
    pattern: re.Pattern[str]
    replace: str
    mention: bool


@dataclass(frozen=True)
class Normal:
    """How names are normalised; the words come from `tables.toml`."""

    articles: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    lowered: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()

    def word(self, piece: str) -> str:
        """One folded piece in the one spelling for all."""
        plain = folded(piece)
        return self.words.get(plain, plain)

    def pieces(self, name: str) -> tuple[str, ...]:
        """Normalised pieces of a name: no article in front, no comma before a joining word or at an end."""
        words = self.words
        found = [folded(piece) for piece in raw_pieces(name)]
        return self.trimmed([words.get(piece, piece) for piece in found])

    def trimmed(self, words: list[str]) -> tuple[str, ...]:
        """Drops leading articles and the commas that carry no meaning."""
        kept = self._without_idle_commas(words) if "," in words else words
        start = 1 if len(kept) > 1 and kept[0] in self.articles else 0
        return tuple(kept[start:])

    def _without_idle_commas(self, words: list[str]) -> list[str]:
        """Keeps a comma only between two words, the second of which is no joining word."""
        following = [*words[1:], ","]
        ends = {",", *self.joining}
        return [w for i, w in enumerate(words) if w != "," or (i > 0 and following[i] not in ends)]

    def alternatives(self, table: str, pieces: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Names that the variants make of a name, each with whether running text is searched for it."""
        bare = tuple(piece for piece in pieces if piece != ",")
        if bare != pieces:
            yield bare, True
        joined = " ".join(pieces)
        for variant in self.variants:
            if table in variant.tables and variant.pattern.search(joined):
                made = tuple(variant.pattern.sub(variant.replace, joined).split())
                if made != pieces:
                    yield made, variant.mention


def is_written_as_acronym(name: str) -> bool:
    """One piece in capitals and digits only: its case must not be ignored."""
    if not name.isupper():
        return False
    pieces = raw_pieces(name)
    return len(pieces) == 1 and len(pieces[0]) > 1


def initials(name: str, small: frozenset[str]) -> str:
    """First letters of the words of a name, in capitals, small words left out."""
    return "".join(piece[0] for piece in raw_pieces(name) if piece.lower() not in small).upper()
