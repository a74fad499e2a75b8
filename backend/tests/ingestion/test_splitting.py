"""Which files are of one store: never two summed as one, never one torn in two."""

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from marketing_agent.ingestion.marks import Marks, file_marks
from marketing_agent.ingestion.service import stores_in
from marketing_agent.ingestion.splitting import find_stores
from marketing_agent.kernel.config import Settings
from tests.ingestion.storefiles import CAMPAIGNS, PRODUCTS, SESSIONS, Shop, table

A = Shop("#", "USD", seed=1)
B = Shop("BE-", "EUR", seed=2)
TWIN = Shop("#", "USD", seed=3)
"""Another store that nothing but its orders tells from A."""
AHEAD = replace(TWIN, first=60_001)
NOTHING: list[set[str]] = []

Files = Mapping[str, bytes]


def split(files: Files) -> list[set[str]]:
    """The files of each store found, without the files of none."""
    marks: dict[str, Marks] = {}
    for name, content in files.items():
        found = file_marks(content)
        if found:
            marks[name] = found
    return [set(store.files) for store in find_stores(files, marks)]


ONE_STORE: dict[str, Files] = {
    "one file": {"orders.csv": A.orders(range(30))},
    "categories of the admin": {
        "acquisition/sessions.csv": SESSIONS,
        "behavior/sessions.csv": SESSIONS,
        "customers/sessions.csv": SESSIONS,
        "marketing/campaigns.csv": CAMPAIGNS,
        "sales/orders.csv": A.orders(range(30)),
        "sales/total.csv": A.daily(20),
    },
    "the store's folder within the one dropped": {
        "Avalon/sales/orders.csv": A.orders(range(30)),
        "Avalon/marketing/campaigns.csv": CAMPAIGNS,
    },
    "parts of a big export": {
        "orders_1.csv": A.orders(range(40, 80)),
        "orders_2.csv": A.orders(range(40)),
    },
    "two exports that overlap in time": {
        "march/orders.csv": A.orders(range(60)),
        "april/orders.csv": A.orders(range(30, 90)),
    },
    "a backup with a name of its own": {
        "Lisa laptop/orders.csv": A.orders(range(40)),
        "Tom laptop/orders.csv": A.orders(range(20, 70)),
    },
    "years side by side": {
        "2024/total.csv": A.daily(30),
        "2025/total.csv": A.daily(30, skip=365),
    },
    "a restated report in a backup": {
        "Lisa laptop/total.csv": A.daily(30),
        "Tom laptop/total.csv": A.daily(30).replace(b"2026-01-03,23,", b"2026-01-03,23,9"),
    },
    "the e-mail tool in a folder of its own": {
        "Avalon/orders.csv": A.orders(range(30)),
        "Mailing/campaigns.csv": CAMPAIGNS,
    },
    "two currencies in one file": {
        "orders.csv": table(
            [A.row(n, Currency="USD" if n % 2 else "CAD") for n in range(40)],
        ),
        "older.csv": A.orders(range(40, 60), Currency="CAD"),
    },
    "drafts": {
        "orders.csv": A.orders(range(30)),
        "drafts.csv": table(
            [Shop("#D", first=1).row(n) | {"Paid at": ""} for n in range(20)],
        ),
    },
    "abandoned checkouts": {
        "orders.csv": A.orders(range(30)),
        "checkouts.csv": table(
            [Shop("#", first=35_613_710_418_013).row(n) | {"Paid at": ""} for n in range(20)],
        ),
    },
    "a few orders named by an app": {
        "orders_1.csv": table([A.row(n) for n in range(40)] + [Shop("EBAY-").row(41)]),
        "orders_2.csv": A.orders(range(42, 80)),
    },
    "a new prefix half way": {
        "orders_1.csv": A.orders(range(30)),
        "orders_2.csv": table(
            [A.row(n) for n in range(30, 45)]
            + [A.row(n, Name=f"AV-{1001 + n}") for n in range(45, 60)]
        ),
        "orders_3.csv": table([A.row(n, Name=f"AV-{1001 + n}") for n in range(60, 90)]),
    },
    "ids that a spreadsheet rounded": {
        "orders.csv": A.orders(range(30)),
        "again.csv": A.orders(range(30), Id="5.37518E+12"),
    },
    "no known file at all": {"a/x.txt": b"hello", "b/y.json": b"{}"},
    "an empty and a broken file": {
        "orders.csv": A.orders(range(10)),
        "empty.csv": b"",
        "head.csv": A.orders(range(1)).splitlines(keepends=True)[0],
        "broken.csv": b'Name,Created at,Lineitem quantity,Lineitem name\n#1,"' + b"x" * 300_000,
    },
}

