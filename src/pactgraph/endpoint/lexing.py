"""Looks at the tokens of a SPARQL text before the engine parses it.

The engine's parser recurses over nesting: a few thousand open brackets overflow its stack and kill its
process. And what a text may reach (SERVICE, LOAD) must be known before it runs. The tokens here are those of
the SPARQL grammar as far as strings, IRIs, comments, names and brackets go. The engine's parser needs no
space between words and tries readings one after the other, so where a text can be read in two ways,
the one that reaches outside counts. Query processes have no network besides (see `confinement`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

DEEPEST = 200
"""Brackets and prefix operators within each other; no query written by people comes near."""

_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_TOKEN = re.compile(
    r"(?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r"|\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')"
    rf"|(?P<iri>{_IRI})|(?P<comment>\#[^\n\r]*)"
    r"|(?P<variable>[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<prefixed>(?:[^\W\d](?:[\w.-]*[\w-])?)?:(?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)|\.+(?=[\w:%\\-]))*)"
    r"|(?P<number>\d[\d.]*)|(?P<name>[^\W\d]\w*)"
    r"|(?P<open>[({\[])|(?P<close>[)}\]])|(?P<prefix>[!^+-])|(?P<other>[^\s])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_OUTWARD = ("SERVICE", "LOAD")
_HIDDEN = re.compile(r"\)[^#]*(SERVICE|LOAD)[^#]*#", re.IGNORECASE)
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"})


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is a group of the token pattern: string, iri, variable, prefixed, number, name, open, close,
    prefix or other. `start` is an offset in the text, `depth` counts the brackets around it.
    """

    kind: str
    text: str
    start: int
    depth: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A place outside that a text names: `keyword` SERVICE or LOAD, `iri` None where it is no constant."""

    keyword: str
    iri: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Look:
    """What the tokens tell: `form` is SELECT, ASK, CONSTRUCT, DESCRIBE, UPDATE or "" for neither.

    `dataset` says that a query names its graphs with FROM, `volatile` that its answer may differ each time.
    """

    form: str
    depth: int
    reaches: tuple[Reach, ...]
    volatile: bool
    dataset: bool = False


@lru_cache(maxsize=4096)
def look(text: str) -> Look:
    """Reads the tokens of a text. Where code point escapes hide tokens, what either reading shows counts."""
    plain = unescaped(text)
    if plain == text:
        return _look(text)
    one, other = _look(text), _look(plain)
    reaches = one.reaches if one.reaches == other.reaches else (*one.reaches, *other.reaches)
    volatile = one.volatile or other.volatile
    return Look(other.form, max(one.depth, other.depth), reaches, volatile, one.dataset or other.dataset)


def unescaped(text: str) -> str:
    r"""The text with its code point escapes (\\u0041, \\U00000041) replaced, as before parsing."""
    return _ESCAPE.sub(_character, text) if "\\u" in text or "\\U" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def tokens(text: str) -> Iterator[Token]:
    """The tokens without comments. `depth` counts the brackets around a token."""
    depth = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "comment":
            continue
        if kind == "close":
            depth -= 1
        yield Token(kind, match[0], match.start(), depth)
        if kind == "open":
            depth += 1


def _look(text: str) -> Look:
    form, deepest, run, volatile, dataset = "", 0, 0, False, False
    for token in tokens(text):
        run = run + 1 if token.kind == "prefix" else 0
        deepest = max(deepest, token.depth + run + (token.kind == "open"))
        if token.kind != "name":
            continue
        word = token.text.upper()
        form = form or _form(word)
        volatile = volatile or word in _VOLATILE
        dataset = dataset or (word == "FROM" and token.depth == 0)
    return Look(form, deepest, tuple(_reaches(text)), volatile, dataset)


def _form(word: str) -> str:
    if word in _FORMS:
        return word
    return "UPDATE" if word in _UPDATES else ""


def _reaches(text: str) -> Iterator[Reach]:
    waiting: tuple[str, int] | None = None
    for token in tokens(text):
        keyword = _outward(token)
        if waiting and not keyword and token.text.upper() != "SILENT":
            iri = token.text[1:-1] if token.kind == "iri" else None
            yield Reach(waiting[0], iri, token.start, token.start + len(token.text))
            waiting = None
        if keyword and token.text.upper() in _OUTWARD:
            waiting = keyword, token.start
        elif keyword:
            yield Reach(keyword, None, token.start, token.start + len(token.text))
    if waiting:
        yield Reach(waiting[0], None, waiting[1], len(text))


def _outward(token: Token) -> str:
    """SERVICE or LOAD where the token is, or could be read as beginning with, one of them; else empty."""
    if token.kind == "iri":
        # `?a<1)SERVICE:x#>` is an IRI to the grammar's lexer, a comparison and a comment to the engine
        hidden = _HIDDEN.search(token.text)
        return hidden[1].upper() if hidden else ""
    upper = token.text.upper()
    if token.kind == "prefixed":
        return next((word for word in _OUTWARD if upper.startswith(word)), "")
    return next((word for word in _OUTWARD if token.kind == "name" and word in upper), "")
