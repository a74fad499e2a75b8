"""Passwords by Argon2id; random secrets by SHA-256, since 256 random bits need no slow hash."""

import hashlib

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The Argon2id hash with its parameters and salt inside."""
    return _hasher.hash(password)


# A wrong e-mail takes as long as a wrong password, so that accounts cannot be told apart by time.
_NOBODY = hash_password("nobody has this password")


def password_matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; false for an account without a password."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def token_hash(token: str) -> str:
    """What is stored of a random secret."""
    return hashlib.sha256(token.encode()).hexdigest()
