"""Addresses of frames: an id, a time and a signature that nobody else can make."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass

_TOKEN = re.compile(r"([0-9a-f-]{36})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})")
_PURPOSE = b"marketing-agent frame v1"


@dataclass(frozen=True, slots=True)
class Named:
    """What an address names: the frame, and the second of the epoch when it ends."""

    frame_id: str
    until: int


class FrameSigner:
    """HMAC-SHA256 with a key made from the installation's own."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, _PURPOSE, hashlib.sha256)

    def token(self, named: Named) -> str:
        """The part of the address after `/embed/`."""
        said = f"{named.frame_id}.{named.until}"
        signed = hmac.digest(self._key, said.encode(), hashlib.sha256)
        return f"{said}.{urlsafe_b64encode(signed).decode().rstrip('=')}"

    def read(self, token: str) -> Named | None:
        """What a token names; None unless it was made here, byte for byte."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        named = Named(found[1], int(found[2]))
        return named if hmac.compare_digest(self.token(named), token) else None
