"""Secrets that must be used again later: sealed with a key made from the installation's own."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from marketing_agent.kernel.errors import ConfigurationError

_NONCE_BYTES = 12
_KEY_BYTES = 32


class Sealer:
    """AES-256-GCM. What was sealed for one row opens for no other."""

    def __init__(self, secret: bytes) -> None:
        key = HKDF(hashes.SHA256(), _KEY_BYTES, None, b"marketing-agent sealed").derive(secret)
        self._cipher = AESGCM(key)

    def seal(self, secret: str, bound_to: str) -> bytes:
        """The secret behind a nonce of its own, bound to the name of where it is kept."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), bound_to.encode())

    def open(self, sealed: bytes, bound_to: str) -> str:
        """The secret again; raises ConfigurationError where the installation's key is another."""
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, content, bound_to.encode()).decode()
        except InvalidTag as error:
            raise ConfigurationError(
                "A stored secret does not open: MARKETING_AGENT_SECRET_KEY is another than before."
            ) from error
