"""Reads and writes of the costs that a workspace says."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from marketing_agent.insights.profit.tables import CostSettingsRow


def find(session: Session, workspace_id: str) -> CostSettingsRow | None:
    """The row of the workspace; None while nothing was set."""
    return session.get(CostSettingsRow, workspace_id, populate_existing=True)


def put(
    session: Session,
    workspace_id: str,
    rules: list[dict[str, Any]],
    *,
    no_other_costs: bool,
    revision: int | None,
) -> bool:
    """Writes the row. False where `revision` is given and another one stands there by now."""
    values = {"rules": rules, "no_other_costs": no_other_costs}
    statement = insert(CostSettingsRow).values(workspace_id=workspace_id, revision=1, **values)
    now = col(CostSettingsRow.revision)
    statement = statement.on_conflict_do_update(
        index_elements=["workspace_id"],
        set_=values | {"revision": now + 1},
        where=None if revision is None else now == revision,
    )
    written = statement.returning(now)
    return session.execute(written).first() is not None
