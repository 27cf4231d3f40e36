"""Each team by its own policy: it works exactly as an engine of that policy alone, beside teams that go by another."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine import Decision, Engine
from routing.policy import POLICIES
from tests.core.routing.desk import agent, wants

Event = tuple[str, int, float]
events = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "urgent", "end", "refuse"]), st.integers(0, 5), st.floats(0, 40)
    ),
    max_size=30,
)


def lives(engine: Engine, team: str, story: list[Event]) -> list[dict[str, Any]]:
    """What a team of three goes through, each decision without the name of its policy."""
    made: list[Decision] = []
    for number, skills in enumerate(({"zh": 3, "tea": 2}, {"zh": 3}, {"zh": 3, "ja": 2})):
        made += engine.add_agent(agent(f"{team}{number}", skills=skills, capacity=2, team=team), now=0.0)
    now, known = 0.0, 0
    held: dict[str, str] = {}
    for what, pick, pause in story:
        now += pause
        names = sorted(held)
        if what in ("ask", "urgent"):
            known += 1
            request = wants(
                f"{team}c{known}", now, needs={"zh": 1}, team=team, promise=10.0 if what == "urgent" else 60.0
            )
            fresh = engine.request(request, now=now)
        elif names:
            name = names[pick % len(names)]
            holder = held.pop(name)
            fresh = engine.release(name, now=now) if what == "end" else engine.refuse(name, holder, now=now)
        else:
            fresh = engine.tick(now=now)
        held |= {decision.conversation: decision.agent for decision in fresh}
        made += fresh
    return [{key: value for key, value in one.record().items() if key != "policy"} for one in made]


@pytest.mark.parametrize("policy", POLICIES)
@given(story=events)
@settings(deadline=None, max_examples=60)
def test_a_team_lives_as_if_its_policy_were_the_only_one(policy: str, story: list[Event]) -> None:
    for other in POLICIES:
        beside = Engine(policy=other, team_policies={"t": policy})

        assert lives(beside, "t", story) == lives(Engine(policy=policy), "t", story)


def test_a_decision_names_the_policy_of_its_team() -> None:
    engine = Engine(policy="promise", team_policies={"b": "edd"})
    engine.add_agent(agent("a1", team="a"), now=0.0)
    engine.add_agent(agent("b1", team="b"), now=0.0)

    made = [*engine.request(wants("c1", team="a"), now=1.0), *engine.request(wants("c2", team="b"), now=1.0)]
    engine.request(wants("c3", 2.0, team="b"), now=2.0)
    made += engine.release("c2", now=3.0)

    assert [decision.policy for decision in made] == ["promise/1", "edd/1", "edd/1"]


def test_whoever_is_for_any_team_is_given_by_the_policy_of_all() -> None:
    engine = Engine(policy="least_loaded", team_policies={"b": "round_robin"})
    engine.add_agent(agent("b1", team="b"), now=0.0)

    [decision] = engine.request(wants("c1"), now=1.0)

    assert decision.policy == "least_loaded/1"


def test_a_team_policy_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown policy 'luck'; choose one of"):
        Engine(team_policies={"b": "luck"})
