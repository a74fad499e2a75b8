"""Frames between server, warden and child: a length of four bytes, then JSON."""

import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!I")
ORDER = struct.Struct("!dI")
"""To the warden, with the descriptor on which it answers: seconds that a child may live once it has
its job, and the bytes of its ground, which follow."""
HERE = b"h"
"""From the warden, with the descriptor of the child's own socket."""
FATE = struct.Struct("!?i")
"""From the warden: whether it killed the child, and the child's wait status."""


class FrameTooLarge(Exception):
    """The other side announced more bytes than are welcome."""


def send(sock: socket.socket, document: Any) -> int:
    """Sends one frame and returns its size."""
    body = json.dumps(document, separators=(",", ":")).encode()
    sock.sendall(_LENGTH.pack(len(body)) + body)
    return len(body)


def receive(sock: socket.socket, limit: int) -> tuple[Any, int] | None:
    """The next frame and its size, or None when the other side is gone; raises FrameTooLarge."""
    head = exactly(sock, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > limit:
        raise FrameTooLarge
    body = exactly(sock, length)
    return None if body is None else (json.loads(body), length)


def exactly(sock: socket.socket, length: int) -> bytes | None:
    """`length` bytes, or None when the other side is gone before."""
    parts = bytearray()
    while len(parts) < length:
        part = sock.recv(min(length - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
