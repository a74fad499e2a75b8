"""Our own vectors: words, ideas of the trade and parts of words, hashed into a fixed space.

Each feature has a place of its own, a few signs among many zeros that follow from its hash, so a
vector needs no model and no other text. Two texts are near where they share features. It knows the
words of `concepts.yaml` and no others: it is no language model.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from marketing_agent.agents.search.embedding.words import bare, content_words, ideas, spoken

NAME = "local-1"
SIZE = 1024
_SIGNS = 6
_IDEA, _PART = 1.5, 0.12
_Vector = NDArray[np.float64]


def embed(text: str, weights: Mapping[str, float] | None = None) -> list[float]:
    """The vector of a text, of length 1 or all zeros; `weights` say how telling a word is."""
    vector = np.zeros(SIZE)
    for feature, weight in _features(text, weights or {}).items():
        places, signs = _place(feature)
        vector[places] += signs * weight
    length = float(np.linalg.norm(vector))
    return list((vector / length).tolist()) if length else list(vector.tolist())


def _features(text: str, weights: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}

    def add(kind: dict[str, float], strength: float) -> None:
        for feature, weight in kind.items():
            found[feature] = found.get(feature, 0.0) + strength * weight

    words = content_words(text)
    counted = Counter(words)
    add({bare(w): (1 + math.log(n)) * weights.get(w, 1.0) for w, n in counted.items()}, 1.0)
    best: dict[str, float] = {}
    for idea, word in ideas(spoken(text)):
        best[idea] = max(best.get(idea, 0.0), weights.get(word, 1.0))
    add(best, _IDEA)
    parts = {part: weights.get(w, 1.0) for w in counted for part in _parts(w)}
    add(parts, _PART)
    return found


def _parts(word: str) -> list[str]:
    """Threes of letters of a longer word, with its ends marked."""
    marked = f"<{word}>"
    return [f"#{marked[at : at + 3]}" for at in range(len(marked) - 2)] if len(word) > 3 else []


@lru_cache(maxsize=100_000)
def _place(feature: str) -> tuple[NDArray[np.int64], _Vector]:
    digest = hashlib.blake2b(feature.encode(), digest_size=4 * _SIGNS).digest()
    numbers = np.frombuffer(digest, dtype=np.uint32)
    places = (numbers >> 1).astype(np.int64) % SIZE
    signs = np.where(numbers & 1, 1.0, -1.0) / math.sqrt(_SIGNS)
    return places, signs
