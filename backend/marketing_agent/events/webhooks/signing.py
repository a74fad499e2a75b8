"""Signatures of calls, in the form of Standard Webhooks: v1 is HMAC-SHA256 of id, time and body."""

import base64
import hashlib
import hmac
import secrets

_PREFIX = "whsec_"


def new_secret() -> str:
    """256 bits, as receivers are given them."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers_of(named: str, seconds: int, body: bytes, known: list[str]) -> dict[str, str]:
    """Headers of one try; one signature for each secret that still counts."""
    signed = f"{named}.{seconds}.".encode() + body
    return {
        "Content-Type": "application/json",
        "webhook-id": named,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(_signature(secret, signed) for secret in known),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
