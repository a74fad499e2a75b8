"""What a model is told. The rules are our own words; all that comes from people is JSON data."""

import json
from functools import cache
from importlib import resources
from string import Template
from typing import Any

from marketing_agent.ask.reader import Brief, SqlBrief


def query_rules(brief: Brief) -> str:
    """The instructions for a semantic query: our words alone, the same for all its questions."""
    groups = [
        f"Split by {', '.join(group.dimensions) or 'nothing'}:\n"
        + "\n".join(f"- {key}: {meaning}" for key, meaning in group.metrics.items())
        for group in brief.groups
    ]
    names = "\n".join(f"- {each.name}: {each.meaning}" for each in brief.dimensions)
    listed = ["Dimensions:", names, "", "Metrics, by what splits them:", *groups]
    return "\n".join([_text("query"), _text("data"), *listed])


def query_prompt(brief: Brief) -> str:
    """The question with the values that it may name, as data."""
    values = {
        each.name: {"values": each.values, "not_shown": each.more}
        for each in brief.dimensions
        if each.values
    }
    asked = {"before": brief.before, "not_understood": brief.doubt, "question": brief.question}
    return _json({"values": values} | asked)


def sql_rules(brief: SqlBrief) -> str:
    """The instructions for a statement: ours alone."""
    unit = f"{10**brief.money_digits}.0"
    rules = Template(_text("sql")).substitute(dialect=brief.dialect, unit=unit)
    return "\n".join([rules, _text("data"), "Tables:", _tables(brief)])


def sql_prompt(brief: SqlBrief) -> str:
    """The question, as data."""
    return _json({"before": brief.before, "question": brief.question})


def _tables(brief: SqlBrief) -> str:
    return "\n".join(
        f"{name}: {meaning}\n" + "\n".join(f"- {column} {told}" for column, told in columns.items())
        for name, (meaning, columns) in brief.tables.items()
    )


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


@cache
def _text(name: str) -> str:
    folder = resources.files("marketing_agent.agents.questions") / "rules"
    return (folder / f"{name}.md").read_text("utf-8")
