"""Requests that are to be done again and again become drafts of automations."""

from datetime import date
from typing import Any

import pytest

from marketing_agent.agents.automations.schemas import AutomationCreate
from marketing_agent.agents.planner.port import PlanBrief
from marketing_agent.agents.planner.reading import readings
from marketing_agent.agents.planner.rules import planned
from marketing_agent.agents.planner.standing import standing
from marketing_agent.agents.planner.waiting import waiting
from marketing_agent.ask.parser import Parser
from tests.ask.catalogue import CATALOGUE

CREATE = {"name": "create_automation", "effect": "draft", "input_schema": {"properties": {}}}
PARSER, TODAY = Parser(CATALOGUE), date(2026, 11, 27)
STOCK = ("days_of_inventory", "today")
LOW = "List products with low stock"
WORKING = ["mon", "tue", "wed", "thu", "fri"]


def _on(at: str, **more: Any) -> dict[str, Any]:
    return {"kind": "schedule", "at": at} | more


@pytest.mark.parametrize(
    ("text", "trigger", "asked"),
    [
        ("every Monday at 8 tell me last week's revenue",
         _on("08:00", weekdays=["mon"]), "Last week's revenue"),
        ("Each Monday and Thursday at 7:30am, what changed last week?",
         _on("07:30", weekdays=["mon", "thu"]), "What changed last week?"),
        ("Please, every weekday at 6 pm show me orders today",
         _on("18:00", weekdays=WORKING), "Orders today"),
        ("every day at 12 am tell me orders yesterday", _on("00:00"), "Orders yesterday"),
        ("every month give me revenue last month",
         _on("08:00", day_of_month=1), "Revenue last month"),
        ("Every morning mail the team orders yesterday",
         _on("08:00"), "Orders yesterday? Mail the answer to the team."),
        ("Tell me last week's revenue every Monday at 8",
         _on("08:00", weekdays=["mon"]), "Last week's revenue"),
        ("When an import completes, what changed last week? Mail the answer to the team.",
         {"kind": "event", "event": "import.completed"},
         "What changed last week? Mail the answer to the team."),
        ("whenever an import fails tell me which files were imported",
         {"kind": "event", "event": "import.failed"}, "Which files were imported"),
        ("when something waits for approval tell me orders yesterday",
         {"kind": "event", "event": "approval.requested"}, "Orders yesterday"),
        ("After an approval is decided, show me revenue last week",
         {"kind": "event", "event": "approval.decided"}, "Revenue last week"),
        ("whenever a message is sent, tell me orders yesterday",
         {"kind": "event", "event": "message.sent"}, "Orders yesterday"),
        ("When an alert is raised, show me orders yesterday",
         {"kind": "event", "event": "alert.raised"}, "Orders yesterday"),
        ("Whenever a segment changes, show me orders yesterday",
         {"kind": "event", "event": "segment.changed"}, "Orders yesterday"),
        ("when a run fails mail the team orders yesterday",
         {"kind": "event", "event": "run.failed"},
         "Orders yesterday? Mail the answer to the team."),
        ("when a background job is given up, tell me orders yesterday",
         {"kind": "event", "event": "job.given_up"}, "Orders yesterday"),
        ("each time a call of a webhook is given up tell me orders yesterday",
         {"kind": "event", "event": "webhook.given_up"}, "Orders yesterday"),
    ],
)  # fmt: skip
def test_what_is_to_be_done_again(text: str, trigger: dict[str, Any], asked: str) -> None:
    found = standing(text)
    assert found is not None
    assert found["trigger"] == trigger
    assert found["action"] == {"kind": "instruction", "text": asked}
    AutomationCreate.model_validate(found)


@pytest.mark.parametrize(
    "text",
    [
        "Revenue every day last week",
        "Tell me revenue every day last week",
        "How many orders did we have each month?",
        "every Monday at 25 tell me revenue",
        "every day at 13pm tell me revenue",
        "Why did revenue change last week? Send the summary to the team.",
        "What happens when an import completes?",
        "When does a webhook fail?",
        "when a message is written, tell me orders yesterday",
    ],
)
def test_what_is_asked_once_is_no_automation(text: str) -> None:
    assert standing(text) is None


def test_it_is_drafted_for_who_may_and_refused_to_others() -> None:
    text, today = "every Monday at 8 tell me last week's revenue", date(2026, 11, 27)
    (step,) = planned(PlanBrief(text, today, (CREATE,))).steps
    assert (step.tool, step.arguments["name"]) == ("create_automation", "Last week's revenue")
    refused = planned(PlanBrief(text, today, ()))
    assert (refused.steps, refused.reply) == ((), "Your role may not write automations.")


