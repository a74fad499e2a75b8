"""The four questions of the product's brief: one number, wherever and however it is asked."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from typer.testing import CliRunner

from marketing_agent.cli.main import app
from marketing_agent.kernel.config import get_settings
from marketing_agent.kernel.db import Database
from tests.ask.test_answers import BRIEF, ask, value
from tests.metrics.shops import TODAY, Shop

Truth = dict[str, Any]
_WORDS = {
    "revenue_last_30_days": ("Total sales", "$"),
    "aov_all_campaigns_prior_30_days": ("Average order value of campaigns", "$"),
    "conversion_rate_all_campaigns_last_30_days": ("Conversion rate of campaigns", "%"),
    "email_ctr_all_campaigns_prior_30_days": ("Click rate (CTR)", "%"),
}


def _truth(truth: Truth) -> dict[str, tuple[Truth, Fraction]]:
    """By key: the days that are meant, and the value that the shop was simulated with."""
    last, prior = truth["last_30_days"], truth["prior_30_days"]
    campaigns, mails = prior["campaigns"], prior["email_campaigns"]
    now = last["campaigns"]
    return {
        "revenue_last_30_days": (last, Fraction(last["money"]["total_sales"], 100)),
        "aov_all_campaigns_prior_30_days": (
            prior,
            Fraction(campaigns["sales"], 100 * campaigns["orders"]),
        ),
        "conversion_rate_all_campaigns_last_30_days": (
            last,
            Fraction(now["orders"], now["sessions"]),
        ),
        "email_ctr_all_campaigns_prior_30_days": (
            prior,
            Fraction(mails["unique_clicks"], mails["delivered"]),
        ),
    }


@pytest.fixture
def command(
    shop: Shop, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Any]]:
    """Runs a command on the shop, as of the day it ends; gives its one JSON document."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("MARKETING_AGENT_DATA_DIR", str(shop.settings.data_dir))
    get_settings.cache_clear()

    def run(*words: str) -> Any:
        where = ["--workspace", shop.workspace.slug, "--as-of", str(TODAY), "--json"]
        done = CliRunner().invoke(app, [*words, *where])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    yield run
    get_settings.cache_clear()


@pytest.mark.parametrize("question", BRIEF)
def test_words_chart_and_sql_say_what_was_simulated(shop: Shop, question: str) -> None:
    key = BRIEF[question]
    days, expected = _truth(shop.truth)[key]
    name, sign = _WORDS[key]
    for store in ("business", shop.workspace.name):
        answer = ask(shop, question.format(store))
        assert (answer["cache"]["hit"], answer["cache"]["source"]) == (True, "seed")
        assert answer["window"] == {"start": days["start"], "end": days["end"]}
        assert value(answer) == pytest.approx(float(expected), abs=0.005 if sign == "$" else 1e-8)
        assert name in answer["sentence"]
        assert sign in answer["sentence"]
        assert answer["chart"]["kind"] == "number"
        assert answer["sql"].startswith("WITH")
        digest = sha256(answer["sql"].encode()).hexdigest()
        (stored,) = shop.get("/sql-templates", q=digest)["items"]
        assert (stored["id"], stored["sql"]) == (answer["sql_id"], answer["sql"])


def test_tile_api_and_commands_say_the_same(shop: Shop, command: Callable[..., Any]) -> None:
    tiles, listed = shop.tiles(), {one["key"]: one for one in command("kpis")}
    for question, key in BRIEF.items():
        expected = float(_truth(shop.truth)[key][1])
        asked = command("ask", question.format("business"))
        assert asked["cache"]["hit"]
        assert asked["outcome"] == "answer"
        shown = [tiles[key]["value"], shop.kpi(key)["value"], listed[key]["value"], value(asked)]
        within = 0.005 if tiles[key]["unit"] == "money" else 1e-8
        assert shown == pytest.approx([expected] * 4, abs=within), key
        assert asked["sentence"] == ask(shop, question.format("business"))["sentence"]
