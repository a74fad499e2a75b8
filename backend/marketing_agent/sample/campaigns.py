"""What the shop sends and advertises: e-mail and text messages, flows, ads, affiliates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from marketing_agent.sample.spec import Promotion, Shop, common, slug
from marketing_agent.sample.timeline import Timeline

_ULID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TUESDAY, _THURSDAY, _FRIDAY = 1, 3, 4
_TEXT_EVERY_DAYS = 21


@dataclass(frozen=True)
class Message:
    """One e-mail or text sent to a list on one day."""

    message_id: str
    name: str
    tag: str
    subject: str
    lists: str
    channel: str
    day: int
    second: int
    strength: float


@dataclass(frozen=True)
class Campaign:
    """Anything that carries a UTM campaign. `message` and `flow` index their own lists."""

    kind: str
    name: str
    utm_campaign: str
    utm_source: str
    utm_medium: str
    message: int = -1
    flow: int = -1
    share: float = 1.0
    when: str = "always"
    cost: float = 0.0


@dataclass(frozen=True)
class Window:
    """A promotion or launch placed on the timeline: days `first`..`last`, both inclusive."""

    kind: str
    name: str
    first: int
    last: int
    factor: float
    code: str = ""
    percent: int = 0


def promotion_windows(shop: Shop, timeline: Timeline) -> list[Window]:
    """Every run of every promotion that touches the timeline, in order of day."""
    found = []
    for promotion in shop.promotions:
        for year in range(timeline.start.year, timeline.until.year + 1):
            first = timeline.index(_first_day(promotion, year))
            last = first + promotion.days - 1
            if last >= 0 and first < timeline.days:
                found.append(_window(promotion, year, max(first, 0), min(last, timeline.days - 1)))
    return sorted(found, key=lambda w: w.first)


def _window(promotion: Promotion, year: int, first: int, last: int) -> Window:
    name = f"{promotion.name} {year}"
    return Window("promotion", name, first, last, promotion.lift, promotion.code, promotion.percent)


def _first_day(promotion: Promotion, year: int) -> date:
    if promotion.rule == "thanksgiving":
        november = date(year, 11, 1)
        thursday = november + timedelta(days=(_THURSDAY - november.weekday()) % 7 + 21)
        return thursday + timedelta(days=promotion.offset)
    return date(year, promotion.month, promotion.day)


def launch_windows(shop: Shop, timeline: Timeline) -> list[Window]:
    """Ten days of extra demand after each product launch."""
    found = []
    for title, before in shop.raw["launches"].items():
        first = timeline.before_end(before)
        last = min(first + 9, timeline.days - 1)
        found.append(Window("launch", f"{title} launch", first, last, 1.35))
    return sorted(found, key=lambda w: w.first)


def plan_messages(
    timeline: Timeline, windows: list[Window], rng: np.random.Generator
) -> list[Message]:
    """Two newsletters a week, one for each start and end of a promotion, texts now and then."""
    data = common()
    planned: list[tuple[int, str, list[object]]] = []
    for window in windows:
        if window.kind == "launch":
            planned.append((window.first, "Email", ["launch_theme", window.name]))
            continue
        planned.append((window.first, "Email", ["promotion_theme", window.name]))
        planned.append((window.first, "SMS", ["sms_theme", window.name]))
        if window.last > window.first:
            planned.append((window.last, "Email", ["reminder_theme", window.name]))
    taken = {(day, channel) for day, channel, _ in planned}
    themes = data["email_themes"]
    for day in range(timeline.days):
        weekday = timeline.date_at(day).weekday()
        if weekday in (_TUESDAY, _FRIDAY) and (day, "Email") not in taken and rng.random() < 0.85:
            planned.append((day, "Email", [int(rng.integers(len(themes))), ""]))
        if day % _TEXT_EVERY_DAYS == _THURSDAY and (day, "SMS") not in taken:
            planned.append((day, "SMS", ["sms_theme", ""]))
    planned.sort(key=lambda row: (row[0], row[1]))
    return [_message(timeline, rng, *row) for row in planned]


def _message(
    timeline: Timeline, rng: np.random.Generator, day: int, channel: str, what: list[object]
) -> Message:
    data = common()
    key, about = what
    tag, subject, lists, strength = (
        data["email_themes"][key] if isinstance(key, int) else data[str(key)]
    )
    title = f"{about}: {tag}" if about else f"{tag} {timeline.date_at(day):%B %d}"
    hour = int(rng.integers(8, 19)) if not about else 8
    return Message(
        message_id="01" + "".join(_ULID_LETTERS[i] for i in rng.integers(0, 32, 24)),
        name=f"{title} ({channel})" if channel == "SMS" else title,
        tag=str(timeline.date_at(day).year),
        subject=subject,
        lists=lists,
        channel=channel,
        day=day,
        second=hour * 3600 + 60 * int(rng.integers(0, 60)),
        strength=float(strength) * float(rng.uniform(0.85, 1.15)),
    )


def plan_campaigns(timeline: Timeline, messages: list[Message]) -> list[Campaign]:
    """All campaigns in a fixed order: messages, flows, ads, affiliates."""
    data = common()
    found = [_sent(timeline, index, message) for index, message in enumerate(messages)]
    for index, (name, utm, _id, part, _click, _open) in enumerate(data["flows"]):
        found.append(Campaign("flow", name, utm, "klaviyo", "flow", flow=index, share=part))
    for name, utm, part, when, cost in data["meta_campaigns"]:
        found.append(
            Campaign("meta", name, utm, "facebook", "paid", share=part, when=when, cost=cost)
        )
    for name, utm, part, when, cost in data["google_campaigns"]:
        found.append(
            Campaign("google_ads", name, utm, "google", "cpc", share=part, when=when, cost=cost)
        )
    for name, utm, part in data["affiliate_campaigns"]:
        found.append(Campaign("affiliate", name, utm, "partners", "affiliate", share=part))
    return found


def _sent(timeline: Timeline, index: int, message: Message) -> Campaign:
    kind = message.channel.lower()
    utm = f"{slug(message.name)}-{timeline.iso[message.day]}"
    return Campaign(kind, message.name, utm, "klaviyo", kind, message=index)
