"""The figures of the policy `promise`, worked out by hand."""

from math import exp

import pytest

from routing.engine import AgentState, Engine
from tests.core.routing.desk import agent, desk, pairs, wants

FADED = (1 - exp(-10 / 900)) / 10  # of the work that arrived in the first ten seconds, a second


def asked_for_japanese(*crew: dict[str, object], times: int = 3) -> Engine:
    """So many have asked for Japanese, which nobody knew, and left; then these agents came."""
    engine = desk(policy="promise")
    for number in range(times):
        engine.request(wants(f"ja{number}", needs={"ja": 1}), now=0.0)
        engine.cancel(f"ja{number}", now=0.0)
    for number, place in enumerate(crew):
        engine.add_agent(agent(f"a{number}", **place), now=10.0)
    return engine


def test_whoever_knows_what_is_in_demand_is_kept_free() -> None:
    engine = asked_for_japanese({"skills": {"zh": 3, "ja": 3}}, {"skills": {"zh": 3, "tea": 3}})

    [decision] = engine.request(wants(needs={"zh": 1}, arrived=10.0), now=10.0)

    assert decision.agent == "a1"
    assert [each.id for each in decision.candidates] == ["a1", "a0"]
    assert [each.figures[1] for each in decision.candidates] == pytest.approx([0, 3 * 300 * FADED], abs=1e-6)


def test_demand_is_shared_by_those_who_are_free() -> None:
    tongues = {"skills": {"zh": 3, "ja": 3}, "capacity": 2}
    engine = asked_for_japanese(tongues, tongues, {"skills": {"zh": 3, "ja": 3, "tea": 1}})

    def burdens(name: str) -> dict[str, float]:
        [decision] = engine.request(wants(name, needs={"zh": 1}, arrived=10.0), now=10.0)
        return {each.id: each.figures[1] for each in decision.candidates}

    rate = 3 * 300 * FADED
    assert burdens("c1") == pytest.approx(dict.fromkeys(["a0", "a1", "a2"], rate / 5), abs=1e-6)
    assert burdens("c2") == pytest.approx(dict.fromkeys(["a0", "a1", "a2"], rate / 4), abs=1e-6)
    engine.set_state("a2", AgentState.BREAK, now=10.0)
    engine.release("c1", now=10.0)
    assert burdens("c3") == pytest.approx(dict.fromkeys(["a0", "a1"], rate / 3), abs=1e-6)


def test_the_skill_asked_for_is_no_reason_to_spare_anybody() -> None:
    engine = asked_for_japanese({"skills": {"zh": 3, "ja": 3}}, {"skills": {"zh": 3, "ja": 3, "tea": 1}})

    [decision] = engine.request(wants(needs={"ja": 1}, arrived=10.0), now=10.0)

    assert [each.figures[1] for each in decision.candidates] == [0.0, 0.0]


def test_an_idle_agent_comes_before_one_whose_skills_nobody_wants() -> None:
    engine = asked_for_japanese({"skills": {"zh": 3, "ja": 3}}, {"skills": {"zh": 3}, "capacity": 2})
    engine.assign(wants("c0"), "a1", now=10.0)

    assert pairs(engine.request(wants("c1", needs={"zh": 1}, arrived=10.0), now=10.0)) == [("c1", "a0")]


def test_a_chat_more_costs_what_the_open_ones_lose() -> None:
    slow, quick = {"capacity": 3, "conc": (1.0, 1.2, 1.3)}, {"capacity": 3, "conc": (1.0, 1.9, 2.8)}
    engine = desk(agent("a1", **slow), agent("a2", **quick), policy="promise")
    for name in ("a1", "a2"):
        engine.assign(wants(f"of-{name}"), name, now=0.0)

    [decision] = engine.request(wants(), now=1.0)

    assert [each.id for each in decision.candidates] == ["a2", "a1"]
    assert [each.figures[1] for each in decision.candidates] == pytest.approx([3 * 0.1, 3 * 0.8])


def waiting_for_two_kinds(*crew: str) -> Engine:
    """One x waits since 0 and one y since 40, with a promise of 60 s; all agents have a chat."""
    engine = desk(
        *(agent(f"a{n}", skills=dict.fromkeys(each, 1)) for n, each in enumerate(crew)), policy="promise"
    )
    for number in range(len(crew)):
        engine.assign(wants(f"open{number}"), f"a{number}", now=0.0)
    engine.request(wants("x", needs={"x": 1}), now=0.0)
    engine.request(wants("y", needs={"y": 1}, arrived=40.0), now=40.0)
    return engine


