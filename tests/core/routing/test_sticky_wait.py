"""A conversation may wait a while for the agent it is used to: a named reservation, off by default."""

from typing import Any

import pytest

from routing.engine import AgentSpec, AgentState, Engine, Request


def busy_mei(sticky_wait: float | None) -> Engine:
    """Mei is full, Tom is free."""
    engine = Engine(sticky_wait=sticky_wait)
    engine.add_agent(AgentSpec(id="mei", skills={"zh": 3}), now=0)
    engine.request(Request(id="first", needs={"zh": 1}, arrived=0), now=0)
    engine.add_agent(AgentSpec(id="tom", skills={"zh": 3}), now=1)
    return engine


def returning(**fields) -> Request:
    usual: dict[str, Any] = {"id": "back", "needs": {"zh": 1}, "arrived": 10.0, "sticky": "mei"}
    return Request(**usual | fields)


def chosen(decisions) -> list[tuple[str, str]]:
    return [(decision.conversation, decision.agent) for decision in decisions]


def test_without_it_whoever_is_free_takes_the_conversation():
    assert chosen(busy_mei(None).request(returning(), now=10)) == [("back", "tom")]


def test_it_waits_for_the_agent_it_is_used_to():
    engine = busy_mei(30)

    assert engine.request(returning(), now=10) == []
    assert chosen(engine.release("first", now=20)) == [("back", "mei")]


def test_after_the_wait_anybody_may_take_it():
    engine = busy_mei(30)
    engine.request(returning(), now=10)

    assert engine.next_due() == 40
    assert engine.tick(now=39) == []
    assert chosen(engine.tick(now=40)) == [("back", "tom")]


@pytest.mark.parametrize("state", [AgentState.OFFLINE, AgentState.BREAK])
def test_it_does_not_wait_for_an_agent_who_has_gone(state):
    engine = busy_mei(30)
    engine.request(returning(), now=10)

    assert chosen(engine.set_state("mei", state, now=11)) == [("back", "tom")]


def test_it_does_not_wait_for_an_agent_who_lacks_a_skill_or_refused():
    assert chosen(busy_mei(30).request(returning(needs={"zh": 4}), now=10)) == []
    engine = busy_mei(30)
    engine.release("first", now=5)
    assert chosen(engine.request(returning(), now=10)) == [("back", "mei")]
    assert chosen(engine.refuse("back", "mei", now=12)) == [("back", "tom")]


def test_why_it_waits_names_the_agent_it_is_kept_for():
    engine = busy_mei(30)
    engine.request(returning(), now=10)

    assert "mei" in engine.explain("back", now=11)["en"]


@pytest.mark.parametrize("wrong", [-1, float("nan"), "soon"])
def test_a_wait_that_is_no_time_is_refused(wrong):
    with pytest.raises(ValueError, match="sticky_wait"):
        Engine(sticky_wait=wrong)
