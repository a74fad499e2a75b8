"""Reads and writes of the metrics tables; the transaction's scope keeps workspaces apart."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from psycopg.types.json import Jsonb
from pydantic import BaseModel
from sqlalchemy import delete, update
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, SQLModel, col, select

from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.metrics.schemas import Kpi
from marketing_agent.metrics.stored import Draft
from marketing_agent.metrics.tables import (
    KpiResultRow,
    SqlTemplateRow,
    SummaryPinsRow,
    WarehouseProfileRow,
)

Looked = TypeVar("Looked", bound=BaseModel)

_TEMPLATES = SQLModel.metadata.tables["sql_template"]
_RUNS = SQLModel.metadata.tables["query_run"]
_ADD_RUN = str(_RUNS.insert().compile(dialect=registry.load("postgresql.psycopg")()))


def load_look(
    session: Session, workspace_id: str, version: int, made_by: str, kind: type[Looked]
) -> tuple[Looked, datetime] | None:
    """What was seen in a version by what is named, and when."""
    row = session.get(WarehouseProfileRow, (workspace_id, version, made_by))
    return (kind.model_validate(row.profile), row.created_at) if row else None


def save_look(
    session: Session, workspace_id: str, version: int, made_by: str, found: BaseModel
) -> None:
    """Keeps what was seen; a second writer of the same version changes nothing."""
    row = {
        "workspace_id": workspace_id,
        "warehouse_version": version,
        "model_version": made_by,
        "profile": found.model_dump(mode="json"),
        "created_at": now(),
    }
    session.execute(upsert(WarehouseProfileRow).values(row).on_conflict_do_nothing())


def templates_in_force(
    session: Session, workspace_id: str, dialect: str
) -> Sequence[SqlTemplateRow]:
    """The statements compiled ahead for a workspace and an engine that are not retired."""
    statement = select(SqlTemplateRow).where(
        col(SqlTemplateRow.workspace_id) == workspace_id,
        col(SqlTemplateRow.status) != "retired",
        col(SqlTemplateRow.kind).not_in(["query", "statement", "profile", "insight"]),
        col(SqlTemplateRow.dialect) == dialect,
    )
    return session.exec(statement).all()


def template_id(
    session: Session, workspace_id: str, kind: str, key: str, dialect: str
) -> str | None:
    """The id of a statement in force that was stored under that key, for that engine."""
    statement = select(SqlTemplateRow.id).where(
        col(SqlTemplateRow.workspace_id) == workspace_id,
        col(SqlTemplateRow.kind) == kind,
        col(SqlTemplateRow.key) == key,
        col(SqlTemplateRow.dialect) == dialect,
        col(SqlTemplateRow.status) != "retired",
    )
    return session.exec(statement).first()


def template_ids(
    session: Session, workspace_id: str, kind: str, keys: Iterable[str], dialect: str
) -> dict[str, str]:
    """The ids of statements in force by their keys, for that engine."""
    statement = select(SqlTemplateRow.key, SqlTemplateRow.id).where(
        col(SqlTemplateRow.workspace_id) == workspace_id,
        col(SqlTemplateRow.kind) == kind,
        col(SqlTemplateRow.key).in_(list(keys)),
        col(SqlTemplateRow.dialect) == dialect,
        col(SqlTemplateRow.status) != "retired",
    )
    return {key: template for key, template in session.exec(statement)}


def retire_templates(session: Session, ids: Iterable[str]) -> None:
    """Takes statements out of force; their runs stay explained."""
    statement = update(SqlTemplateRow).where(col(SqlTemplateRow.id).in_(list(ids)))
    session.execute(statement.values(status="retired"))


def add_templates(
    session: Session,
    workspace_id: str,
    model_version: str,
    drafts: Iterable[Draft],
    by: str = "model",
) -> None:
    """Stores statements; a second writer of the same ones changes nothing."""
    rows = [_template(workspace_id, model_version, draft, by) for draft in drafts]
    if rows:
        # Row by row, as the text of one statement for all would take longer to make.
        session.execute(upsert(_TEMPLATES).on_conflict_do_nothing(), rows)


def _template(workspace_id: str, model_version: str, draft: Draft, by: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "key": draft.name.key,
        "kind": draft.name.kind,
        "source": draft.name.source,
        "dialect": draft.statement.dialect,
        "semantic_query": draft.semantic_query,
        "sql_text": draft.statement.sql,
        "param_spec": draft.statement.parameters,
        "model_version": model_version,
        "sha256": draft.statement.sha256,
        "status": "verified",
        "verified_by": by,
        "created_at": now(),
    }


def add_runs(session: Session, runs: Sequence[dict[str, Any]]) -> None:
    """Records statements that ran, many at once.

    Every answer pays for this: the driver is told directly, which spares a whole millisecond.
    """
    given = [run | {"params": Jsonb(run["params"])} for run in runs]
    if given:
        session.connection().exec_driver_sql(_ADD_RUN, given if len(given) > 1 else given[0])


def load_results(
    session: Session, workspace_id: str, version: int, hashes: Iterable[str]
) -> dict[str, Kpi]:
    """Computed numbers by the hash of their parameters."""
    statement = select(KpiResultRow).where(
        col(KpiResultRow.workspace_id) == workspace_id,
        col(KpiResultRow.warehouse_version) == version,
        col(KpiResultRow.params_hash).in_(list(hashes)),
    )
    return {row.params_hash: Kpi.model_validate(row.result) for row in session.exec(statement)}


def save_results(
    session: Session,
    workspace_id: str,
    version: int,
    results: Iterable[tuple[str, str | None, Kpi]],
) -> None:
    """Keeps computed numbers: (hash of the parameters, hash of the SQL, number)."""
    rows = [
        {
            "workspace_id": workspace_id,
            "warehouse_version": version,
            "key": kpi.key,
            "params_hash": params_hash,
            "template_sha256": sha256,
            "result": kpi.model_dump(mode="json"),
            "created_at": now(),
        }
        for params_hash, sha256, kpi in results
    ]
    if rows:
        session.execute(upsert(KpiResultRow).values(rows).on_conflict_do_nothing())


def forget_versions(session: Session, workspace_id: str, before: int) -> None:
    """Drops profiles and results of warehouse versions that nobody can read any more."""
    for table in (KpiResultRow, WarehouseProfileRow):
        session.execute(
            delete(table).where(
                col(table.workspace_id) == workspace_id, col(table.warehouse_version) < before
            )
        )


def forget_runs(session: Session, workspace_id: str, before: datetime) -> None:
    """Drops the records of runs before an instant."""
    session.execute(
        _RUNS.delete().where(_RUNS.c.workspace_id == workspace_id, _RUNS.c.created_at < before)
    )


def load_pins(session: Session, workspace_id: str) -> tuple[str, ...] | None:
    """The pinned keys in order, or None when nobody chose yet."""
    row = session.get(SummaryPinsRow, workspace_id)
    return tuple(row.keys) if row else None


def save_pins(session: Session, workspace_id: str, keys: Sequence[str]) -> None:
    """Replaces the pinned keys."""
    values = {"workspace_id": workspace_id, "keys": list(keys), "updated_at": now()}
    statement = upsert(SummaryPinsRow).values(values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["workspace_id"],
            set_={"keys": statement.excluded["keys"], "updated_at": statement.excluded.updated_at},
        )
    )
