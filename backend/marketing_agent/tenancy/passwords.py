"""Passwords by Argon2id; random secrets by SHA-256, since 256 random bits need no slow hash."""

import hashlib
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The Argon2id hash with its parameters and salt inside."""
    return _hasher.hash(password)


@cache
def _nobody() -> str:
    """A wrong e-mail takes as long as a wrong password: accounts cannot be told apart by time."""
    return hash_password("nobody has this password")


def password_matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; false for an account without a password."""
    # Asked for in every case: the first of them makes it, whoever the account is.
    nobody = _nobody()
    try:
        return _hasher.verify(stored or nobody, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def token_hash(token: str) -> str:
    """What is stored of a random secret."""
    return hashlib.sha256(token.encode()).hexdigest()
