"""Ids are text: UUIDs of version 7, so that they sort by the time they were made."""

import secrets
import time
import uuid


def new_id() -> str:
    """A new UUIDv7 (RFC 9562) in its 36-character form."""
    millis = time.time_ns() // 1_000_000
    value = (millis << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def new_token() -> str:
    """A secret of 256 bits for links, sessions and keys, safe in URLs."""
    return secrets.token_urlsafe(32)
