"""Figures of decisions in words: every policy's, of records that the engine itself wrote."""

from __future__ import annotations

from typing import Any

import pytest

from insights.routing import figures
from routing.engine import AgentSpec, Decision, Engine, Request
from routing.policy import POLICIES
from routing.spec import AgentState


def day(policy: str) -> list[Decision]:
    """Everything decided on a small floor: arrivals, freed slots, a familiar agent, a widened requirement, by hand."""
    engine, made = Engine(policy=policy), list[Decision]()
    for name, skills in (("a", {"en": 3}), ("b", {"en": 3, "zh": 2}), ("c", {"zh": 1})):
        made += engine.add_agent(AgentSpec(id=name, skills=skills, capacity=1), now=0.0)
    for number in range(6):
        needs = {"en": 1} if number % 2 else {"zh": 2}
        steps = ((30.0, ("level", "zh", 1)),) if "zh" in needs else ()
        request = Request(id=f"v{number}", needs=needs, arrived=float(number), steps=steps)
        made += engine.request(request, now=float(number))
    made += engine.tick(now=40.0)
    for one in list(made):
        made += engine.release(one.conversation, now=60.0)
    made += engine.set_state("c", AgentState.BREAK, now=70.0)
    familiar = Request(id="w", needs={"en": 1}, arrived=80.0, sticky="b")
    for one in [d for d in made if d.at == 60.0]:
        made += engine.release(one.conversation, now=75.0)
    made += engine.request(familiar, now=80.0)
    made += engine.assign(Request(id="x", needs={"en": 1}, arrived=81.0), "a", now=81.0)
    return made


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_each_figure_of_each_policy_has_words(policy: str) -> None:
    made = day(policy)

    assert {one.rule for one in made} >= {"arrival", "slot", "sticky", "manual"}
    for one in made:
        width = {len(candidate.figures) for candidate in one.candidates}
        assert width == {len(figures.columns(one.rule, one.policy))} or one.rule == "manual"
        for candidate in one.candidates:
            for told in figures.told(candidate.figures, one.rule, one.policy, one.at):
                assert told["name"] != figures.UNKNOWN[0]
                assert all(told["name"].values())
                assert all(told["says"].values())


@pytest.mark.parametrize(
    ("given", "rule", "policy", "expected"),
    [
        ([0.0, 0.25, 0.5, 940.0], "arrival", "promise/1", ["no", "0.25", "50 %", "60 s ago"]),
        ([1.0, 1.0, 0.0, 0.5, -1.0], "sticky", "promise/1", ["yes", "yes", "0", "50 %", "never"]),
        ([-1.42, 900.0], "slot", "promise/1", ["142 %", "100 s"]),
        ([960.0], "slot", "edd/1", ["40 s over"]),
        ([1030.0], "slot", "edd/1", ["30 s"]),
        ([0.0], "arrival", "round_robin/1", ["none yet"]),
        ([7.0], "arrival", "round_robin/1", ["no. 7"]),
        ([1.0, 880.0], "overflow", "longest_idle/1", ["yes", "2 min ago"]),
        ([2.0], "degraded", "arrival", ["2"]),
        ([3.0], "arrival", "somebody’s own/9", ["3"]),
    ],
)
def test_a_figure_is_said_in_its_unit(
    given: list[float], rule: str, policy: str, expected: list[str]
) -> None:
    told = figures.told(given, rule, policy, at=1000.0)

    assert [one["says"]["en"] for one in told] == expected


def test_values_are_seconds_shares_and_counts() -> None:
    told: list[Any] = figures.told([-1.42, 900.0], "slot", "promise/1", at=1000.0)

    assert [one["value"] for one in told] == [1.42, 100.0]
    assert figures.told([0.0, -1.0], "arrival", "edd/1", at=1000.0)[1]["value"] is None


@pytest.mark.parametrize("rule", ["arrival", "slot"])
def test_whoever_was_left_out_is_told_in_words(rule: str) -> None:
    reasons = ["skill", "team", "agent", "capacity", "barred", "refused", "full", "ramp", "break", "offline"]

    told = figures.excluded(dict.fromkeys(reasons, 3), rule)

    assert [one["reason"] for one in told] == reasons
    for one in told:
        assert one["count"] == 3
        assert "3" in one["says"]["zh"]
        assert not one["says"]["en"].startswith("3:")
    assert figures.excluded({"moon": 1}, rule)[0]["says"]["en"] == "1: moon"


def test_where_a_slot_chose_conversations_were_left_out_not_agents() -> None:
    slot, arrival = (figures.excluded({"refused": 2}, rule)[0]["says"]["en"] for rule in ("slot", "arrival"))

    assert slot == "2 this agent declined just now"
    assert slot != arrival
