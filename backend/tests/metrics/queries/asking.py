"""Asking the small shop: short ways to write a query and to read its answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marketing_agent.metrics.answers import answer_query
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_schemas import QueryAnswer
from tests.metrics.conftest import Store
from tests.metrics.queries.shop import DAYS, TODAY

WHOLE = (DAYS[0], DAYS[-1])


def query(*metrics: str, days: tuple[date | None, date] = WHOLE, **more: Any) -> SemanticQuery:
    """A query over days, both inside."""
    start, end = days
    fields: dict[str, Any] = {
        "metrics": metrics,
        "time": {"expr": "explicit", "start": start and start.isoformat(), "end": end.isoformat()},
    }
    if "compare" in more:
        first, last = more.pop("compare")
        window = {"start": first.isoformat(), "end": last.isoformat()}
        fields["compare"] = {"to": "custom"} | window
    if "by" in more:
        fields["dimensions"] = tuple(more.pop("by").split())
    where = more.pop("where", ())
    fields["filters"] = [
        {"field": each[0], "op": each[1]} | ({"value": each[2]} if len(each) > 2 else {})
        for each in where
    ]
    order = more.pop("order", ())
    fields["order"] = [{"by": by, "dir": direction} for by, direction in order]
    return SemanticQuery.model_validate(fields | more)


@dataclass(frozen=True)
class Shop:
    """A published shop that answers."""

    store: Store

    def ask(self, *metrics: str, **more: Any) -> QueryAnswer:
        return self.answer(query(*metrics, **more))

    def answer(self, asked: SemanticQuery) -> QueryAnswer:
        store = self.store
        with store.database.transaction(store.workspace.id) as session:
            return answer_query(session, store.warehouse, store.workspace, asked, TODAY)

    def rows(self, *metrics: str, **more: Any) -> list[tuple[Any, ...]]:
        return list(self.ask(*metrics, **more).rows)

    def value(self, *metrics: str, **more: Any) -> Any:
        (row,) = self.rows(*metrics, **more)
        return row[-1]
