"""People's contact data: from orders and customers to PostgreSQL, and nowhere else."""

from typing import Any

from sqlalchemy import text

from marketing_agent.jobs import service as jobs
from tests.ingestion.conftest import Shop
from tests.ingestion.exports import csv_text, order, orders_csv

CUSTOMERS = [
    "Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing", "Phone",
    "Accepts SMS Marketing", "Total Spent", "Total Orders",
]  # fmt: skip
ADA = {
    "Email": "Ada@example.com", "Billing Name": "Ada van Example", "Billing Phone": "'+1555010001",
    "Accepts Marketing": "yes",
}  # fmt: skip


def contacts(shop: Shop) -> list[tuple[Any, ...]]:
    query = text(
        "SELECT email, first_name, last_name, phone, accepts_email FROM contacts ORDER BY 1"
    )
    with shop.database.transaction(shop.workspace.id) as session:
        return [tuple(row) for row in session.execute(query)]


def test_buyers_are_kept_from_orders(shop: Shop) -> None:
    rows = [
        order(9, **{"Email": "ada@example.com", "Billing Name": "", "Accepts Marketing": "no"}),
        order(5) | ADA,
        # A further line of the same order: no name, no phone, no consent.
        {"Name": "#1005", "Email": "Ada@example.com", "Created at": "2025-01-01 15:00:00 -0500",
         "Lineitem quantity": "1", "Lineitem name": "Mug", "Lineitem price": "0.00"},
        order(6, **{"Billing Name": "Grace", "Email": "grace@example.com"}),
        order(7, Email=""),
    ]  # fmt: skip
    shop.upload({"orders.csv": orders_csv(rows).encode()})
    assert contacts(shop) == [
        ("ada@example.com", "Ada", "van Example", "+1555010001", False),
        ("grace@example.com", "Grace", None, None, None),
    ]


def test_a_list_of_customers_knows_better_whenever_it_comes(shop: Shop) -> None:
    known = {
        "Customer ID": "'7000000000001", "First Name": "Augusta", "Last Name": "King",
        "Email": "ada@example.com", "Accepts Email Marketing": "no", "Total Spent": "1.00",
        "Total Orders": "1",
    }  # fmt: skip
    listed = csv_text(CUSTOMERS, [known]).encode()
    expected = [("ada@example.com", "Augusta", "King", "+1555010001", False)]
    shop.upload({"customers.csv": listed})
    shop.upload({"orders.csv": orders_csv([order(5) | ADA]).encode()})
    assert contacts(shop) == expected
    shop.upload({"orders.csv": orders_csv([order(5) | ADA, order(8) | ADA]).encode()})
    assert contacts(shop) == expected


def test_the_list_may_come_last(shop: Shop) -> None:
    shop.upload({"orders.csv": orders_csv([order(5) | ADA]).encode()})
    known = {"First Name": "Augusta", "Last Name": "King", "Email": "ada@example.com",
             "Accepts Email Marketing": "no"}  # fmt: skip
    shop.upload({"customers.csv": csv_text(CUSTOMERS, [known]).encode()})
    assert contacts(shop) == [("ada@example.com", "Augusta", "King", "+1555010001", False)]


def test_no_personal_data_reaches_the_warehouse(shop: Shop) -> None:
    notes = {"Billing Name": "Ada Lovelace", "Billing Phone": "+1555010001"}
    shop.upload({"orders.csv": orders_csv([order(5) | notes]).encode()})
    columns = shop.ask(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE data_type = 'VARCHAR' AND table_schema = 'main'"
    )
    assert ("orders", "customer_key") in columns
    for table, column in columns:
        found = shop.ask(
            f'SELECT count(*) FROM "{table}" WHERE "{column}" ILIKE \'%example.com%\''
            f" OR \"{column}\" ILIKE '%lovelace%' OR \"{column}\" LIKE '%555010001%'"
        )
        assert found == [(0,)], (table, column)
    staged = shop.settings.data_dir / "lake" / shop.workspace.id / "staged"
    kept = [path.read_bytes().lower() for path in staged.rglob("*.parquet")]
    assert kept
    assert not any(b"example.com" in data or b"lovelace" in data for data in kept)


def test_a_reverted_import_keeps_nobody(shop: Shop) -> None:
    answer = shop.send({"orders.csv": orders_csv([order(5) | ADA]).encode()})
    import_id = answer.json()["import_id"]
    assert jobs.run_next(shop.database, shop.settings)
    revert = shop.client.post(f"/api/v1/imports/{import_id}/revert", headers=shop.headers())
    assert revert.status_code == 200
    shop.work()
    assert contacts(shop) == []
