"""Bad input: one sentence, and nothing has changed."""

from collections.abc import Callable
from typing import Any

import pytest

from routing.engine import AgentState, Engine
from tests.core.routing.desk import agent, desk, pairs, wants

UNKNOWN: Any = "asleep"
Event = Callable[[Engine], object]

BAD_EVENTS: dict[str, tuple[Event, type[Exception], str]] = {
    "a duplicate agent": (lambda e: e.add_agent(agent("a1"), now=5.0), ValueError, "already here"),
    "a duplicate that waits": (lambda e: e.request(wants("c2"), now=5.0), ValueError, "already waiting"),
    "a duplicate that is reserved": (
        lambda e: e.request(wants("c1"), now=5.0),
        ValueError,
        "already waiting",
    ),
    "time going back": (lambda e: e.tick(now=0.5), ValueError, "Time goes back"),
    "a question about the past": (lambda e: e.explain("c2", now=0.5), ValueError, "Time goes back"),
    "a time that is no number": (lambda e: e.tick(now=float("nan")), ValueError, "Time is seconds"),
    "a weight above every capacity": (
        lambda e: e.request(wants("c3", weight=2), now=5.0),
        ValueError,
        "weighs 2",
    ),
    "a reserved one taken by another": (
        lambda e: e.assign(wants("c1"), "a1", now=5.0),
        ValueError,
        "reserved for",
    ),
    "one too many by hand": (lambda e: e.assign(wants("c2"), "a1", now=5.0), ValueError, "no room"),
    "an unknown state": (lambda e: e.set_state("a1", UNKNOWN, now=5.0), ValueError, "asleep"),
    "an unknown agent's state": (lambda e: e.set_state("a9", AgentState.BUSY, now=5.0), KeyError, "a9"),
    "an unknown agent's update": (lambda e: e.update_agent(agent("a9"), now=5.0), KeyError, "a9"),
    "an unknown agent's removal": (lambda e: e.remove_agent("a9", now=5.0), KeyError, "a9"),
    "an unknown agent's load": (lambda e: e.load("a9"), KeyError, "a9"),
    "an unknown agent by hand": (lambda e: e.assign(wants("c3"), "a9", now=5.0), KeyError, "a9"),
    "releasing what waits": (lambda e: e.release("c2", now=5.0), KeyError, "c2"),
    "cancelling what is reserved": (lambda e: e.cancel("c1", now=5.0), KeyError, "c1"),
    "refusing what waits": (lambda e: e.refuse("c2", "a1", now=5.0), KeyError, "c2"),
    "refusing for another": (lambda e: e.refuse("c1", "a2", now=5.0), KeyError, "not for a2"),
    "explaining what is reserved": (lambda e: e.explain("c1", now=5.0), KeyError, "c1"),
    "a transfer nobody offered": (lambda e: e.transfer("c1", now=5.0), KeyError, "c1>"),
}


@pytest.mark.parametrize(("event", "error", "says"), BAD_EVENTS.values(), ids=BAD_EVENTS)
def test_a_bad_event_says_why_and_changes_nothing(event: Event, error: type[Exception], says: str) -> None:
    engine = desk(agent(wrap_up=5.0))
    engine.request(wants("c1"), now=1.0)
    engine.request(wants("c2", needs={"tea": 1}, steps=((2.0, ("drop", "tea")),)), now=1.0)
    before = engine.state()

    with pytest.raises(error, match=says):
        event(engine)

    assert engine.state() == before


BAD_VALUES: dict[str, Callable[[], object]] = {
    "a promise of nothing": lambda: wants(promise=0),
    "a negative weight": lambda: wants(weight=-1),
    "an arrival at no time": lambda: wants(arrived=float("inf")),
    "a level in words": lambda: wants(needs={"zh": "good"}),
    "an unknown step": lambda: wants(steps=((5.0, ("raise", "zh")),)),
    "a step before arrival": lambda: wants(steps=((-5.0, ("any",)),)),
    "a step of the wrong shape": lambda: wants(steps=((5.0, ("level", "zh")),)),
    "an empty id": lambda: wants(""),
    "a negative capacity": lambda: agent(capacity=-1),
    "a negative wrap-up": lambda: agent(wrap_up=-1.0),
    "a negative ramp": lambda: agent(ramp=-1),
    "a negative channel maximum": lambda: agent(channels={"chat": -1}),
    "a speed of nothing": lambda: agent(conc=(1.0, 0.0)),
}


@pytest.mark.parametrize("make", BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_bad_value_is_refused_when_made(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"^(Agent|Conversation|The id of a)"):
        make()


@pytest.mark.parametrize("name", ["Promise", "fastest", None])
def test_an_unknown_policy_is_told_the_known_ones(name: Any) -> None:
    with pytest.raises(ValueError, match="least_loaded, longest_idle, promise, round_robin"):
        Engine(policy=name)


def test_a_request_before_any_agent_waits_for_one() -> None:
    engine = Engine()

    assert engine.request(wants(weight=3), now=0.0) == []
    assert pairs(engine.add_agent(agent(capacity=3), now=1.0)) == [("c1", "a1")]
