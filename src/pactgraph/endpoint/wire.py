"""Frames between the server and its processes: one byte of kind, four of length, the payload.

`J` a job or a header (JSON), `D` data, `E` the end. A job is answered by a header, any data, an end.
"""

import json
import socket
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio  # slow to load, and query processes do without

JSON, DATA, END = b"J", b"D", b"E"
_HEAD = struct.Struct(">cI")


def pack(kind: bytes, payload: bytes = b"") -> bytes:
    """A frame as it goes over the socket."""
    return _HEAD.pack(kind, len(payload)) + payload


def pack_json(value: object) -> bytes:
    """A JSON frame."""
    return pack(JSON, json.dumps(value).encode())


def receive_json(channel: socket.socket) -> dict[str, Any] | None:
    """Waits for a JSON frame; None where the other side has closed."""
    head = _exactly(channel, _HEAD.size)
    if head is None:
        return None
    _, length = _HEAD.unpack(head)
    payload = _exactly(channel, length)
    return None if payload is None else dict(json.loads(payload))


def _exactly(channel: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        part = channel.recv(min(count - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


async def read(reader: "asyncio.StreamReader") -> tuple[bytes, bytes]:
    """The next frame: kind and payload. Raises IncompleteReadError where the process has ended."""
    kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return kind, await reader.readexactly(length) if length else b""
