"""What a practice run prints, and who comes to it."""

from __future__ import annotations

import pytest

from chatdesk.practice.people import Place, Plan, Wait
from chatdesk.practice.report import lines
from chatdesk.practice.run import Run, plans

PLAN = Plan(1, "en", None, 60.0)


def wait(met: float | None, ended: str = "met", low: float | None = 2.0, high: float | None = 8.0) -> Wait:
    return Wait(PLAN, low_s=low, high_s=high, met_s=met, ended=ended)


def test_it_tells_waits_and_how_good_the_estimate_was() -> None:
    waits = [wait(1.0), wait(3.0), wait(5.0), wait(10.0), wait(None, "abandoned"), wait(None, "ticket")]

    told = lines(waits, offers=4)

    assert told[0].startswith("6 visitors came: 4 met an agent, 1 gave up, 1 became tickets, 0 still waited")
    assert told[1] == "4 offers were made to practice agents."
    assert "mean 4.8 s, half within 5.0 s, 8 of 10 within 10.0 s, the longest 10.0 s" in told[2]
    assert told[3].startswith("Foretold to 4 of them: 25% waited at most the low end")
    assert "75% at most the high end" in told[3]


def test_where_nobody_was_met_there_is_nothing_to_compare() -> None:
    assert lines([wait(None, "abandoned", None, None)], 0)[1:] == [
        "No practice agent was asked.",
        "No wait was foretold to anybody who met an agent: nothing to compare.",
    ]


def frame(wait_s: dict[str, int] | None) -> dict[str, object]:
    return {"type": "queue", "wait": wait_s}


def test_the_first_foretold_band_counts() -> None:
    one = Wait(PLAN)
    for band in (None, {"low_s": 0, "high_s": 20}, {"low_s": 4, "high_s": 9}, {"low_s": 1, "high_s": 2}):
        one.told(frame(band))

    assert (one.low_s, one.high_s) == (4, 9)


@pytest.mark.parametrize(
    ("entries", "ended"),
    [
        ([("queued", {})], "waits"),
        ([("joined", {}), ("resolved", {"outcome": "resolved"})], "met"),
        ([("resolved", {"outcome": "left"})], "abandoned"),
        ([("resolved", {"outcome": "ticket"})], "ticket"),
    ],
)
def test_the_timeline_tells_what_became_of_it(entries: list[tuple[str, dict[str, str]]], ended: str) -> None:
    one = Wait(PLAN)
    for kind, data in entries:
        one.entered({"type": "entry", "kind": kind, "data": data})

    assert one.ended == ended


def test_the_same_seed_sends_the_same_visitors_at_the_rate_asked_for() -> None:
    run = Run(Place("http://127.0.0.1:1", "demo", ""), (), 60.0, 600.0, 30.0, 90.0, ("zh", "en"), 7)

    coming = list(plans(run))

    assert coming == list(plans(run))
    assert 500 < len(coming) < 700
    assert all(0 <= at < 600 for at, _ in coming)
