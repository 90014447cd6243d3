"""Which of the offered media types, formats and encodings a client wants most (RFC 9110, section 12)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from pactgraph.endpoint.formats import E, Format

_ENCODINGS = ("zstd", "gzip")


@lru_cache(maxsize=1024)
def _weights(header: str) -> tuple[tuple[str, float], ...]:
    """The ranges of an Accept header with their q-values; what cannot be read is passed over."""
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            found.append((name, min(1.0, max(0.0, float(weight)))))
        except ValueError:
            continue
    return tuple((name, weight) for name, weight in found if name and weight == weight)


def _weight(header: str, media: str) -> float:
    """How much a media type is wanted: the most specific range that covers it decides."""
    kind = media.partition("/")[0]
    weights = dict(_weights(header))
    for name in (media, f"{kind}/*", "*/*"):
        if name in weights:
            return weights[name]
    return 0.0


def accepted(header: str, offered: Sequence[str]) -> str | None:
    """The media type wanted most, the earlier offered of equals; None where none is acceptable."""
    if not header.strip():
        return offered[0]
    best = max(offered, key=lambda media: _weight(header, media))
    return best if _weight(header, best) > 0 else None


def choose(header: str, formats: Mapping[str, Format[E]]) -> tuple[Format[E], str] | None:
    """The format wanted most and the name under which it was asked for; None where none is acceptable.

    A format's own media type goes before aliases, formats in their order where the client has no preference.
    """
    offers = [(f, f.media) for f in formats.values()]
    offers += [(f, alias) for f in formats.values() for alias in f.aliases]
    media = accepted(header, [media for _, media in offers])
    return next(((f, m) for f, m in offers if m == media), None)


def media_types(*formats: Mapping[str, Format[E]]) -> list[str]:
    """The media types of formats, for an error message."""
    return [f.media for group in formats for f in group.values()]


def encoding(header: str, offered: Iterable[str] = _ENCODINGS) -> str | None:
    """The content coding wanted most, or None for none."""
    weights = dict(_weights(header))
    best = max(offered, key=lambda name: weights.get(name, weights.get("*", 0.0)))
    return best if weights.get(best, weights.get("*", 0.0)) > 0 else None