def test_a_slot_goes_to_whom_passing_it_by_would_cost_most() -> None:
    [decision] = waiting_for_two_kinds("xy", "x", "x").release("open0", now=50.0)

    # x may hope for half of one agent and all of two, y for half of one: 300 s / 2.5 and 300 s / 0.5
    assert [each.id for each in decision.candidates] == ["y", "x"]
    assert [each.figures[0] for each in decision.candidates] == pytest.approx(
        [-(10 + 3 * 600) / 60, -(50 + 3 * 120) / 60]
    )


def test_where_both_may_hope_for_the_same_the_longer_wait_counts() -> None:
    [decision] = waiting_for_two_kinds("xy", "xy").release("open0", now=50.0)

    assert decision.conversation == "x"
    assert decision.margin == pytest.approx(40 / 60)


def test_agents_who_are_away_are_no_hope() -> None:
    engine = waiting_for_two_kinds("xy", "x", "xy")
    engine.set_state("a2", AgentState.BREAK, now=45.0)
    engine.set_state("a1", AgentState.BUSY, now=45.0)

    [decision] = engine.release("open0", now=50.0)

    assert [each.figures[0] for each in decision.candidates] == pytest.approx(
        [-(50 + 3 * 600) / 60, -(10 + 3 * 600) / 60]
    )


def test_when_a_kind_has_been_served_the_other_may_hope_for_all() -> None:
    engine = waiting_for_two_kinds("xy", "x")
    engine.cancel("y", now=45.0)

    [decision] = engine.release("open0", now=50.0)

    assert decision.candidates[0].figures[0] == pytest.approx(-(50 + 3 * 150) / 60)


def test_hope_is_worked_out_again_whenever_something_changed() -> None:
    engine = waiting_for_two_kinds("xy", "x", "x")
    [first] = engine.release("open0", now=50.0)
    assert first.conversation == "y"
    engine.set_state("a2", AgentState.OFFLINE, now=55.0)

    [second] = engine.release("y", now=60.0)

    assert second.candidates[0].figures[0] == pytest.approx(-(60 + 3 * 150) / 60)


def test_a_new_kind_of_conversation_takes_no_hope_from_the_others() -> None:
    engine = waiting_for_two_kinds("xy", "x", "x")
    engine.cancel("y", now=45.0)
    engine.request(wants("vip", needs={"x": 1}, arrived=45.0, team="none"), now=45.0)
    engine.request(wants("xx", needs={"x": 1, "y": 1}, arrived=45.0), now=45.0)
    engine.cancel("xx", now=46.0)

    [decision] = engine.release("open0", now=50.0)

    assert decision.candidates[0].figures[0] == pytest.approx(-(50 + 3 * 100) / 60)


def test_half_the_promise_counts_double() -> None:
    engine = desk(agent(), policy="promise")
    engine.request(wants("c0"), now=0.0)
    engine.request(wants("c1", promise=60.0), now=0.0)
    engine.request(wants("c2", arrived=20.0, promise=30.0), now=20.0)

    assert pairs(engine.release("c0", now=30.0)) == [("c2", "a1")]


def test_an_ordinary_visitor_is_not_passed_by_vips_for_ever() -> None:
    engine = desk(agent(), policy="promise")
    engine.request(wants("ordinary", promise=60.0), now=0.0)
    engine.request(wants("c0"), now=0.0)  # the one agent is taken by "ordinary"
    engine.release("ordinary", now=0.0)
    engine.request(wants("plain", promise=60.0), now=0.0)
    served, now = "c0", 0.0
    for number in range(1000):
        now += 10.0
        engine.request(wants(f"vip{number}", arrived=now, promise=30.0), now=now)
        [decision] = engine.release(served, now=now)
        served = decision.conversation
        if served == "plain":
            break

    assert served == "plain"
    assert now < 2000


def test_an_accepted_transfer_leaves_its_first_agent_to_wrap_up() -> None:
    engine = desk(agent("a1", wrap_up=15.0), agent("a2"), policy="promise")
    engine.assign(wants("c1"), "a1", now=0.0)
    engine.request(wants("c1>", agent="a2"), now=1.0)

    engine.transfer("c1", now=3.0)

    assert engine.request(wants("c2", arrived=4.0), now=4.0) == []
    assert pairs(engine.tick(now=18.0)) == [("c2", "a1")]