@pytest.mark.parametrize(
    ("text", "metric", "bound", "asked"),
    [
        ("When cover is below 10 days, list products with low stock", STOCK, "below 10", LOW),
        ("when cover<10 days list products with low stock", STOCK, "below 10", LOW),
        ("list low stock when cover drops under 10 days", STOCK, "below 10", "List low stock"),
        ("When weeks of cover are less than two, list products with low stock",
         STOCK, "below 14", LOW),
        ("When stock cover ≤ 2 weeks, list products with low stock", STOCK, "at_most 14", LOW),
        ("tell me when net sales fall below $500",
         ("net_sales", "yesterday"), "below 500", "Net sales yesterday"),
        ("As soon as the refund rate goes above 5% mail the team why refunds changed last week",
         ("refund_rate", "yesterday"), "above 0.05",
         "Why refunds changed last week? Mail the answer to the team."),
        ("If AOV falls to €60, tell me the best selling products last week",
         ("aov", "yesterday"), "at_most 60", "The best selling products last week"),
        ("Once revenue reaches $10k, show me revenue by channel last week",
         ("total_sales", "yesterday"), "at_least 10000", "Revenue by channel last week"),
        ("whenever weekly net sales exceed 1.5m alert the team",
         ("net_sales", "last_7_days"), "above 1500000",
         "Net sales last 7 days? Mail the answer to the team."),
        ("let me know if orders drop below 20 a day",
         ("orders", "yesterday"), "below 20", "Orders yesterday"),
        ("Notify us when last week's revenue is less than $5,000",
         ("total_sales", "last_week"), "below 5000", "Total sales last week"),
        ("When conversion rate dips under 2 percent, what changed last week?",
         ("conversion_rate", "yesterday"), "below 0.02", "What changed last week?"),
        ("when net slaes fall below 500 tell me",
         ("net_sales", "yesterday"), "below 500", "Net sales yesterday"),
        ("email the team when ROAS is lower than 2",
         ("roas", "yesterday"), "below 2", "ROAS yesterday? Mail the answer to the team."),
    ],
)  # fmt: skip
def test_a_number_that_is_waited_for(
    text: str, metric: tuple[str, str], bound: str, asked: str
) -> None:
    found = waiting(text, readings(PARSER, text, TODAY))
    assert isinstance(found, dict), found
    trigger = found["trigger"]
    assert (trigger["metric"], trigger["time"]) == metric
    assert f"{trigger['relation']} {trigger['value']}" == bound
    assert found["action"]["text"] == asked
    AutomationCreate.model_validate(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("when happiness falls below 10, tell me orders", "no number called “happiness”"),
        ("when sessions rates fall below 10, tell me orders", "Did you mean"),
        ("when sales in Germany fall below $500, tell me orders", "the whole store"),
        ("when net sales fall below 10%, tell me orders", "Net sales is no percentage"),
        ("when orders fall below $10, tell me", "no amount of money"),
        ("when orders are below 10 days, tell me", "not counted in days"),
        ("when the conversion rate is below 0.5, tell me sessions", "with a percent sign"),
        ("when this month's revenue is above $1,000, tell me", "days that are over"),
        ("when cover and orders are below 10, tell me", "one number at a time"),
    ],
)
def test_a_number_that_nobody_can_wait_for_is_asked_back(text: str, said: str) -> None:
    plan = planned(PlanBrief(text, TODAY, (CREATE,), readings=readings(PARSER, text, TODAY)))
    assert (plan.steps, said in (plan.reply or "")) == ((), True), plan


@pytest.mark.parametrize(
    "text",
    [
        "When was revenue below $500?",
        "When did net sales fall below $500?",
        "When do sales exceed 500?",
        "Which products have less than 10 days of cover?",
        "What happens when cover is below 10 days?",
        "What should we do when cover is below 10 days?",
        "When cover is below 10 days, what should I do?",
        "Show days when revenue is below $500",
        "Show orders below $50",
        "Tell me if sales are below $500",
        "Which products sold best when net sales fell below $500?",
        "How often are orders above 20?",
        "Revenue when discount rate is over 20%",
        "show products when price is above $50",
        "Why did revenue drop below $500 last week?",
    ],
)
def test_a_question_that_holds_a_bound_stays_one(text: str) -> None:
    assert waiting(text, readings(PARSER, text, TODAY)) is None
