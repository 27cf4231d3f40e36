"""A record speaks for itself: the choice can be computed again from it, and a wrong one is noticed."""

import json
from typing import Any

import pytest

from routing.policy import POLICIES
from routing.recompute import faults
from tests.core.routing.desk import agent, desk, wants


def records(policy: str) -> dict[str, dict[str, Any]]:
    """One record by each rule, as it is stored."""
    engine = desk(agent("a1", capacity=2), agent("a2"), agent("a3", skills={"tea": 1}), policy=policy)
    steps = ((10.0, ("drop", "gold")),)
    decisions = [
        *engine.request(wants("c1", 1.0, needs={"zh": 1}), now=1.0),
        *engine.request(wants("c2", 2.0, needs={"zh": 1}, sticky="a1"), now=2.0),
        *engine.request(wants("c3", 3.0, needs={"gold": 1, "tea": 1}, steps=steps), now=3.0),
        *engine.assign(wants("c4", 4.0), "a1", now=4.0, force=True),
        *engine.tick(now=13.0),
    ]
    engine = desk(agent("a1"), policy=policy)
    for name, arrived in (("c1", 0.0), ("c2", 5.0), ("c3", 6.0)):
        decisions += engine.request(wants(name, arrived, promise=60.0 - arrived), now=arrived)
    decisions += engine.release("c1", now=20.0)
    return {each.rule: json.loads(json.dumps(each.record())) for each in decisions}


@pytest.mark.parametrize("policy", POLICIES)
def test_every_rule_and_policy_can_be_checked_by_its_record(policy: str) -> None:
    made = records(policy)

    assert set(made) == {"arrival", "sticky", "overflow", "manual", "slot"}
    assert {rule: faults(record) for rule, record in made.items()} == {rule: [] for rule in made}


TAMPERED: dict[str, tuple[str, dict[str, Any], str]] = {
    "another agent": ("arrival", {"agent": "a9"}, "By the figures it is"),
    "another conversation": ("slot", {"conversation": "c9"}, "By the figures it is"),
    "another runner-up": ("arrival", {"runner_up": "a9"}, "The runner-up isn't a9"),
    "another margin": ("slot", {"margin": 7.0}, "The margin isn't 7.0"),
    "a shorter wait": ("slot", {"waited": 3.0}, "The figures don't fit"),
    "a rule that isn't": ("slot", {"rule": "whim"}, "There is no rule"),
    "nobody": ("slot", {"candidates": []}, "Nobody was compared"),
    "fewer than none": ("arrival", {"eligible": -1}, "A count of others"),
    "a policy of tomorrow": ("arrival", {"policy": "promise/9"}, "isn't known here"),
    "figures of another policy": ("arrival", {"policy": "round_robin/1"}, "compares 1 figures"),
    "before its time": ("arrival", {"at": -9.0}, "outside of what it can be"),
}


@pytest.mark.parametrize(("rule", "change", "says"), TAMPERED.values(), ids=TAMPERED)
def test_a_record_that_was_changed_does_not_add_up(rule: str, change: dict[str, Any], says: str) -> None:
    found = faults({**records("promise")[rule], **change})

    assert any(says in fault for fault in found), found


def test_candidates_out_of_order_are_noticed() -> None:
    record = records("edd")["slot"]

    assert "order" in " ".join(faults({**record, "candidates": record["candidates"][::-1]}))


def test_whoever_the_visitor_knows_must_stand_out() -> None:
    record = records("promise")["sticky"]
    for candidate in record["candidates"]:
        candidate["figures"][0] = 0.0

    assert "isn't told from the others" in " ".join(faults(record))


def test_a_figure_that_is_better_than_its_wait_allows_is_noticed() -> None:
    record = records("promise")["slot"]
    for candidate in record["candidates"]:
        candidate["figures"][0] = 0.0

    assert "don't fit" in " ".join(faults(record))
