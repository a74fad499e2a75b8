"""Saved questions over HTTP: kept with symbolic time, checked, versioned, brought back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.boards.conftest import NET_BY_MONTH, Desk
from tests.metrics.shops import TODAY

COUNT = "SELECT order_id, COUNT(*) AS n FROM order_lines GROUP BY order_id ORDER BY n DESC LIMIT 5"


def _months(last: date, count: int) -> list[str]:
    firsts = []
    day = last.replace(day=1)
    for _ in range(count):
        day = (day - timedelta(days=1)).replace(day=1)
        firsts.append(str(day))
    return firsts[::-1]


def test_a_saved_question_means_other_days_on_another_day(desk: Desk) -> None:
    saved = desk.save("saved-questions", "Net by month", question=NET_BY_MONTH)
    assert (saved["kind"], saved["question"]["time"]) == ("question", "last_3_months")
    for today in (TODAY, TODAY - timedelta(days=62)):
        path = f"/saved-questions/{saved['id']}/run?as_of={today}"
        answer = desk.done("POST", path)
        assert [row[0] for row in answer["rows"]] == _months(today, 3)
        truth = desk.shop.truth["by_month"]
        expected = [truth[row[0][:7]]["money"]["net_sales"] / 100 for row in answer["rows"]]
        assert [row[1] for row in answer["rows"]] == expected
        assert answer["chart"]["kind"] == "line"


def test_the_answer_of_a_question_can_be_saved_as_it_is(desk: Desk) -> None:
    asked = {"question": "aov from all campaigns by channel last month", "as_of": str(TODAY)}
    first = desk.done("POST", "/ask", asked)
    saved = desk.save("saved-questions", "AOV", question=first["question"], chart=first["chart"])
    again = desk.done("POST", f"/saved-questions/{saved['id']}/run?as_of={TODAY}")
    assert again["rows"] == first["rows"]
    assert (again["chart"], again["sql_id"]) == (first["chart"], first["sql_id"])
    assert saved["template_id"] == first["sql_id"]


def test_saved_sql_is_checked_stored_and_run_in_the_sandbox(desk: Desk) -> None:
    saved = desk.save("saved-questions", "Largest baskets", sql=COUNT)
    assert (saved["kind"], saved["sql"], saved["question"]) == ("sql", COUNT, None)
    answer = desk.done("POST", f"/saved-questions/{saved['id']}/run")
    assert [column["role"] for column in answer["columns"]] == ["dimension", "value"]
    assert len(answer["rows"]) == 5
    assert answer["sql_id"] == saved["template_id"]
    for sql, code in (
        ("DELETE FROM orders", "sql.write"),
        ("SELECT * FROM users", "sql.unknown_table"),
        ("SELECT 1; SELECT 2", "sql.many_statements"),
    ):
        refused = desk.send("POST", "/saved-questions", {"name": "x", "sql": sql})
        assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_what_cannot_be_asked_cannot_be_saved(desk: Desk) -> None:
    for question, status in (
        ({"metrics": ["net_sales"], "time": "whenever"}, 422),
        ({"metrics": ["net_sales"], "time": "first_day_of:" * 500 + "today"}, 422),
        ({"metrics": ["net_sales"], "grain": "eon"}, 422),
        ({"metrics": ["no_such_metric"]}, 404),
        ({"metrics": ["net_sales"], "filters": [{"field": "country"}]}, 422),
    ):
        answer = desk.send("POST", "/saved-questions", {"name": "x", "question": question})
        assert answer.status_code == status, (question, answer.text)
    for body in ({"name": "x"}, {"name": "x", "sql": COUNT, "question": NET_BY_MONTH}):
        assert desk.send("POST", "/saved-questions", body).status_code == 422


def test_only_the_version_that_was_seen_is_changed(desk: Desk) -> None:
    saved = desk.save("saved-questions", "Before", question=NET_BY_MONTH)
    path = f"/saved-questions/{saved['id']}"
    tag = desk.send("GET", path).headers["ETag"]
    changed = desk.send("PATCH", path, {"name": "After"}, **{"If-Match": tag})
    assert (changed.json()["name"], changed.json()["version"]) == ("After", 2)
    late = desk.send("PATCH", path, {"name": "Late"}, **{"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "board.changed_meanwhile")
    assert desk.send("PATCH", path, {"name": "x"}, **{"If-Match": "soon"}).status_code == 422
    other = desk.done("PATCH", path, {"sql": COUNT})
    assert (other["kind"], other["question"], other["name"]) == ("sql", None, "After")
    assert other["template_id"] != saved["template_id"]


def test_a_deleted_question_can_be_brought_back(desk: Desk, database: Database) -> None:
    saved = desk.save("saved-questions", "Gone", question=NET_BY_MONTH)
    path = f"/saved-questions/{saved['id']}"
    desk.done("DELETE", path)
    assert desk.send("GET", path).status_code == 404
    assert desk.send("POST", f"{path}/run").status_code == 404
    assert saved["id"] not in _ids(desk)
    assert desk.done("POST", f"{path}/restore")["name"] == "Gone"
    assert saved["id"] in _ids(desk)
    desk.done("DELETE", path)
    old = text("UPDATE saved_question SET deleted_at = now() - interval '31 days' WHERE id = :id")
    with database.transaction(desk.shop.workspace.id) as session:
        session.execute(old, {"id": saved["id"]})
    desk.save("saved-questions", "Another", question=NET_BY_MONTH)
    assert desk.send("POST", f"{path}/restore").status_code == 404


def _ids(desk: Desk) -> list[str]:
    return [one["id"] for one in desk.done("GET", "/saved-questions")["items"]]


def test_viewers_read_and_run_and_do_not_save(desk: Desk, reader: Desk) -> None:
    saved = desk.save("saved-questions", "For all", question=NET_BY_MONTH)
    path = f"/saved-questions/{saved['id']}"
    assert reader.done("GET", path)["name"] == "For all"
    assert reader.done("POST", f"{path}/run")["rows"]
    body = {"name": "Mine", "question": NET_BY_MONTH}
    for method, place in (
        ("POST", "/saved-questions"),
        ("PATCH", path),
        ("DELETE", path),
        ("POST", f"{path}/restore"),
        ("POST", "/widgets"),
    ):
        answer = reader.send(method, place, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "role"), (method, place)


def test_another_workspace_sees_none_of_it(
    desk: Desk, workspace: Workspace, key_for: Callable[..., dict[str, str]]
) -> None:
    saved = desk.save("saved-questions", "Ours", question=NET_BY_MONTH)
    widget = desk.save("widgets", "Ours", question=NET_BY_MONTH)
    stranger = Desk(desk.shop, key_for(workspace))
    assert stranger.done("GET", "/saved-questions")["items"] == []
    assert stranger.done("GET", "/widgets")["items"] == []
    place = {"items": [{"id": widget["id"], "layout": {"x": 0, "y": 0, "w": 6, "h": 6}}]}
    for method, path, body in (
        ("GET", f"/saved-questions/{saved['id']}", None),
        ("POST", f"/saved-questions/{saved['id']}/run", None),
        ("PATCH", f"/saved-questions/{saved['id']}", {"name": "x"}),
        ("DELETE", f"/saved-questions/{saved['id']}", None),
        ("POST", f"/saved-questions/{saved['id']}/restore", None),
        ("GET", f"/widgets/data?ids={widget['id']}", None),
        ("PATCH", f"/widgets/{widget['id']}", {"name": "x"}),
        ("PUT", "/widgets/layout", place),
        ("DELETE", f"/widgets/{widget['id']}", None),
    ):
        assert stranger.send(method, path, body).status_code == 404, (method, path)


def test_the_same_save_twice_is_one(desk: Desk) -> None:
    body = {"name": "Once", "question": NET_BY_MONTH}
    key = {"Idempotency-Key": "save-once"}
    first, again = (desk.send("POST", "/saved-questions", body, **key) for _ in range(2))
    assert first.status_code == 201
    assert again.headers["Idempotent-Replay"] == "true"
    assert first.json() == again.json()
    assert _ids(desk).count(first.json()["id"]) == 1


@pytest.mark.parametrize("kind", ["saved-questions", "widgets"])
def test_saving_stores_the_statement_and_runs_name_it(
    desk: Desk, database: Database, kind: str
) -> None:
    for asked in ({"question": NET_BY_MONTH}, {"sql": COUNT}):
        saved = desk.save(kind, "Stored", **asked)
        query = text("SELECT kind, sql_text FROM sql_template WHERE id = :id")
        with database.transaction(desk.shop.workspace.id) as session:
            stored = session.execute(query, {"id": saved["template_id"]}).one()
        assert stored.kind == ("statement" if "sql" in asked else "query")
        answer = _run(desk, kind, saved["id"])
        assert answer["sql"] == stored.sql_text
        query = text(
            "SELECT template_id, origin, status FROM query_run ORDER BY created_at DESC LIMIT 1"
        )
        with database.transaction(desk.shop.workspace.id) as session:
            assert tuple(session.execute(query).one()) == (saved["template_id"], "board", "ok")


def _run(desk: Desk, kind: str, thing_id: str) -> dict[str, object]:
    if kind == "widgets":
        answer: dict[str, object] = desk.data(thing_id)[0]["answer"]
        return answer
    found: dict[str, object] = desk.done("POST", f"/saved-questions/{thing_id}/run?as_of={TODAY}")
    return found
