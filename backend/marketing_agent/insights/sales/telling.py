"""What the page of sales says first."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from marketing_agent.insights.page.answered import row_of
from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import Part
from marketing_agent.metrics import phrases

Figures = Mapping[str, float]


def sentences(ground: Ground, found: Figures, splits: Iterable[Part | None]) -> Iterator[str]:
    """How much was sold, what was taken off it, and where most of it came from."""
    key = next((each for each in found if each.startswith("total_sales")), None)
    if key is None:
        return
    yield _sold(ground, key, found)
    yield from _taken_off(found)
    for split in splits:
        if split is not None and found[key] > 0:
            yield from _most(split, key, found[key])


def _sold(ground: Ground, key: str, found: Figures) -> str:
    when = phrases.span(ground.window.start, ground.window.end - timedelta(days=1))
    total = phrases.figure(found[key], "money", ground.currency)
    moved = found.get(f"change_{key}")
    beside = "" if moved is None else f", {phrases.moved(moved)} on the days compared with"
    return f"Total sales were {total} {when}{beside}."


def _taken_off(found: Figures) -> Iterator[str]:
    gross = found.get("gross_sales")
    returns = found.get("returns", found.get("returns_by_order_day"))
    shares = [ratio(each, gross) for each in (found.get("discounts"), returns)]
    if any(each is None for each in shares):
        return
    off, back = (phrases.figure(abs(each or 0), "percent", "") for each in shares)
    yield f"Discounts took {off} of gross sales, returns {back}."


def _most(split: Part, key: str, total: float) -> Iterator[str]:
    """The member that sold most, where there are several and it is a part of the whole."""
    if len(split.rows) < 2:
        return
    best = row_of(split).get(key)
    name, label = split.rows[0][0], split.columns[0].label
    if best is None or not 0 < best <= total:
        return
    share = phrases.figure(best / total, "percent", "")
    yield f"By {phrases.inside(label)}, most came {_whence(label, str(name))}: {share}."


def _whence(label: str, name: str) -> str:
    """“from US”, “from returning customers”, “without one”."""
    if name == phrases.capital(phrases.member(label, None)):
        return "without one"
    return f"from {name.lower()} customers" if label == "Customer type" else f"from {name}"
