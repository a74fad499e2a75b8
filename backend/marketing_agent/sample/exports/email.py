"""E-mail tool exports: campaigns with percent strings, flows by month with fractions."""

from __future__ import annotations

from collections.abc import Iterator

from marketing_agent.sample.headers import header
from marketing_agent.sample.mailing import Results
from marketing_agent.sample.money import floating, percent
from marketing_agent.sample.spec import common
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder


def write_email(store: Store, folder: Folder) -> None:
    folder.raw("marketing/klaviyo_campaigns.csv", header("email_campaigns"), _campaigns(store))
    folder.raw("marketing/klaviyo_flows_monthly.csv", header("email_flows"), _flows(store))


def _campaigns(store: Store) -> Iterator[list[str]]:
    for index, message in enumerate(store.plan.messages):
        day = store.timeline.date_at(message.day)
        hour, rest = divmod(message.second, 3600)
        at = f"{day.isoformat()} {hour:02d}:{rest // 60:02d}:00"
        cells = _result_cells(store.mailing.messages, index, message.channel == "SMS")
        yield [
            message.name,
            message.tag,
            message.subject,
            message.lists,
            at,
            f"{day:%A}",
            *cells,
            message.message_id,
            message.channel,
        ]


def _result_cells(r: Results, i: int, text: bool) -> list[str]:
    """Counts print as floats. A text message has no opens: empty, not 0."""
    delivered, placed = int(r.delivered[i]), int(r.placed[i])
    opens = [
        str(float(r.unique_opens[i])),
        percent(int(r.unique_opens[i]), delivered),
        str(float(r.opens[i])),
    ]
    return [
        str(float(r.recipients[i])),
        str(float(placed)),
        percent(placed, delivered),
        floating(int(r.revenue[i])),
        *(["", "", ""] if text else opens),
        str(float(r.unique_clicks[i])),
        percent(int(r.unique_clicks[i]), delivered),
        str(float(r.clicks[i])),
        str(float(r.unsubscribes[i])),
        str(float(r.complaints[i])),
        percent(int(r.complaints[i]), delivered),
        str(float(delivered)),
        str(float(r.bounces[i])),
        percent(int(r.bounces[i]), int(r.recipients[i])),
    ]


def _flows(store: Store) -> Iterator[list[str]]:
    months = store.timeline.month_iso
    r = store.mailing.flows
    for flow, (name, _utm, flow_id, *_rates) in enumerate(common()["flows"]):
        for month, iso in enumerate(months):
            i = flow * len(months) + month
            delivered = int(r.delivered[i])
            yield [
                f"{iso[5:7]}/{iso[:4]}",
                flow_id,
                name,
                "live",
                str(float(delivered)),
                str(float(r.unique_opens[i])),
                _rate(int(r.unique_opens[i]), delivered),
                str(float(r.unique_clicks[i])),
                _rate(int(r.unique_clicks[i]), delivered),
                str(float(r.placed[i])),
                _rate(int(r.placed[i]), delivered),
                floating(int(r.revenue[i])),
                _rate(int(r.revenue[i]), delivered * 100),
                _rate(int(r.unsubscribes[i]), delivered),
                _rate(int(r.complaints[i]), delivered),
                _rate(int(r.bounces[i]), int(r.recipients[i])),
            ]


def _rate(part: int, whole: int) -> str:
    return repr(round(part / whole, 5)) if whole else "0.0"
