"""Bytes of a file: decompression within a limit, and the text they stand for."""

import codecs
import gzip
import io
import lzma
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import charset_normalizer
import zstandard

from pactgraph.errors import ReadingError

COMPRESSIONS = (".gz", ".xz", ".zst")

_CHUNK = 1024 * 1024
_PIECE = 16 * 1024
_SAMPLE = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HTML_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w:.-]{2,40})",
    re.I,
)
_COMPRESSED = (gzip.BadGzipFile, lzma.LZMAError, zstandard.ZstdError, EOFError)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The decompressed bytes of a file; raises ReadingError for what goes wrong while it is open."""
    try:
        with _stream(path) as stream:
            yield stream
    except _COMPRESSED as error:
        reason = str(error) or "the data end early"
        raise ReadingError(
            f"not valid {path.suffix[1:]} data: {reason}", where=str(path), hint="fetch the file again"
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadingError(
            f"cannot be read: {reason}", where=str(path), hint="check the path and its rights"
        ) from error


def _stream(path: Path) -> BinaryIO:
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    if suffix == ".xz":
        return cast(BinaryIO, lzma.open(path, "rb"))
    if suffix == ".zst":
        return cast(BinaryIO, io.BufferedReader(_ZstdFile(path), _CHUNK))
    return path.open("rb")


class _ZstdFile(io.RawIOBase):
    """A Zstandard file as a stream that, unlike the library's own, tells when the data end early."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb")
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._file.read(_PIECE)
            if not data:
                if self._frame is not None:
                    raise EOFError("the data end early")
                return 0
            self._ready = self._decompressed(data)
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _decompressed(self, data: bytes) -> bytes:
        out = b""
        while data:
            self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
            out += self._frame.decompress(data)
            data = self._frame.unused_data if self._frame.eof else b""
            self._frame = None if self._frame.eof else self._frame
        return out

    def close(self) -> None:
        self._file.close()
        super().close()


def read_bytes(path: Path, limit: int) -> bytes:
    """All bytes of a file after decompression; raises ReadingError beyond `limit` bytes."""
    out = bytearray()
    with opened(path) as stream:
        while chunk := stream.read(_CHUNK):
            out += chunk
            check_size(len(out), limit, str(path))
    return bytes(out)


def check_size(size: int, limit: int, where: str) -> None:
    """Raises ReadingError for an input of more bytes than the settings allow."""
    if size > limit:
        raise ReadingError(
            f"more than {limit:,} bytes after decompression",
            where=where,
            hint="raise max_bytes in the reading settings",
        )


def decoded(data: bytes, where: str, *, html: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text of `data` and what was guessed or replaced; raises ReadingError for empty or binary data."""
    if not data.strip():
        raise ReadingError("the file is empty", where=where, hint="remove it from the input")
    text, warnings = _decoded(data, where, _declared(data) if html else None)
    if nulls := text.count("\0"):
        if nulls * 10 > len(text):
            raise _no_text(where)
        warnings = (*warnings, f"{nulls} NUL characters left out")
    return text, warnings


def _decoded(data: bytes, where: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _replaced(data[len(bom) :], encoding)
    if wide := _wide(data):
        return _replaced(data, wide)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared and declared != "utf-8":
        return _replaced(data, declared)
    return _replaced(data, "utf-8") if _mostly_utf8(data) else _guessed(data, where)


def _replaced(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    meant = data.count("\ufffd".encode(encoding)) if encoding.startswith("utf") else 0
    bad = text.count("\ufffd") - meant
    return text, (f"{bad} byte sequences are not {encoding.upper()} and were replaced",) if bad > 0 else ()


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Western text is NUL."""
    sample = data[: _SAMPLE & ~1]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    match = _HTML_CHARSET.search(data[:4096])
    name = (match.group(1) or match.group(2)).decode("ascii") if match else ""
    try:
        # browsers read these two as Windows-1252
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return "cp1252" if found in ("iso8859-1", "ascii") else found


def _mostly_utf8(data: bytes) -> bool:
    """Whether there are far more valid multi-byte characters than invalid bytes."""
    text = data[:_SAMPLE].decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(c > "\x7f" for c in text) - bad
    return good > 4 * bad


def _guessed(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    matches = charset_normalizer.from_bytes(_sample(data))
    best = matches.best()
    if best is None:
        raise _no_text(where)
    # where the most common of the old encodings fits as well as the best, it is the likelier one
    equal = {m.encoding for m in matches if m.chaos <= best.chaos} | set(best.could_be_from_charset)
    encoding = "cp1252" if "cp1252" in equal else best.encoding
    text, warnings = _replaced(data, encoding)
    return text, (f"not UTF-8, read as {encoding.upper()}", *warnings)


def _sample(data: bytes) -> bytes:
    """The part of the data that has bytes beyond ASCII, so that a guess has something to go by."""
    first = next((m.start() for m in re.finditer(rb"[\x80-\xff]", data)), 0)
    start = max(0, first - _SAMPLE // 2)
    return data[start : start + _SAMPLE]


def _no_text(where: str) -> ReadingError:
    return ReadingError(
        "not a text: binary data", where=where, hint="remove it from the input, or convert it to text"
    )


def sound(text: str) -> str:
    """The text with lone surrogates, which no file can hold, replaced."""
    return _SURROGATE.sub("\ufffd", text)
