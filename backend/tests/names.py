"""Names that no other test has."""

import random
from string import ascii_lowercase


def unique(kind: str) -> str:
    """`Shop qwhzkdnrtb`: of letters alone, for who asks about numbers would meet digits."""
    return f"{kind} {''.join(random.SystemRandom().choices(ascii_lowercase, k=10))}"
