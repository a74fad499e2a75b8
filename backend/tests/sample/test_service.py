"""`write_sample` is deterministic, keeps to its arguments, and cleans up after itself only."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from marketing_agent.sample import write_sample
from marketing_agent.sample.timeline import Timeline
from tests.sample.shopfolder import ShopFolder

UNTIL = date(2025, 3, 31)


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_sample(tmp_path / name, orders=300, seed=3, until=UNTIL)
    write_sample(tmp_path / "other", orders=300, seed=4, until=UNTIL)
    one = contents(tmp_path / "one")
    assert one == contents(tmp_path / "two")
    assert one != contents(tmp_path / "other")


def test_report_names_what_was_written(tmp_path: Path) -> None:
    report = write_sample(tmp_path, orders=250, until=UNTIL)
    assert [s.shop for s in report.shops] == ["Avalon_Sunshine", "BE_Design_Co"]
    assert [s.currency for s in report.shops] == ["USD", "EUR"]
    for shop in report.shops:
        assert (shop.first_day, shop.last_day) == (date(2023, 4, 1), UNTIL)
        folder = ShopFolder(shop.directory)
        assert len(folder.orders) == shop.orders == 250
        assert folder.orders["day"].between("2023-04-01", "2025-03-31").all()
        assert len(shop.files) == len(list(shop.directory.rglob("*.csv")))


def test_a_second_run_replaces_the_first_and_nothing_else(tmp_path: Path) -> None:
    write_sample(tmp_path, orders=60, until=UNTIL)
    note = tmp_path / "Avalon_Sunshine" / "sales" / "my notes.csv"
    note.write_text("mine\n", encoding="utf-8")
    write_sample(tmp_path, orders=60, until=date(2025, 4, 1))
    reports = list((tmp_path / "Avalon_Sunshine" / "sales").glob("Total sales over time - *.csv"))
    assert [r.name for r in reports] == ["Total sales over time - 2023-04-02 - 2025-04-01.csv"]
    assert note.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("orders", [1, 7])
def test_tiny_samples_are_whole(tmp_path: Path, orders: int) -> None:
    write_sample(tmp_path, orders=orders, until=UNTIL)
    for name in ("Avalon_Sunshine", "BE_Design_Co"):
        assert len(ShopFolder(tmp_path / name).orders) == orders


def test_no_orders_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one order"):
        write_sample(tmp_path, orders=0, until=UNTIL)


def test_without_a_date_each_shop_ends_yesterday_on_its_own_clock(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    report = write_sample(tmp_path, orders=5)
    for shop in report.shops:
        zone = ZoneInfo(shop.timezone)
        days = {moment.astimezone(zone).date() for moment in (before, datetime.now(UTC))}
        assert shop.last_day in {day - timedelta(days=1) for day in days}


def test_a_leap_day_can_be_the_last_day() -> None:
    timeline = Timeline(date(2028, 2, 29), "Europe/Brussels")
    assert timeline.start == date(2026, 3, 1)
    assert timeline.days == 731
