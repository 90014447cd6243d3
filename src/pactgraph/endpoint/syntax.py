"""Syntax errors of the engine in words that help."""

import re

_PLACE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|\b([A-Z]{2,})\b')
_MOST = 12


def explained(message: str, text: str) -> dict[str, str | int]:
    """The engine's message with its place, the line of the query and a mark below the place.

    Returns `message` and, where the engine tells it, `line` and `column`, both counted from 1.
    """
    place = _PLACE.match(message)
    if not place:
        return {"message": message}
    line, column = int(place[1]), int(place[2])
    lines = text.split("\n")
    source = lines[line - 1][:200] if line <= len(lines) else ""
    mark = f"\n{source}\n{' ' * (column - 1)}^" if source.strip() and column <= len(source) + 1 else ""
    said = f"Syntax error in line {line}, column {column}: {_expected(place[3])}{mark}"
    return {"message": said, "line": line, "column": column}


def _expected(said: str) -> str:
    """What the parser hoped for, without the character ranges of its grammar."""
    if not said.startswith("expected"):
        return said
    words = [(quoted or bare).replace('\\"', '"') for quoted, bare in _WORD.findall(said)]
    words = [f"`{word}`" for word in words if word.strip()]
    if "'A'" in said:
        words.append("a name")
    if "'0'" in said:
        words.append("a number")
    more = f", or {len(words) - _MOST} other things" if len(words) > _MOST else ""
    return f"expected one of {', '.join(words[:_MOST])}{more}" if words else "this cannot stand here"
