"""When letters did best, shrunk to the store's own mean.

Letters of one group differ by more than chance, so that their counts are first divided by how
much more (Pearson's statistic); then each group's rate is a Beta posterior whose prior is the
store's mean, as strong as the groups are alike. Draws are seeded: the same letters, the same word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

Counts = Sequence[tuple[int, int]]
"""Of each letter: how many did, of how many."""
_DRAWS = 2000
_SURE = 0.9
_LEAST_LETTERS = 3


@dataclass(frozen=True)
class Slot:
    """A group of letters. `best` is the probability that its true rate is the highest."""

    name: str
    letters: int
    delivered: int
    rate: float
    shrunk: float
    best: float
    suggested: bool


def slots(groups: Mapping[str, Counts]) -> list[Slot]:
    """The groups in their order; nothing where there are fewer than two with anybody in them."""
    known = {name: each for name, each in groups.items() if sum(n for _, n in each)}
    if len(known) < 2:
        return []
    counts = [pair for each in known.values() for pair in each]
    mean = sum(x for x, _ in counts) / sum(n for _, n in counts)
    if not 0 < mean < 1:
        return []
    spread = _spread(counts, mean)
    sums = {name: _summed(each, spread) for name, each in known.items()}
    strength = _strength(list(sums.values()), mean)
    posts = {
        name: (x + mean * strength, n - x + (1 - mean) * strength) for name, (x, n) in sums.items()
    }
    best = _best(list(posts.values()))
    return [
        _slot(name, known[name], post, sure)
        for (name, post), sure in zip(posts.items(), best, strict=True)
    ]


def _slot(name: str, counts: Counts, post: tuple[float, float], best: float) -> Slot:
    did, of = (sum(pair[at] for pair in counts) for at in (0, 1))
    enough = len(counts) >= _LEAST_LETTERS
    shrunk = post[0] / sum(post)
    return Slot(name, len(counts), of, did / of, shrunk, best, enough and best > _SURE)


def _spread(counts: Counts, mean: float) -> float:
    """By how much letters differ more than chance alone would make them; at least 1."""
    used = [(x, n) for x, n in counts if n]
    if len(used) < 2:
        return 1.0
    total = sum((x - n * mean) ** 2 / (n * mean * (1 - mean)) for x, n in used)
    return max(1.0, total / (len(used) - 1))


def _summed(counts: Counts, spread: float) -> tuple[float, float]:
    return sum(x for x, _ in counts) / spread, sum(n for _, n in counts) / spread


def _strength(sums: Sequence[tuple[float, float]], mean: float) -> float:
    """How many deliveries the mean counts for: the more, the less the groups differ truly.

    Between groups, by DerSimonian and Laird: small groups weigh little.
    """
    chance, total = mean * (1 - mean), sum(n for _, n in sums)
    seen = sum(n * (x / n - mean) ** 2 for x, n in sums) / chance
    apart = total - sum(n * n for _, n in sums) / total
    truly = (seen - (len(sums) - 1)) * chance / apart
    return max(1.0, chance / truly - 1) if truly > 0 else total


def _best(posts: Sequence[tuple[float, float]]) -> list[float]:
    """How often each group's draw is the highest."""
    random = Random(20_261_128)  # noqa: S311 - a draw for a picture, no secret
    won = [0] * len(posts)
    for _ in range(_DRAWS):
        drawn = [random.betavariate(a, b) for a, b in posts]
        won[drawn.index(max(drawn))] += 1
    return [each / _DRAWS for each in won]
