"""Saved segments and templates over HTTP: kept, counted, changed, taken away, and bad input."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import pytest

from tests.insights.exports import lines_of
from tests.insights.saving import TWICE, as_marketer, rule, rules, save, send
from tests.metrics.shops import TODAY, Shop, Shops

END = pd.Timestamp(TODAY)


@pytest.fixture
def shop(shops: Shops) -> Shop:
    return as_marketer(shops, shops.imported("Avalon_Sunshine"))


@pytest.fixture
def nobody(shops: Shops) -> Shop:
    return as_marketer(shops, shops.empty())


@pytest.fixture(scope="module")
def people(shops: Shops) -> pd.DataFrame:
    """Everybody who ordered, from the exported files."""
    lines = lines_of(shops.imported("Avalon_Sunshine"))
    orders = lines[~lines["cancelled"] & lines["customer"].notna()].drop_duplicates("order")
    own = orders[orders["day"] <= END].groupby("customer")
    found = own.agg(orders=("day", "size"), last=("day", "max"), first=("day", "min"))
    cents = ((own["total"].sum() - own["refunded"].sum()) * 100).round().astype(int)
    return found.assign(cents=cents, off=own["order_discount"].agg(lambda x: (x > 0).mean()))


def test_a_segment_is_kept_counted_and_listed(shop: Shop, people: pd.DataFrame) -> None:
    made = save(shop, "Came back")
    assert made["sentence"] == "Customers with at least 2 orders."
    one = shop.get(f"/segments/{made['id']}")
    assert one["audience"]["customers"] == (people["orders"] >= 2).sum()
    assert one["audience"]["statement"]["sql"].startswith("WITH")
    assert one["audience"]["as_of"] == TODAY.isoformat()
    listed = {each["id"]: each for each in shop.get("/segments")["items"]}
    assert listed[made["id"]]["name"] == "Came back"
    assert listed[made["id"]]["last"]["customers"] == made["audience"]["customers"]


def test_a_count_of_today_is_written_down_and_of_another_day_is_not(nobody: Shop) -> None:
    made = save(nobody, "Came back")
    first = made["last"]["counted_at"]
    past = nobody.get(f"/segments/{made['id']}", as_of="2024-01-01")
    assert past["last"]["counted_at"] == first
    now = send(nobody, "GET", f"/{made['id']}").json()
    assert now["last"]["counted_at"] > first
    assert now["version"] == 1


def test_lists_go_on_where_they_ended(nobody: Shop) -> None:
    made = [save(nobody, f"Number {n}")["id"] for n in range(5)]
    seen, cursor = [], None
    for _ in range(5):
        page = nobody.get("/segments", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == made[::-1]


def test_a_segment_is_changed_as_the_version_that_was_seen(nobody: Shop) -> None:
    made = save(nobody, "Came back")
    body = {"name": "Came again", "description": "Thrice", "rules": rules(rule("orders", ">=", 3))}
    changed = send(nobody, "PUT", f"/{made['id']}", json=body, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    assert changed.json()["sentence"] == "Customers with at least 3 orders."
    assert (changed.json()["version"], changed.json()["description"]) == (2, "Thrice")
    late = send(nobody, "PUT", f"/{made['id']}", json=body, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "segment.changed_meanwhile")


def test_a_deleted_one_is_away_gives_its_name_free_and_comes_back(nobody: Shop) -> None:
    made = save(nobody, "Came back")
    assert send(nobody, "DELETE", f"/{made['id']}").status_code == 204
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/history"), ("GET", "/export")):
        answer = send(nobody, method, f"/{made['id']}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "segment.unknown")
    assert nobody.get("/segments")["items"] == []
    assert send(nobody, "POST", f"/{made['id']}/restore").json()["name"] == "Came back"
    send(nobody, "DELETE", f"/{made['id']}")
    save(nobody, "Came back")
    taken = send(nobody, "POST", f"/{made['id']}/restore")
    assert (taken.status_code, taken.json()["code"]) == (409, "segment.name_taken")


def test_a_name_is_one_segments_however_it_is_written(nobody: Shop) -> None:
    save(nobody, "Café")
    for name in ("Café", "  café ", "Cafe\u0301"):
        again = send(nobody, "POST", json={"name": name, "rules": TWICE})
        assert (again.status_code, again.json()["code"]) == (409, "segment.name_taken"), name
    other = save(nobody, "Tea")
    renamed = send(nobody, "PUT", f"/{other['id']}", json={"name": "café", "rules": TWICE})
    assert renamed.status_code == 409
    assert nobody.get(f"/segments/{other['id']}")["name"] == "Tea"


def test_of_two_writers_of_one_name_one_is_told(nobody: Shop) -> None:
    def write(_: int) -> int:
        return int(send(nobody, "POST", json={"name": "Both", "rules": TWICE}).status_code)

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(write, range(4)))
    assert codes == [201, 409, 409, 409]
    assert len(nobody.get("/segments")["items"]) == 1


def test_a_name_is_each_workspaces_own(nobody: Shop, shops: Shops) -> None:
    save(nobody, "Came back")
    other = as_marketer(shops, shops.empty())
    theirs = save(other, "Came back")
    assert send(nobody, "GET", f"/{theirs['id']}").status_code == 404
    mine = nobody.get("/segments")["items"][0]["id"]
    both = send(nobody, "POST", "/overlap", json={"ids": [mine, theirs["id"]]})
    assert both.status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"name": "", "rules": TWICE}, 422, id="no name"),
        pytest.param({"name": " \t ", "rules": TWICE}, 422, id="blank name"),
        pytest.param({"name": "a\0b", "rules": TWICE}, 422, id="nul in a name"),
        pytest.param({"name": "x" * 121, "rules": TWICE}, 422, id="long name"),
        pytest.param({"name": "x", "rules": {"groups": []}}, 422, id="no group"),
        pytest.param({"name": "x", "rules": rules()}, 422, id="no rule"),
        pytest.param({"name": "x", "rules": rules(rule("orders", "is", 2))}, 422, id="bad rule"),
        pytest.param({"name": "x", "rules": TWICE, "id": "y"}, 422, id="unknown word"),
        pytest.param(
            {"name": "x", "rules": rules(rule("product", "is", "a\0b"))}, 422, id="nul in a value"
        ),
        pytest.param(
            {"name": "x", "rules": rules(rule("product", "is", 7))}, 422, id="a number as a word"
        ),
        pytest.param({"name": "👩‍🚀 \u202e‮ ", "rules": TWICE}, 201, id="odd letters"),
        pytest.param(
            {"name": "x", "rules": rules(rule("product", "is", "Robert'); DROP TABLE orders;--"))},
            201, id="sql in a value",
        ),
        pytest.param(
            {"name": "x", "rules": rules(rule("country", "is_not", "🇩🇪"))}, 201, id="odd country"
        ),
    ],
)  # fmt: skip
def test_what_is_kept_is_checked(nobody: Shop, body: dict[str, Any], status: int) -> None:
    answer = send(nobody, "POST", json=body)
    assert answer.status_code == status, answer.text
    assert len(nobody.get("/segments")["items"]) == (status == 201)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(nobody: Shop, number: str) -> None:
    rules_of = '{"groups": [{"rules": [{"field": "spent", "op": ">", "value": NUMBER}]}]}'
    kept = '{"name": "x", "rules": RULES}'.replace("RULES", rules_of)
    for path, text in (("/preview", rules_of), ("", kept)):
        content = text.replace("NUMBER", number)
        headers = {"Content-Type": "application/json"}
        answer = send(nobody, "POST", path, content=content, headers=headers)
        assert answer.status_code == 422, answer.text


def test_lone_surrogates_are_refused(nobody: Shop) -> None:
    content = '{"name": "\\ud800", "rules": {"groups": [{"rules": []}]}}'
    headers = {"Content-Type": "application/json"}
    assert send(nobody, "POST", content=content, headers=headers).status_code == 422


def test_the_most_rules_that_may_be_given_are_counted(shop: Shop, people: pd.DataFrame) -> None:
    group = {"match": "any", "rules": [rule("orders", ">=", n) for n in range(2, 22)]}
    whole = {"match": "all", "groups": [group] * 9 + [{"rules": [rule("orders", "<", 99)] * 20}]}
    answer = send(shop, "POST", "/preview", json=whole, params={"as_of": TODAY})
    assert answer.status_code == 200, answer.text
    assert answer.json()["customers"] == (people["orders"] >= 2).sum()
    many = {
        "match": "any",
        "groups": [
            {"rules": [rule("product", "is_not", f"{g}-{n}") for n in range(20)]} for g in range(10)
        ],
    }
    found = send(shop, "POST", "/preview", json=many, params={"as_of": TODAY}).json()
    assert found["share"] == 1.0


def test_nobody_and_everybody(shop: Shop) -> None:
    none = send(shop, "POST", "/preview", json=rules(rule("orders", "<", 0))).json()
    assert (none["customers"], none["share"], none["spent"]) == (0, 0.0, 0.0)
    everyone = send(shop, "POST", "/preview", json=rules(rule("orders", ">=", 0))).json()
    assert everyone["share"] == 1.0


def test_before_the_first_order_there_is_nobody(shop: Shop) -> None:
    made = save(shop, "Anybody", rules(rule("orders", ">=", 1)))
    before = shop.get(f"/segments/{made['id']}", as_of="2000-01-01")
    assert before["audience"]["customers"] == 0
    assert shop.get(f"/segments/{made['id']}/history", as_of="2000-01-01")["points"] == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_that_no_calendar_knows_are_refused(nobody: Shop, day: str) -> None:
    made = save(nobody, "Came back")
    for path in ("", "/history"):
        assert nobody.ask(f"/segments/{made['id']}{path}", as_of=day).status_code == 422
    for part in ({"since": day}, {"until": day}):
        assert nobody.ask(f"/segments/{made['id']}/changes", **part).status_code == 422
    assert nobody.ask("/segments/templates", as_of=day).status_code == 422


def test_the_same_rules_in_another_order_are_one_statement(shop: Shop) -> None:
    first, second = rule("orders", ">=", 2), rule("spent", ">", 50)
    one = send(shop, "POST", "/preview", json=rules(first, second)).json()
    other = send(shop, "POST", "/preview", json=rules(second, first, second)).json()
    values = send(shop, "POST", "/preview", json=rules(rule("orders", ">=", 9), second)).json()
    assert one["statement"]["sql_id"] == other["statement"]["sql_id"]
    assert one["statement"]["sql_id"] == values["statement"]["sql_id"]
    assert one["customers"] == other["customers"]


def test_readers_look_and_do_not_keep(shops: Shops) -> None:
    reader = shops.empty()
    made = save(as_marketer(shops, reader), "Came back")
    body = {"name": "y", "rules": TWICE}
    assert send(reader, "GET", f"/{made['id']}").status_code == 200
    assert send(reader, "POST", json=body).status_code == 403
    assert send(reader, "PUT", f"/{made['id']}", json=body).status_code == 403
    assert send(reader, "DELETE", f"/{made['id']}").status_code == 403
    assert send(reader, "POST", f"/{made['id']}/restore").status_code == 403


def _numbers(template: dict[str, Any]) -> dict[tuple[str, str], float]:
    (group,) = template["rules"]["groups"]
    return {(each["field"], each["op"]): each["value"] for each in group["rules"]}


def test_templates_have_the_numbers_of_the_store(shop: Shop, people: pd.DataFrame) -> None:
    lines = lines_of(shop)
    orders = lines[~lines["cancelled"] & lines["customer"].notna() & (lines["day"] <= END)]
    days = orders[["customer", "day"]].drop_duplicates().sort_values(["customer", "day"])
    spaces = days.groupby("customer")["day"].diff().dropna().dt.days
    usual, late = math.ceil(spaces.quantile(0.5)), math.ceil(spaces.quantile(0.9))
    high, top = (math.ceil(people["cents"].quantile(q) / 100) for q in (0.8, 0.95))
    found = {each["key"]: each for each in shop.get("/segments/templates")["items"]}
    assert _numbers(found["lapsed_high_value"]) == {
        ("spent", ">="): high, ("last_order_days", ">"): late,
    }  # fmt: skip
    assert _numbers(found["vip"]) == {
        ("spent", ">="): top, ("orders", ">="): 2, ("last_order_days", "<="): late,
    }  # fmt: skip
    assert _numbers(found["about_to_lapse"]) == {
        ("last_order_days", ">"): usual, ("last_order_days", "<="): late,
    }  # fmt: skip
    assert f"within {usual} days" in found["about_to_lapse"]["why"]
    assert f"${high:,}.00" in found["lapsed_high_value"]["why"]


def test_templates_reach_whom_they_say(shop: Shop, people: pd.DataFrame) -> None:
    found = {each["key"]: each for each in shop.get("/segments/templates")["items"]}
    ago = (END - people["last"]).dt.days
    limits = _numbers(found["lapsed_high_value"])
    much = people["cents"] >= limits["spent", ">="] * 100
    wanted = {
        "one_time_buyers": (people["orders"] == 1).sum(),
        "discount_only": (people["off"] == 1).sum(),
        "new": ((END - people["first"]).dt.days < 30).sum(),
        "lapsed_high_value": (much & (ago > limits["last_order_days", ">"])).sum(),
    }
    for key, size in wanted.items():
        counted = send(
            shop, "POST", "/preview", json=found[key]["rules"], params={"as_of": TODAY}
        ).json()
        assert counted["customers"] == size, key
        assert counted["sentence"] == found[key]["sentence"]


def test_a_store_of_too_few_orders_is_told_which_templates_wait(nobody: Shop) -> None:
    found = nobody.get("/segments/templates")
    assert [each["key"] for each in found["items"]] == ["one_time_buyers", "discount_only", "new"]
    (gap,) = found["gaps"]
    assert gap["what"] == "VIP, Lapsed high-value, About to lapse"
    assert "25 customers" in gap["why"]


def test_values_are_what_was_bought(shop: Shop) -> None:
    lines = lines_of(shop)
    counted = lines[~lines["cancelled"] & lines["customer"].notna()]
    wanted = counted.groupby("vendor")["customer"].nunique().to_dict()
    found = shop.get("/segments/values", field="vendor", limit=200)["items"]
    assert {each["value"]: each["customers"] for each in found} == wanted
    assert [each["customers"] for each in found] == sorted(wanted.values(), reverse=True)
    hats = shop.get("/segments/values", field="product", search="sUN hAT")["items"]
    assert [each["value"] for each in hats] == ["Packable Sun Hat"]
    assert shop.get("/segments/values", field="product", search="%")["items"] == []
    assert shop.ask("/segments/values", field="email").status_code == 422


def test_an_empty_store_has_no_values(nobody: Shop) -> None:
    for field in ("product", "vendor", "product_type", "country"):
        assert nobody.get("/segments/values", field=field)["items"] == []