STORES: dict[str, tuple[Files, list[set[str]]]] = {
    "currencies in one folder": (
        {"a.csv": A.orders(range(20)), "b.csv": replace(TWIN, currency="EUR").orders(range(20))},
        [{"a.csv"}, {"b.csv"}],
    ),
    "prefixes in one folder": (
        {"a.csv": A.orders(range(20)), "b.csv": replace(A, prefix="BE-").orders(range(20))},
        [{"a.csv"}, {"b.csv"}],
    ),
    "suffixes": (
        {"a.csv": A.orders(range(20)), "b.csv": replace(A, suffix="-EU").orders(range(20))},
        [{"a.csv"}, {"b.csv"}],
    ),
    "a bare number against a prefix": (
        {"a.csv": A.orders(range(20)), "b.csv": replace(A, prefix="").orders(range(20))},
        [{"a.csv"}, {"b.csv"}],
    ),
    "the same names": (
        {"a.csv": A.orders(range(20)), "b.csv": TWIN.orders(range(20))},
        [{"a.csv"}, {"b.csv"}],
    ),
    "the same names without ids": (
        {"a.csv": A.orders(range(20), Id=""), "b.csv": TWIN.orders(range(20), Id="")},
        [{"a.csv"}, {"b.csv"}],
    ),
    "numbers that run side by side": (
        {"a.csv": A.orders(range(40)), "b.csv": AHEAD.orders(range(40))},
        [{"a.csv"}, {"b.csv"}],
    ),
    "folders with one thing out of place": (
        {
            "shops/Avalon/sales/orders.csv": A.orders(range(20)),
            "shops/Avalon/truth.json": b"{}",
            "shops/BE/sales/orders.csv": B.orders(range(20)),
            "shops/BE/marketing/campaigns.csv": CAMPAIGNS,
            "shops/campaigns.csv": CAMPAIGNS,
        },
        [
            {"shops/Avalon/sales/orders.csv", "shops/Avalon/truth.json"},
            {"shops/BE/sales/orders.csv", "shops/BE/marketing/campaigns.csv"},
        ],
    ),
    "stores below the years": (
        {
            f"{year}/{name}/orders.csv": shop.orders(range(start, start + 20))
            for year, start in (("2024", 0), ("2025", 20))
            for name, shop in (("Avalon", A), ("BE", B))
        },
        [
            {"2024/Avalon/orders.csv", "2025/Avalon/orders.csv"},
            {"2024/BE/orders.csv", "2025/BE/orders.csv"},
        ],
    ),
    "reports alone, other figures": (
        {"Avalon/total.csv": A.daily(20), "BE/total.csv": B.daily(20)},
        [{"Avalon/total.csv"}, {"BE/total.csv"}],
    ),
    "reports alone, other days": (
        {"Avalon/total.csv": A.daily(20), "BE/total.csv": B.daily(20, skip=40)},
        [{"Avalon/total.csv"}, {"BE/total.csv"}],
    ),
    "reports alone, other reports": (
        {"Avalon/sales/total.csv": A.daily(20), "BE/behavior/sessions.csv": SESSIONS},
        [{"Avalon/sales/total.csv"}, {"BE/behavior/sessions.csv"}],
    ),
    "lists alone": (
        {"Avalon/products.csv": PRODUCTS, "BE/products.csv": PRODUCTS},
        [{"Avalon/products.csv"}, {"BE/products.csv"}],
    ),
    "saved by a European spreadsheet": (
        {
            "a.csv": A.orders(range(20)),
            "b.csv": table([B.row(n) for n in range(20)], ";").decode().encode("utf-16"),
        },
        [{"a.csv"}, {"b.csv"}],
    ),
    "orders sorted into one sales folder": (
        {
            "sales/Avalon/orders.csv": A.orders(range(20)),
            "sales/BE/orders.csv": B.orders(range(20)),
            "sales/BE/products.csv": PRODUCTS,
        },
        [{"sales/Avalon/orders.csv"}, {"sales/BE/orders.csv", "sales/BE/products.csv"}],
    ),
    "transactions of another store": (
        {
            "orders.csv": A.orders(range(20)),
            "transactions.csv": table(
                [
                    {"Order": "1", "Name": B.name(n), "Kind": "sale", "Gateway": "x",
                     "Created At": "2026-01-01 10:00:00 +0000", "Status": "success",
                     "Amount": "1.00", "Currency": "EUR"}
                    for n in range(20)
                ]
            ),
        },
        [{"orders.csv"}, {"transactions.csv"}],
    ),
    "three": (
        {"a.csv": A.orders(range(9)), "b.csv": B.orders(range(9)), "c.csv": TWIN.orders(range(9))},
        [{"a.csv"}, {"b.csv"}, {"c.csv"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_STORE)
def test_one_store_stays_whole(case: str) -> None:
    assert split(ONE_STORE[case]) == NOTHING


@pytest.mark.parametrize("case", STORES)
def test_stores_are_told_apart(case: str) -> None:
    files, expected = STORES[case]
    assert split(files) == expected


@pytest.mark.parametrize("case", STORES)
def test_each_store_alone_is_one(case: str) -> None:
    files, expected = STORES[case]
    for store in expected:
        assert split({name: files[name] for name in store}) == NOTHING


@pytest.mark.parametrize("case", STORES)
def test_a_zip_of_it_is_the_same(case: str, tmp_path: Path, settings: Settings) -> None:
    files, expected = STORES[case]
    with zipfile.ZipFile(tmp_path / "exports.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert [set(store.files) for store in stores_in(settings, tmp_path / "exports.zip")] == expected


def test_a_zip_per_store(tmp_path: Path, settings: Settings) -> None:
    for name, shop in (("Avalon", A), ("BE", B)):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("sales/orders.csv", shop.orders(range(20)))
    assert [s.name for s in stores_in(settings, tmp_path)] == ["Avalon", "BE"]


def test_what_was_found_is_named(tmp_path: Path, settings: Settings) -> None:
    for name, shop in (("Avalon_Sunshine", A), ("BE_Design_Co", B)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "orders.csv").write_bytes(shop.orders(range(20)))
    avalon, design = stores_in(settings, tmp_path)
    assert (avalon.name, avalon.currency, avalon.order_prefix) == ("Avalon_Sunshine", "USD", "#")
    assert (design.name, design.currency, design.order_prefix) == ("BE_Design_Co", "EUR", "BE-")
    assert avalon.reason == "The orders are in different currencies: “USD” and “EUR”."


def test_names_of_stores_are_distinct() -> None:
    files = {f"{n}.csv": replace(TWIN, seed=n).orders(range(20)) for n in range(1, 5)}
    marks = {name: found for name, body in files.items() if (found := file_marks(body))}
    names = [store.name for store in find_stores(files, marks)]
    assert len(names) == len(set(names)) == 4


PREFIXES = st.sampled_from(["#", "", "AP-", "BE-", "#EU", "店", "Order "])
CURRENCIES = st.sampled_from(["USD", "EUR", "GBP", "JPY"])
FOLDERS = st.sampled_from(
    ["", "sales/", "2025/", "Q3 exports/", "Shopify orders (1)/", "sales/Total sales by product/"]
)
RANGES = st.tuples(st.integers(0, 150), st.integers(8, 60))
EXAMPLES = example_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@EXAMPLES
@given(PREFIXES, CURRENCIES, st.lists(st.tuples(FOLDERS, RANGES), min_size=1, max_size=5))
def test_pieces_of_one_store_are_one(
    prefix: str, currency: str, pieces: list[tuple[str, tuple[int, int]]]
) -> None:
    shop = Shop(prefix, currency)
    files = {
        f"{folder}orders_{i}.csv": shop.orders(range(start, start + count))
        for i, (folder, (start, count)) in enumerate(pieces)
    }
    assert split(files) == NOTHING


@EXAMPLES
@given(
    st.tuples(PREFIXES, CURRENCIES),
    st.tuples(PREFIXES, CURRENCIES),
    st.lists(st.tuples(FOLDERS, RANGES), min_size=1, max_size=3),
    st.lists(st.tuples(FOLDERS, RANGES), min_size=1, max_size=3),
)
def test_two_stores_never_mix(
    one: tuple[str, str],
    other: tuple[str, str],
    ours: list[tuple[str, tuple[int, int]]],
    theirs: list[tuple[str, tuple[int, int]]],
) -> None:
    assume(one != other)
    files: dict[str, bytes] = {}
    owner: dict[str, str] = {}
    shops = {"a": Shop(*one), "b": Shop(*other, first=50_001, seed=2, every_hours=4)}
    for key, pieces in (("a", ours), ("b", theirs)):
        for i, (folder, (start, count)) in enumerate(pieces):
            name = f"{folder}{key}{i}.csv"
            files[name] = shops[key].orders(range(start, start + count))
            owner[name] = key
    stores = split(files)
    assert len(stores) >= 2
    assert all(len({owner[name] for name in store}) == 1 for store in stores)
