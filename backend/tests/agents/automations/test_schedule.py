"""When a schedule is due: days of the store, its clock, and the two days a year that are odd."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.agents.automations.errors import NeverFires
from marketing_agent.agents.automations.schedule import check_schedule, next_slot
from marketing_agent.agents.automations.schemas import OnSchedule
from marketing_agent.kernel.time import zone

VIENNA = "Europe/Vienna"


def _on(**fields: object) -> OnSchedule:
    return OnSchedule.model_validate({"kind": "schedule", "at": "08:00"} | fields)


@pytest.mark.parametrize(
    ("trigger", "after", "slot", "instant"),
    [
        ({}, "2026-11-27T06:59Z", "2026-11-27T08:00", "2026-11-27T07:00Z"),
        ({}, "2026-11-27T07:00Z", "2026-11-28T08:00", "2026-11-28T07:00Z"),
        ({"weekdays": ["mon"]}, "2026-11-27T12:00Z", "2026-11-30T08:00", "2026-11-30T07:00Z"),
        # Monday in Vienna begins while it is Sunday in UTC.
        ({"weekdays": ["mon"], "at": "00:30"}, "2026-11-29T20:00Z", "2026-11-30T00:30",
         "2026-11-29T23:30Z"),
        # Clocks go forward on 28 March 2027: eight is an hour earlier in UTC from then on.
        ({"weekdays": ["mon"]}, "2027-03-23T00:00Z", "2027-03-29T08:00", "2027-03-29T06:00Z"),
        # 02:30 is left out that night, and is then what the clock shows as 03:30.
        ({"at": "02:30"}, "2027-03-27T12:00Z", "2027-03-28T02:30", "2027-03-28T01:30Z"),
        # 02:30 comes twice on 25 October 2026: the first counts, and the second is none.
        ({"at": "02:30"}, "2026-10-24T12:00Z", "2026-10-25T02:30", "2026-10-25T00:30Z"),
        ({"at": "02:30"}, "2026-10-25T00:30Z", "2026-10-26T02:30", "2026-10-26T01:30Z"),
        ({"day_of_month": 31}, "2027-02-01T00:00Z", "2027-02-28T08:00", "2027-02-28T07:00Z"),
        ({"day_of_month": 1}, "2026-12-01T07:00Z", "2027-01-01T08:00", "2027-01-01T07:00Z"),
    ],
)  # fmt: skip
def test_the_next_slot(trigger: dict[str, object], after: str, slot: str, instant: str) -> None:
    name, at = next_slot(_on(**trigger), VIENNA, datetime.fromisoformat(after))
    assert (name, at.astimezone(UTC)) == (slot, datetime.fromisoformat(instant))


@given(
    after=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    place=st.sampled_from([VIENNA, "America/New_York", "Pacific/Apia", "Asia/Kathmandu"]),
    hour=st.integers(0, 23),
)
def test_slots_follow_each_other_and_no_day_has_two(after: datetime, place: str, hour: int) -> None:
    trigger = _on(at=f"{hour:02}:30")
    names = []
    for _slot in range(4):
        name, at = next_slot(trigger, place, after)
        assert at > after
        assert abs((at.astimezone(zone(place)).hour - hour) % 24) in (0, 1)
        names.append(name)
        after = at
    assert names == sorted(set(names))


@pytest.mark.parametrize("fields", [{"weekdays": []}, {"weekdays": ["mon"], "day_of_month": 3}])
def test_a_schedule_that_never_fires_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(NeverFires):
        check_schedule(_on(**fields))
