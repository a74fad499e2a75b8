"""Which features of subject lines tell something of their own.

Features go together: what is urgent is often short. The surest one is taken first; then every
letter is set to what it would have been without that difference, and the others are judged again.
What is sure no longer went along with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from marketing_agent.insights.email.slots import Counts, Slot, slots_of

Has = Callable[[str], bool]
Pair = tuple[Slot, Slot]
"""The letters that have a feature, and those that have it not."""
SURE = 0.9
LEAST = 5
"""Campaigns with a feature, and without it, before anything is said of it."""


@dataclass(frozen=True)
class Letter:
    """A campaign: its subject, how many clicked (or opened), of how many."""

    subject: str
    did: float
    of: int


def compared(letters: Sequence[Letter], features: Mapping[str, Has]) -> dict[str, Pair]:
    """By feature, the letters with it and those without; one of all or none is left out."""
    ways = {
        name: {
            side: _counts([each for each in letters if has(each.subject) == (side == "with")])
            for side in ("with", "without")
        }
        for name, has in features.items()
    }
    return {name: (pair[0], pair[1]) for name, pair in slots_of(ways).items()}


def is_sure(pair: Pair) -> bool:
    """Whether enough campaigns are on either side and one side surely did better."""
    enough = min(slot.letters for slot in pair) >= LEAST
    return enough and max(slot.best for slot in pair) > SURE


def goes_along(letters: Sequence[Letter], features: Mapping[str, Has]) -> dict[str, str | None]:
    """Each feature that is sure by itself, with the surer one that explains it; None if none."""
    left = _sure(letters, features)
    explained: dict[str, str | None] = {}
    while left:
        name, pair = max(left.items(), key=lambda each: _weight(each[1]))
        explained[name] = None
        letters = [_without(each, features[name], pair) for each in letters]
        rest = {other: features[other] for other in left if other != name}
        still = _sure(letters, features)
        explained |= {other: name for other in rest if other not in still}
        left = {other: still[other] for other in rest if other in still}
    return explained


def _sure(letters: Sequence[Letter], features: Mapping[str, Has]) -> dict[str, Pair]:
    return {name: pair for name, pair in compared(letters, features).items() if is_sure(pair)}


def _weight(pair: Pair) -> tuple[float, float]:
    having, lacking = pair
    return max(having.best, lacking.best), abs(having.shrunk - lacking.shrunk)


def _without(letter: Letter, has: Has, pair: Pair) -> Letter:
    """The letter as if its side had done as well as all together."""
    own = pair[0] if has(letter.subject) else pair[1]
    of = pair[0].delivered + pair[1].delivered
    mean = sum(slot.rate * slot.delivered for slot in pair) / of
    return replace(letter, did=min(letter.of, letter.did * mean / own.rate)) if own.rate else letter


def _counts(letters: Sequence[Letter]) -> Counts:
    return [(each.did, each.of) for each in letters]
