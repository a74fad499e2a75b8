"""What letters did best with, shrunk to the store's own mean.

Letters of one group differ by more than chance, so that their counts are first divided by how
much more (Pearson's statistic); then each group's rate is a Beta posterior whose prior is the
store's mean, as strong as the groups are alike. Draws are seeded: the same letters, the same word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

Counts = Sequence[tuple[float, int]]
"""Of each letter: how many did, of how many."""
Groups = Mapping[str, Counts]
_Sums = Mapping[str, tuple[float, float]]
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


def slots(groups: Groups) -> list[Slot]:
    """The groups in their order; nothing where there are fewer than two with anybody in them."""
    return slots_of({"": groups}).get("", [])


def slots_of(ways: Mapping[str, Groups]) -> dict[str, list[Slot]]:
    """The same letters grouped in several ways; those of fewer than two groups are left out.

    All ways share the strength of one prior. Where most of them tell nothing apart, each is drawn
    nearer to the mean, so that of many comparisons few are taken for true by chance.
    """
    several = {name: _used(groups) for name, groups in ways.items()}
    known = {name: groups for name, groups in several.items() if len(groups) > 1}
    if not known:
        return {}
    letters = [pair for each in next(iter(known.values())).values() for pair in each]
    mean = sum(x for x, _ in letters) / sum(n for _, n in letters)
    if not 0 < mean < 1:
        return {}
    spread = _spread(letters, mean)
    sums = {name: _summed(groups, spread) for name, groups in known.items()}
    strength = _strength(list(sums.values()), mean)
    return {name: _slots(known[name], sums[name], mean, strength) for name in known}


def _used(groups: Groups) -> Groups:
    return {name: each for name, each in groups.items() if sum(n for _, n in each)}


def _slots(groups: Groups, sums: _Sums, mean: float, strength: float) -> list[Slot]:
    posts = {
        name: (x + mean * strength, n - x + (1 - mean) * strength) for name, (x, n) in sums.items()
    }
    best = _best(list(posts.values()))
    return [
        _slot(name, groups[name], post, sure)
        for (name, post), sure in zip(posts.items(), best, strict=True)
    ]


def _slot(name: str, counts: Counts, post: tuple[float, float], best: float) -> Slot:
    did, of = sum(x for x, _ in counts), sum(n for _, n in counts)
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


def _summed(groups: Groups, spread: float) -> _Sums:
    return {
        name: (sum(x for x, _ in each) / spread, sum(n for _, n in each) / spread)
        for name, each in groups.items()
    }


def _strength(ways: Sequence[_Sums], mean: float) -> float:
    """How many deliveries the mean counts for: the more, the less the groups differ truly.

    Between groups, by DerSimonian and Laird, over all ways together: small groups weigh little.
    """
    chance = mean * (1 - mean)
    excess, apart, most = 0.0, 0.0, 0.0
    for sums in ways:
        total = sum(n for _, n in sums.values())
        seen = sum(n * (x / n - mean) ** 2 for x, n in sums.values()) / chance
        excess += seen - (len(sums) - 1)
        apart += total - sum(n * n for _, n in sums.values()) / total
        most = max(most, total)
    truly = excess * chance / apart
    return max(1.0, chance / truly - 1) if truly > 0 else most


def _best(posts: Sequence[tuple[float, float]]) -> list[float]:
    """How often each group's draw is the highest; never never and never always, as one more draw
    that no group wins is shared among all."""
    random = Random(20_261_128)  # noqa: S311 - a draw for a picture, no secret
    won = [0] * len(posts)
    for _ in range(_DRAWS):
        drawn = [random.betavariate(a, b) for a, b in posts]
        won[drawn.index(max(drawn))] += 1
    return [(each + 1 / len(won)) / (_DRAWS + 1) for each in won]
