"""What the board works out from agents, waits and times, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.metrics import (
    STATES,
    Person,
    Queue,
    Silence,
    Waiter,
    by_state,
    free_with,
    midnight,
    needs_you,
    quarters,
    queues,
)

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LANGUAGES = frozenset({"en", "zh"})


def person(name: str = "mei", **fields: object) -> Person:
    plain: dict[str, object] = {
        "state": "online", "since": NOW, "load": 0, "capacity": 3, "skills": {"en": 5}, "team": None,
    }  # fmt: skip
    return Person(id=name, name=name, **plain | fields)  # type: ignore[arg-type]


def waiter(name: str = "c1", **fields: object) -> Waiter:
    plain: dict[str, object] = {"needs": {"en": 1}, "waited_s": 10.0, "promise_s": 60.0, "offered": False}
    return Waiter(conversation=name, **plain | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [state for state in STATES if state != "online"])
def test_only_who_is_online_has_free_units(state: str) -> None:
    assert (person(load=1).free, person(state=state).free) == (2, 0)


def test_nobody_has_less_than_nothing_free() -> None:
    assert person(load=4, capacity=3).free == 0


def test_every_state_is_named() -> None:
    assert by_state([person(), person(state="busy")]) == dict.fromkeys(STATES, 0) | {"online": 1, "busy": 1}


def test_a_queue_is_named_by_its_skills_languages_first() -> None:
    [queue] = queues([waiter(needs={"billing": 2, "zh": 1, "age": 1})], [], LANGUAGES)

    assert queue.key == "zh+age+billing"


def test_a_queue_asks_for_the_highest_level_of_those_in_it() -> None:
    waiting = [waiter("a", needs={"billing": 3}), waiter("b", needs={"billing": 1}, waited_s=50.0)]
    staff = [person("low", skills={"billing": 2}), person("high", skills={"billing": 3}, load=1)]

    [queue] = queues(waiting, staff, LANGUAGES)

    assert (queue.waiting, queue.free, queue.able, queue.oldest.conversation) == (2, 2, 1, "b")


def test_the_longest_wait_is_the_first_queue() -> None:
    found = queues([waiter("a"), waiter("b", needs={"zh": 1}, waited_s=99.0)], [], LANGUAGES)

    assert [queue.key for queue in found] == ["zh", "en"]


def test_a_skill_at_any_level_counts_as_had() -> None:
    assert free_with("en", [person(skills={"en": 1}), person(skills={"en": 0}), person(skills={})]) == 3


def codes(waiting: list[Waiter], staff: list[Person], silent: list[Silence] | None = None) -> list[str]:
    found: list[Queue] = queues(waiting, staff, LANGUAGES)
    return [need.code for need in needs_you(NOW, found, waiting, staff, silent or [])]


def test_a_queue_that_nobody_is_free_for_needs_you() -> None:
    assert codes([waiter()], [person(load=3)]) == ["unserved_need"]
    assert codes([waiter()], [person(load=2)]) == []
    assert codes([waiter(offered=True)], [person(load=3)]) == []


def test_a_team_that_cannot_serve_who_waits_for_it_needs_you() -> None:
    of_a = waiter(teams=frozenset({"a"}))

    assert codes([of_a], [person(team="b")]) == ["unserved_team"]
    assert codes([of_a], [person(team="a", load=3), person("p2", team="b")]) == ["unserved_need"]
    assert codes([of_a], [person(team="a")]) == []
    assert codes([waiter(teams=frozenset({"a"}), offered=True)], [person(team="b")]) == []


def test_a_broken_promise_needs_you_and_a_kept_one_does_not() -> None:
    assert codes([waiter(waited_s=60.0)], [person()]) == []
    assert codes([waiter(waited_s=60.1)], [person()]) == ["over_promise"]


def test_the_gravest_kind_comes_first_and_the_longest_first_in_it() -> None:
    waiting = [waiter("short", waited_s=70.0), waiter("long", waited_s=90.0)]
    gone = person("tom", state="not_responding", missed=2, since=NOW - timedelta(minutes=3))
    silent = [Silence("c8", "mei", "Mei", 130.0), Silence("c9", "mei", "Mei", 200.0)]

    found = needs_you(NOW, queues(waiting, [gone], LANGUAGES), waiting, [gone], silent)

    assert [(need.code, need.conversation) for need in found] == [
        ("unserved_need", "long"), ("over_promise", "long"), ("over_promise", "short"),
        ("unanswered", "c9"), ("unanswered", "c8"), ("not_responding", None),
    ]  # fmt: skip
    assert found[-1].figures == {"for_s": 180.0, "missed": 2}


@pytest.mark.parametrize(
    ("zone", "began"),
    [
        ("UTC", "2026-03-10T00:00"),
        ("Asia/Shanghai", "2026-03-09T16:00"),
        ("Asia/Kathmandu", "2026-03-09T18:15"),
        ("America/New_York", "2026-03-10T04:00"),
        ("Pacific/Auckland", "2026-03-10T11:00"),
    ],
)
def test_the_day_begins_at_local_midnight(zone: str, began: str) -> None:
    assert midnight(NOW, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") == began


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-03-30", 24)])
def test_a_day_with_a_change_of_the_clock_has_its_hours(day: str, hours: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    end = datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=zone)

    assert len(quarters([], midnight(end, zone), end)) == hours * 4


@given(st.lists(st.integers(-3_600, 90_000)), st.integers(0, 86_399))
def test_every_moment_of_the_day_is_in_one_quarter(offsets: list[int], now_s: int) -> None:
    start = datetime(2026, 3, 10, tzinfo=UTC)
    now = start + timedelta(seconds=now_s)
    past = [start + timedelta(seconds=offset) for offset in offsets if offset <= now_s]

    counts = quarters(past, start, now)

    assert (len(counts), sum(counts)) == (now_s // 900 + 1, sum(moment >= start for moment in past))
