"""Audiences by rules: how many customers they reach. Counts alone leave the warehouse."""

from datetime import date

from sqlmodel import Session

from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.segments.counting import count_of, ground_of, run_over
from marketing_agent.insights.segments.schemas import SegmentPreview, SegmentRules
from marketing_agent.insights.segments.words import words
from marketing_agent.kernel.money import from_minor
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

    Raises BadRule for what a field cannot be compared with, and BadRange.
    """
    ground = ground_of(session, warehouse, workspace, as_of)
    found = run_over(ground, "audience", "points_now", rules)
    (row,) = found.dicts()
    customers = count_of(row, "customers")
    known = count_of(row, "consent_known") > 0
    return SegmentPreview(
        sentence=words(rules),
        as_of=ground.today,
        customers=customers,
        share=ratio(customers, count_of(row, "everybody")),
        accepting_email=count_of(row, "accepting_email") if known else None,
        spent=float(from_minor(count_of(row, "spent_minor"), workspace.currency)),
        currency=workspace.currency,
        statement=found.evidence,
    )
