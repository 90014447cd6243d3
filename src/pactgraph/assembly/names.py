"""Names: the words that count in them, their acronyms, and how alike they are."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pactgraph.assembly.settings import NameRules

Words = tuple[str, ...]

_LETTERS_WITH_DOTS = re.compile(r"\b(?:\w\.)+\w\b\.?")
_WORD = re.compile(r"[^\W_]+")
_NOT_LETTERS = re.compile(r"[\W\d_]")


@lru_cache(maxsize=262144)
def folded(text: str) -> str:
    """Without case and accents; letters that Unicode does not take apart stay as they are."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def all_words(text: str) -> Words:
    """The words of a name, folded; "U.N." is one word, a possessive's s is none."""
    joined = _LETTERS_WITH_DOTS.sub(_dotless, folded(text).replace("’", "'"))
    return tuple(_WORD.findall(re.sub(r"'s?\b", " ", joined)))


def _dotless(match: re.Match[str]) -> str:
    return re.sub(r"[.\s]", "", match[0]) + " "


class Names:
    """Compares names under a project's rules."""

    def __init__(self, rules: NameRules) -> None:
        self.rules = rules
        self._equivalents = {tuple(k.split()): tuple(v.split()) for k, v in rules.equivalents.items()}
        self._common = tuple(re.compile(p) for p in rules.common)
        self._words: dict[str, Words] = {}

    def words(self, name: str) -> Words:
        """The words that count: without stopwords, with equivalents spelled out."""
        if name not in self._words:
            spelled = self._spelled(all_words(name))
            self._words[name] = tuple(w for w in spelled if w not in self.rules.stopwords) or tuple(spelled)
        return self._words[name]

    def _spelled(self, words: Words) -> list[str]:
        return list(self._spell(words))

    def _spell(self, words: Words) -> Iterator[str]:
        at = 0
        while at < len(words):
            size = 2 if words[at : at + 2] in self._equivalents else 1
            part = words[at : at + size]
            yield from self._equivalents.get(part, part)
            at += size

    def key(self, name: str) -> str:
        """What two spellings of one name have in common."""
        return " ".join(self.words(name))

    def is_common(self, name: str) -> bool:
        """Whether many things bear the name, so that it tells nothing across documents."""
        text = " ".join(all_words(name))
        return any(p.search(text) for p in self._common)

    def is_acronym(self, name: str, acronyms: Iterable[str]) -> bool:
        """Whether a name is just one of the acronyms."""
        return letters(name) in {letters(a) for a in acronyms}

    def spells(self, acronym: str, name: str) -> bool:
        """Whether an acronym is made of the initials of a name's words."""
        wanted = letters(acronym)
        content, every = self.words(name), tuple(self._spelled(all_words(name)))
        initials = "".join(w[0] for w in every)
        if wanted in (initials, "".join(w[0] for w in content)):
            return True
        return (
            bool(initials)
            and wanted[:1] == initials[0]
            and _inside(wanted, initials)
            and 2 * len(wanted) >= len(content)
        )


def letters(text: str) -> str:
    """Just the letters of an acronym, folded: "U.N." and "UN" agree."""
    return _NOT_LETTERS.sub("", folded(text)) or folded(text)


def _inside(wanted: str, initials: str) -> bool:
    rest = iter(initials)
    return all(c in rest for c in wanted)


def slug(text: str, limit: int = 60) -> str:
    """Words of a name joined by hyphens, cut at a word's end before `limit` characters; never empty."""
    words = all_words(text)
    out = ""
    for word in words:
        if out and len(out) + len(word) + 1 > limit:
            break
        out = f"{out}-{word}" if out else word[:limit]
    return out or "unnamed"
