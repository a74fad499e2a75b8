"""The costs that a workspace says: read, checked, kept."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from marketing_agent.insights.profit import repository
from marketing_agent.insights.profit.errors import BadCost, CostsChanged
from marketing_agent.insights.profit.rules import LABELS, Rule, Said, rule_of, shown
from marketing_agent.insights.profit.schemas import CostSettings, CostSettingsWrite
from marketing_agent.kernel.money import minor_digits
from marketing_agent.tenancy.schemas import Workspace


def said(session: Session, workspace: Workspace) -> Said:
    """What the workspace says of its costs, in minor units; nothing where it never did."""
    row = repository.find(session, workspace.id)
    if row is None:
        return Said()
    rules = tuple(Rule(**each, place=place) for place, each in enumerate(row.rules))
    return Said(rules=rules, no_other_costs=row.no_other_costs)


def settings(session: Session, workspace: Workspace) -> CostSettings:
    """As they were set, else no rule at all; money in major units."""
    row = repository.find(session, workspace.id)
    found = said(session, workspace)
    return CostSettings.model_validate(
        {
            "rules": [shown(each, workspace.currency) for each in found.rules],
            "no_other_costs": found.no_other_costs,
            "currency": workspace.currency,
            "revision": row.revision if row else 0,
        }
    )


def set_settings(session: Session, workspace: Workspace, wanted: CostSettingsWrite) -> CostSettings:
    """Replaces them all.

    Raises BadCost for an amount finer than the currency and for two rules of one kind that start
    on the same day, CostsChanged where somebody set them after `revision`.
    """
    for each in wanted.rules:
        _check_digits(getattr(each, "amount", None), workspace.currency)
    rules = [rule_of(each, workspace.currency) for each in wanted.rules]
    _check_starts(rules)
    kept = [rule.model_dump(mode="json", exclude_defaults=True) for rule in rules]
    known = wanted.revision
    if not repository.put(
        session, workspace.id, kept, no_other_costs=wanted.no_other_costs, revision=known
    ):
        raise CostsChanged("Somebody else changed the costs meanwhile. Load them again.")
    return settings(session, workspace)


def _check_digits(amount: Decimal | None, currency: str) -> None:
    digits = minor_digits(currency)
    if amount is not None and amount != round(amount, digits):
        most = "no decimals" if digits == 0 else f"at most {digits} decimals"
        raise BadCost(f"{amount} has more decimals than {currency} has: {most}.")


def _check_starts(rules: list[Rule]) -> None:
    """Which of two rules is the newer one must be clear. Custom spends stand side by side."""
    told = Counter((each.kind, each.sku, each.starts) for each in rules if each.kind != "custom")
    for (kind, sku, starts), times in told.items():
        if times > 1:
            of = f"{LABELS[kind]} of {sku}" if sku else LABELS[kind]
            when = f"on {starts}" if starts else "with no first day"
            raise BadCost(f"{of}: {times} rules start {when}. Give each a start of its own.")
