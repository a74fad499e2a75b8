"""Audiences by rules: how many customers they reach. Counts alone leave the warehouse."""

from datetime import date, timedelta

from sqlmodel import Session

from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.insights.segments.rules import Audience, words
from marketing_agent.insights.segments.schemas import SegmentPreview, SegmentRules
from marketing_agent.kernel.money import from_minor
from marketing_agent.metrics.windows import DEFAULT_RANGE
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse


def preview(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    rules: SegmentRules,
    as_of: date | None = None,
) -> SegmentPreview:
    """How many the rules reach at the end of that day, and who of them accepts e-mail.

    Raises BadRule for what a field cannot be compared with.
    """
    ground = Ground(session, warehouse, workspace, InsightAsk(as_of=as_of), DEFAULT_RANGE)
    audience = Audience(workspace.currency)
    sql = audience.statement(rules)
    found = ground.run(sql, end=ground.today + timedelta(days=1), **audience.params)
    ground.save()
    row = {name: int(float(str(value or 0))) for name, value in found.dicts()[0].items()}
    return SegmentPreview(
        sentence=words(rules),
        customers=row["customers"],
        share=ratio(row["customers"], row["everybody"]),
        accepting_email=row["accepting_email"] if row["consent_known"] else None,
        spent=float(from_minor(row["spent_minor"], workspace.currency)),
        currency=workspace.currency,
        statement=found.evidence,
    )
