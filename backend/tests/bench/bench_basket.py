"""Pairs of products of 20,000 invoices, beside a library that mines them, with the same pairs.

`python -m tests.bench.bench_basket` takes efficient-apriori where it is installed, else a plain
loop of counting as the yardstick. Theirs begins with the baskets in memory, ours with the tables.
"""

import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from importlib import import_module, util
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

from marketing_agent.insights.basket.page import pairs_sql
from marketing_agent.insights.page.sql import statement
from marketing_agent.warehouse.schemas import StagedImport, canonical_tables
from marketing_agent.warehouse.service import Warehouse
from tests.bench.figures import Figures, alone, seconds

_ROUNDS = 5
_INVOICES, _SHARE = 20_000, 0.01
_DAY = "DATE '2026-11-01'"
_WINDOW = {"start": date(2026, 11, 1), "end": date(2026, 11, 2), "today": date(2026, 11, 3)}
_LIBRARY = "efficient_apriori"
# A few products are in many baskets, most in few, as in a shop.
_LINES = f"""
SELECT n::VARCHAR AS order_id, (1 + l)::INTEGER AS line_no, {_DAY} AS order_date,
       'Product ' || floor(1200 * pow((hash(n * 31 + l) % 100000) / 100000.0, 3))::INTEGER
           AS line_name,
       1 AS quantity, 1000::BIGINT AS gross_sales_minor
FROM range({_INVOICES}) AS invoices(n), range(40) AS places(l) WHERE l <= hash(n) % 40
"""
Pairs = dict[tuple[str, ...], int]


def main(figures: Figures) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder))
        _build(warehouse)
        _compare(figures, warehouse)


def _build(warehouse: Warehouse) -> None:
    columns = [
        c.name
        for c in canonical_tables()["order_lines"].staged_columns
        if c.name not in ("import_id", "source_file")
    ]
    with warehouse.scratch("bench", "bench") as scratch:
        scratch.execute(f"CREATE TEMP TABLE made AS {_LINES}")
        typed = {c.name: c.type for c in canonical_tables()["order_lines"].staged_columns}
        own = ("order_id", "line_no", "order_date", "line_name", "quantity", "gross_sales_minor")
        cells = ", ".join(n if n in own else f"NULL::{typed[n]} AS {n}" for n in columns)
        scratch.execute(f"CREATE TEMP TABLE lines AS SELECT {cells} FROM made")
        file = scratch.stage("order_lines", "file", "lines")
    warehouse.build_version("bench", None, 1, [StagedImport("bench", (file,))])


def _compare(figures: Figures, warehouse: Warehouse) -> None:
    baskets = _baskets(warehouse)
    name, theirs = _yardstick()
    assert theirs(baskets) == _ours(warehouse), "both find the same pairs, as often"
    pairs = [
        (seconds(lambda: _ours(warehouse)), seconds(lambda: theirs(baskets)))
        for _ in range(_ROUNDS)
    ]
    ours, others = (median(each) for each in zip(*pairs, strict=True))
    print(f"  {len(_ours(warehouse))} pairs: ours {ours:.2f} s, {name} {others:.2f} s")
    figures.at_most(f"basket / {name}", median(a / b for a, b in pairs), 1)


def _baskets(warehouse: Warehouse) -> list[tuple[str, ...]]:
    text = "SELECT DISTINCT order_id, line_name FROM order_lines"
    found: dict[object, list[str]] = {}
    for order_id, product in warehouse.query("bench", 1, text).rows:
        found.setdefault(order_id, []).append(str(product))
    return [tuple(sorted(each)) for each in found.values()]


def _ours(warehouse: Warehouse) -> Pairs:
    text = statement(pairs_sql(), warehouse.dialect)
    given = _WINDOW | {"least": 5, "share": _SHARE, "shown": 12, "most": 100_000}
    result = warehouse.query("bench", 1, text.sql, {key: given[key] for key in text.parameters})
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    return {
        tuple(sorted((str(row["one_product"]), str(row["two_product"])))): int(
            str(row["both_orders"])
        )
        for row in rows
    }


def _yardstick() -> tuple[str, Callable[[list[tuple[str, ...]]], Pairs]]:
    if util.find_spec(_LIBRARY) is None:
        return "a plain loop", _plain
    library: Any = import_module(_LIBRARY)

    def mined(baskets: list[tuple[str, ...]]) -> Pairs:
        found, _ = library.apriori(baskets, min_support=_SHARE, min_confidence=1, max_length=2)
        return {tuple(sorted(pair)): count for pair, count in found.get(2, {}).items()}

    return "efficient-apriori", mined


def _plain(baskets: list[tuple[str, ...]]) -> Pairs:
    """Counting, of pairs whose members are both common enough."""
    least = _SHARE * len(baskets)
    singles = Counter(product for basket in baskets for product in basket)
    common = {product for product, count in singles.items() if count >= least}
    both: Counter[tuple[str, ...]] = Counter()
    for basket in baskets:
        both.update(combinations([each for each in basket if each in common], 2))
    return {pair: count for pair, count in both.items() if count >= least}


if __name__ == "__main__":
    alone(main)
