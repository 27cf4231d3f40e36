"""Refusals, rounds and the steps that widen a request."""

from routing.engine import AgentState
from tests.core.routing.desk import agent, desk, pairs, wants


def test_a_refused_one_is_offered_to_the_next_and_not_again_for_a_minute() -> None:
    engine = desk(agent("a1"), agent("a2"), agent("a3"))
    engine.set_state("a3", AgentState.BUSY, now=0.0)
    engine.assign(wants("c2"), "a2", now=0.0)
    engine.request(wants("c1"), now=0.0)

    assert engine.refuse("c1", "a1", now=5.0) == []
    assert engine.tick(now=64.9) == []
    assert pairs(engine.tick(now=65.0)) == [("c1", "a1")]


def test_when_everybody_online_has_refused_the_next_round_starts_after_ten_seconds() -> None:
    engine = desk(agent("a1"), agent("a2"))
    engine.request(wants(), now=0.0)
    assert pairs(engine.refuse("c1", "a1", now=1.0)) == [("c1", "a2")]
    assert engine.refuse("c1", "a2", now=2.0) == []

    assert engine.next_due() == 12.0
    assert len(engine.tick(now=12.0)) == 1


def test_the_round_also_ends_when_the_last_one_to_ask_goes_offline() -> None:
    engine = desk(agent("a1"), agent("a2"))
    engine.assign(wants("c2"), "a2", now=0.0)
    engine.request(wants(), now=0.0)
    engine.refuse("c1", "a1", now=1.0)

    engine.set_state("a2", AgentState.OFFLINE, now=5.0)

    assert engine.next_due() == 15.0


def test_steps_count_from_arrival_and_take_effect_on_any_event() -> None:
    engine = desk(agent("a1", skills={"zh": 3, "tea": 1}), agent("a2", skills={}))
    steps = ((60.0, ("level", "tea", 1)), (120.0, ("drop", "tea")))
    engine.request(wants(needs={"zh": 3, "tea": 2}, steps=steps, arrived=10.0), now=20.0)
    assert (engine.tick(now=69.9), engine.next_due()) == ([], 70.0)

    [decision] = engine.set_state("a2", AgentState.BREAK, now=71.0)

    assert (decision.agent, decision.rule, decision.step, decision.waited) == ("a1", "overflow", 1, 61.0)
    assert decision.why["en"].startswith("After 60 s tea≥1 was enough. ")


def test_a_team_step_adds_a_team_and_any_lifts_team_and_agent() -> None:
    engine = desk(agent("a1", team="b"), agent("a2", team="c"), agent("a3", team="a"))
    engine.set_state("a3", AgentState.BREAK, now=0.0)
    engine.request(wants("c1", team="a", steps=((10.0, ("team", "b")),)), now=0.0)
    engine.request(wants("c2", agent="a3", steps=((10.0, ("team", "c")), (20.0, ("any",)))), now=0.0)

    assert pairs(engine.tick(now=10.0)) == [("c1", "a1")]
    assert pairs(engine.tick(now=20.0)) == [("c2", "a2")]


def test_a_team_step_leaves_the_first_team_in() -> None:
    engine = desk(agent("a1", team="a"))
    engine.set_state("a1", AgentState.BUSY, now=0.0)
    engine.request(wants("c1", team="a", steps=((10.0, ("team", "b")),)), now=0.0)

    assert pairs(engine.set_state("a1", AgentState.ONLINE, now=20.0)) == [("c1", "a1")]


def test_a_level_step_never_raises_a_need() -> None:
    engine = desk(agent("a1", skills={"zh": 1}))
    engine.set_state("a1", AgentState.BUSY, now=0.0)
    engine.request(wants(needs={"zh": 1}, steps=((5.0, ("level", "zh", 4)),)), now=0.0)

    assert len(engine.set_state("a1", AgentState.ONLINE, now=9.0)) == 1


def test_teams_that_overflow_into_each_other_just_both_serve() -> None:
    engine = desk(agent("a1", team="a"), agent("a2", team="b"))
    for name in ("a1", "a2"):
        engine.set_state(name, AgentState.BREAK, now=0.0)
    circle = ((10.0, ("team", "b")), (20.0, ("team", "a")), (30.0, ("team", "b")))
    engine.request(wants("c1", team="a", steps=circle), now=0.0)

    assert engine.tick(now=40.0) == []
    assert engine.next_due() is None
    assert engine.explain("c1", now=40.0)["en"] == "2 in team a or b can serve it: 2 on break"
    assert pairs(engine.set_state("a2", AgentState.ONLINE, now=41.0)) == [("c1", "a2")]


def test_a_skill_taken_from_the_last_who_had_it_leaves_the_conversation_waiting_and_says_so() -> None:
    engine = desk(agent("a1", skills={"tea": 2}))
    engine.set_state("a1", AgentState.BUSY, now=0.0)
    engine.request(wants("c1", needs={"tea": 1}), now=0.0)
    engine.update_agent(agent("a1", skills={}), now=1.0)

    assert engine.set_state("a1", AgentState.ONLINE, now=2.0) == []
    assert engine.explain("c1", now=2.0)["en"] == "Nobody can serve tea≥1: nobody has tea≥1"
    assert pairs(engine.update_agent(agent("a1", skills={"tea": 1}), now=3.0)) == [("c1", "a1")]
