"""Random days by the real operations: what the routing tools read of them against the rows, worked out the plain way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conversations.models import Conversation, Entry
from insights.routing import heat, history, live, sight
from routing.models import Calendar
from tests.insights.histories import BEGAN, DEEDS, History
from tests.insights.oracle import table

pytestmark = pytest.mark.django_db
QUICK = (Phase.explicit, Phase.generate)
WAITS = {"queued", "offered"}
SCENES = st.lists(
    st.tuples(
        st.sampled_from([
            ("says", "asks"), ("says", "asks", "is_offered", "is_accepted", "is_answered"), ("asks", "is_offered"),
            ("asks", "leaves"), ("asks", "is_offered", "leaves"), ("takes", "is_answered", "is_resolved"),
            ("is_offered", "is_declined"), ("is_offered", "is_accepted", "is_resolved"), ("reopens",), ("is_lost",),
            ("becomes_a_ticket",), ("is_handed_on",), ("is_parked",), ("closes",), ("asks", "prefers"),
        ]),
        st.integers(0, 9), st.integers(0, 2), st.integers(0, 20), st.integers(1, 900),
    ),
    min_size=8, max_size=14,
)  # fmt: skip


def plainly(row: dict[str, Any]) -> tuple[Any, ...]:
    """When it began to wait, for how long, whether in vain, and how long the last agent had it."""
    lines = [line for line in table(Entry) if line["conversation_id"] == row["id"]]
    lines.sort(key=lambda line: line["seq"])
    joins = [line["at"] for line in lines if line["kind"] == "joined"]
    after = [at for at in joins if at >= row["arrived_at"]]
    over = row["state"] == "resolved"
    waited = None
    if after:
        waited = (after[0] - row["arrived_at"]).total_seconds()
    elif over and row["ended_in"] in WAITS:
        waited = (row["resolved_at"] - row["arrived_at"]).total_seconds()
    left = over and not after and row["ended_in"] in WAITS and row["outcome"] == "left"
    live = over and joins and row["ended_in"] == "live"
    worked = (row["resolved_at"] - joins[-1]).total_seconds() if live else None
    return row["arrived_at"], row["needs"], waited, left, worked


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(scenes=SCENES)
def test_what_is_read_of_random_days_is_what_the_rows_say(
    scenes: list[tuple[tuple[str, ...], int, int, int, int]],
) -> None:
    with transaction.atomic():
        past = History(("UTC", "Asia/Shanghai"), ["online", "online", "break"])
        Calendar.objects.update(week=[[[0, 1440]]] * 7)
        for deeds, who, agent, pick, pace in scenes:
            for deed in deeds:
                past.step(deed, who, agent, pick, pace)
        for site in (None, "tea"):
            compare(past, site)
        transaction.set_rollback(True)


def compare(past: History, site: str | None) -> None:
    sites = {one.pk for one in past.sites if site in (None, one.key)}
    rows = [row for row in table(Conversation) if row["site_id"] in sites]
    waited = sorted((plainly(row) for row in rows if row["arrived_at"]), key=lambda one: one[0])

    came = history.came(BEGAN, past.now + timedelta(seconds=1), site)

    assert [(one.at, one.needs, one.waited_s, one.left, one.worked_s) for one in came] == waited
    compare_live(rows, site)
    compare_heat(past, waited, site)


def compare_live(rows: list[dict[str, Any]], site: str | None) -> None:
    sight.forget()
    shown = live.page(site, named=True)
    waits = sorted(
        (row for row in rows if row["state"] in WAITS), key=lambda row: (row["arrived_at"], row["id"])
    )

    assert [int(one["conversation"]) for one in shown["waiting"]] == [row["id"] for row in waits]
    assert [one["offered"] for one in shown["waiting"]] == [row["state"] == "offered" for row in waits]
    assert all(one["why"]["zh"] and one["why"]["en"] for one in shown["waiting"])
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in waits:
        groups.setdefault((frozenset(row["needs"]), row["team_id"]), []).append(row)
    counts = sorted(
        (len(group), sum(row["state"] == "offered" for row in group)) for group in groups.values()
    )
    queues = [queue for queue in shown["queues"] if queue["waiting"]]
    assert sorted((queue["waiting"], queue["offered"]) for queue in queues) == counts


def compare_heat(past: History, waited: list[tuple[Any, ...]], site: str | None) -> None:
    """Two days later every wait that has begun lies in a whole day."""
    later = past.now + timedelta(days=2)
    shown = heat.of(site, 1, "arrivals", None, later)

    total = sum(value * shown["days"] for row in shown["values"] for value in row)
    assert abs(total - len(waited)) < 0.02 * max(1, shown["days"]) * max(1, len(waited))


def test_the_days_try_every_deed_that_ends_a_wait() -> None:
    assert {"leaves", "is_accepted", "becomes_a_ticket", "takes", "prefers"} <= set(DEEDS)
