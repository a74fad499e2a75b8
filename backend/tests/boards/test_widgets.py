"""Widgets over HTTP: laid out, pinned, and answered in one request."""

from tests.boards.conftest import NET_BY_MONTH, Desk
from tests.metrics.shops import TODAY

TOTAL = {"metrics": ["total_sales"], "time": "last_30_days"}


def _layouts(desk: Desk) -> dict[str, tuple[int, int, int, int]]:
    items = desk.done("GET", "/widgets")["items"]
    return {one["id"]: tuple(one["layout"][side] for side in "xywh") for one in items}


def test_a_new_widget_lies_below_the_others(desk: Desk) -> None:
    first = desk.save("widgets", "One", question=NET_BY_MONTH)
    number = {"kind": "number", "x": None, "y": ["total_sales"], "split": None}
    second = desk.save("widgets", "Two", question=TOTAL, chart=number)
    bottom = first["layout"]["y"] + first["layout"]["h"]
    assert (first["layout"]["w"], first["layout"]["h"]) == (6, 6)
    assert second["layout"] == {"x": 0, "y": bottom, "w": 3, "h": 3}
    assert second["pinned"]


def test_widgets_are_moved_together_or_not_at_all(desk: Desk) -> None:
    ids = [desk.save("widgets", name, question=TOTAL)["id"] for name in ("a", "b")]
    places = [{"x": 0, "y": 500, "w": 4, "h": 4}, {"x": 4, "y": 500, "w": 8, "h": 4}]
    items = [{"id": i, "layout": p} for i, p in zip(ids, places, strict=True)]
    listed = [one["id"] for one in desk.done("PUT", "/widgets/layout", {"items": items})["items"]]
    assert listed.index(ids[0]) + 1 == listed.index(ids[1])
    assert _layouts(desk)[ids[1]] == (4, 500, 8, 4)
    lost = [items[0] | {"layout": {"x": 6, "y": 0, "w": 6, "h": 4}}, {**items[1], "id": "none"}]
    assert desk.send("PUT", "/widgets/layout", {"items": lost}).status_code == 404
    assert _layouts(desk)[ids[0]] == (0, 500, 4, 4)


def test_a_place_is_inside_the_grid(desk: Desk) -> None:
    for layout in (
        {"x": 8, "y": 0, "w": 6, "h": 4},
        {"x": -1, "y": 0, "w": 6, "h": 4},
        {"x": 0, "y": 0, "w": 1, "h": 4},
        {"x": 0, "y": 0, "w": 13, "h": 4},
        {"x": 0, "y": 10_000, "w": 6, "h": 4},
        {"x": 0, "y": 0, "w": 6, "h": 400},
    ):
        body = {"name": "x", "question": TOTAL, "layout": layout}
        assert desk.send("POST", "/widgets", body).status_code == 422, layout


def test_one_request_answers_every_pinned_widget_in_order(desk: Desk) -> None:
    for one in desk.done("GET", "/widgets")["items"]:
        desk.done("DELETE", f"/widgets/{one['id']}")
    sql = desk.save("widgets", "By SQL", sql="SELECT COUNT(*) AS n FROM orders")
    total = desk.save("widgets", "Total", question=TOTAL)
    hidden = desk.save("widgets", "Hidden", question=TOTAL, pinned=False)
    path = f"/widgets/data?as_of={TODAY}"
    items = desk.done("GET", path)["items"]
    assert [one["id"] for one in items] == [sql["id"], total["id"]]
    orders = desk.done("POST", "/sql", {"sql": "SELECT COUNT(*) FROM orders"})["rows"]
    assert items[0]["answer"]["rows"] == orders
    assert items[0]["answer"]["chart"]["kind"] == "number"
    tile = desk.shop.kpi("total_sales")
    assert items[1]["answer"]["rows"] == [[tile["value"]]]
    desk.done("PATCH", f"/widgets/{hidden['id']}", {"pinned": True})
    assert len(desk.done("GET", path)["items"]) == 3


def test_a_day_that_no_file_tells_of_is_said(desk: Desk) -> None:
    widget = desk.save("widgets", "Total", question=TOTAL)
    path = f"/widgets/data?as_of=2020-01-01&ids={widget['id']}"
    (found,) = desk.done("GET", path)["items"]
    assert (found["answer"], found["problem"]["code"]) == (None, "no_answer")
    assert found["problem"]["message"]


def test_one_without_an_answer_does_not_hold_up_the_others(desk: Desk) -> None:
    # Every row of every join counts, so that no order of the joins makes it quick.
    slow = (
        "SELECT COUNT(*) AS n FROM orders AS a JOIN orders AS b ON a.currency <> b.order_id"
        " JOIN orders AS c ON b.currency <> c.order_id JOIN orders AS d"
        " ON d.currency <> c.order_id WHERE a.order_id || b.order_id <> c.order_id || d.order_id"
    )
    ids = [
        desk.save("widgets", "Slow", sql=slow)["id"],
        desk.save("widgets", "Fine", question=NET_BY_MONTH)["id"],
    ]
    slow_one, fine = desk.data(*ids)
    assert (slow_one["answer"], slow_one["problem"]["code"]) == (None, "sql.deadline")
    assert fine["problem"] is None
    assert len(fine["answer"]["rows"]) == 3


def test_one_that_was_just_deleted_is_left_out(desk: Desk) -> None:
    kept, gone = (desk.save("widgets", name, question=TOTAL)["id"] for name in ("kept", "gone"))
    desk.done("DELETE", f"/widgets/{gone}")
    assert [one["id"] for one in desk.data(gone, kept)] == [kept]
    assert desk.send("GET", f"/widgets/data?ids={gone}").status_code == 404


def test_a_board_has_room_for_sixty(desk: Desk) -> None:
    while len(_layouts(desk)) < 60:
        desk.save("widgets", "More", question=TOTAL)
    full = desk.send("POST", "/widgets", {"name": "x", "question": TOTAL})
    assert (full.status_code, full.json()["code"]) == (422, "board.full")
    for widget_id in list(_layouts(desk))[5:]:
        desk.done("DELETE", f"/widgets/{widget_id}")
    assert desk.done("GET", f"/widgets/data?ids={next(iter(_layouts(desk)))}")["items"]
