"""Who gets which conversation, one sentence at a time."""

import pytest

from routing.engine import AgentState
from tests.core.routing.desk import agent, desk, pairs, wants


def test_a_free_agent_with_the_skill_gets_it_at_once() -> None:
    engine = desk(agent("a1", skills={"en": 5}), agent("a2"))

    [decision] = engine.request(wants(needs={"zh": 2}), now=1.0)

    assert (decision.agent, decision.rule, decision.waited, decision.excluded) == (
        "a2",
        "arrival",
        1.0,
        {"skill": 1},
    )


def test_a_level_below_the_need_is_not_enough() -> None:
    assert desk(agent()).request(wants(needs={"zh": 4}), now=0.0) == []


def test_the_lowest_share_of_capacity_wins_not_the_fewest_chats() -> None:
    engine = desk(agent("a1", capacity=2), agent("a2", capacity=5))
    engine.assign(wants("c1"), "a1", now=0.0)
    engine.assign(wants("c2"), "a2", now=0.0)

    assert pairs(engine.request(wants("c3"), now=1.0)) == [("c3", "a2")]


def test_with_equal_loads_the_longest_since_an_assignment_wins() -> None:
    engine = desk(agent("a1"), agent("a2"))
    engine.request(wants("c1"), now=0.0)
    engine.release("c1", now=1.0)

    assert pairs(engine.request(wants("c2"), now=2.0)) == [("c2", "a2")]


def test_longest_idle_counts_from_the_last_release() -> None:
    engine = desk(agent("a1"), agent("a2"), policy="longest_idle")
    engine.request(wants("c1"), now=1.0)
    engine.request(wants("c2"), now=2.0)
    engine.release("c2", now=10.0)
    engine.release("c1", now=20.0)

    assert pairs(engine.request(wants("c3"), now=30.0)) == [("c3", "a2")]


def test_a_freed_slot_goes_to_the_earliest_then_to_the_lower_id() -> None:
    engine = desk(agent())
    for name, arrived in (("c1", 0.0), ("c9", 2.0), ("c3", 3.0), ("c2", 3.0)):
        engine.request(wants(name, arrived), now=3.0)

    served = [engine.release(name, now=4.0)[0].conversation for name in ("c1", "c9", "c2")]

    assert served == ["c9", "c2", "c3"]


def test_a_heavy_one_waits_for_room_and_a_light_one_may_use_what_is_left() -> None:
    engine = desk(agent(capacity=3))
    engine.request(wants("c1", weight=2), now=0.0)

    assert engine.request(wants("c2", weight=2), now=1.0) == []
    assert pairs(engine.request(wants("c3"), now=2.0)) == [("c3", "a1")]
    assert engine.load("a1") == 3


def test_one_who_changed_a_chat_for_another_is_the_last_who_was_given_one() -> None:
    engine = desk(agent("a1", capacity=3), agent("a2", capacity=3))
    for number, name in enumerate(("h1", "h2", "h3")):  # the third has no room
        engine.request(wants(name, float(number), weight=2), now=float(number))
    assert pairs(engine.release("h1", now=5.0)) == [("h3", "a1")]

    assert pairs(engine.request(wants("c1", 6.0), now=6.0)) == [("c1", "a2")]


def test_a_parked_chat_takes_no_unit_so_a_full_agent_can_have_it() -> None:
    engine = desk(agent())
    engine.set_state("a1", AgentState.BREAK, now=0.0)
    engine.request(wants("c1"), now=1.0)
    engine.request(wants("c2", 2.0, weight=0), now=2.0)

    assert pairs(engine.set_state("a1", AgentState.ONLINE, now=3.0)) == [("c1", "a1"), ("c2", "a1")]


def test_a_channel_has_its_own_maximum() -> None:
    engine = desk(agent(capacity=3, channels={"mail": 1}))
    engine.request(wants("c1", channel="mail"), now=0.0)

    assert engine.request(wants("c2", channel="mail"), now=0.0) == []
    assert pairs(engine.request(wants("c3"), now=0.0)) == [("c3", "a1")]


@pytest.mark.parametrize("state", [state for state in AgentState if state is not AgentState.ONLINE])
def test_only_an_online_agent_is_given_anything(state: AgentState) -> None:
    engine = desk(agent())
    engine.set_state("a1", state, now=0.0)

    assert engine.request(wants(), now=1.0) == []
    assert pairs(engine.set_state("a1", AgentState.ONLINE, now=2.0)) == [("c1", "a1")]


def test_going_offline_keeps_the_chats_until_the_router_refuses_them() -> None:
    engine = desk(agent())
    engine.request(wants(), now=0.0)
    engine.set_state("a1", AgentState.OFFLINE, now=5.0)

    assert engine.load("a1") == 1
    engine.refuse("c1", "a1", now=6.0)
    assert (engine.load("a1"), engine.waiting()) == (0, ["c1"])
    assert engine.add_agent(agent("a2"), now=7.0)[0].waited == 7.0


def test_the_agent_a_visitor_knows_comes_first_only_if_able_now() -> None:
    engine = desk(agent("a1"), agent("a2"))

    [decision] = engine.request(wants("c1", sticky="a2"), now=0.0)
    assert (decision.agent, decision.rule, decision.runner_up) == ("a2", "sticky", "a1")

    [decision] = engine.request(wants("c2", sticky="a2"), now=0.0)
    assert (decision.agent, decision.rule) == ("a1", "arrival")


def test_an_agent_who_is_not_to_be_asked_is_told_from_the_others() -> None:
    engine = desk(agent("a1"), agent("a2"))

    [decision] = engine.request(wants("c1", sticky="a1", not_agents=["a1"]), now=0.0)

    assert (decision.agent, decision.rule, decision.excluded) == ("a2", "arrival", {"barred": 1})


def test_wrap_up_holds_the_next_one_back_and_ends_by_itself() -> None:
    engine = desk(agent(wrap_up=15.0))
    engine.request(wants("c1"), now=0.0)
    engine.request(wants("c2"), now=1.0)

    assert engine.release("c1", now=10.0) == []
    assert engine.next_due() == 25.0
    assert pairs(engine.tick(now=25.0)) == [("c2", "a1")]


def test_a_chat_that_ends_on_a_break_does_not_end_the_break() -> None:
    engine = desk(agent(wrap_up=15.0))
    engine.request(wants("c1"), now=0.0)
    engine.set_state("a1", AgentState.BREAK, now=1.0)
    engine.release("c1", now=2.0)
    engine.request(wants("c2", 3.0), now=3.0)

    assert engine.next_due() is None
    assert engine.tick(now=99.0) == []


def test_the_ramp_lets_in_so_many_a_minute() -> None:
    engine = desk(agent(capacity=9, ramp=2))
    for name in ("c1", "c2", "c3"):
        engine.request(wants(name), now=1.0)

    assert (engine.load("a1"), engine.next_due()) == (2, 61.0)
    assert engine.explain("c3", now=2.0)["en"] == "1 can serve it: 1 at the limit of chats a minute"
    assert pairs(engine.tick(now=61.0)) == [("c3", "a1")]


def test_those_who_come_free_together_share_what_waits() -> None:
    engine = desk(agent("a1", capacity=2), agent("a2", capacity=2))
    for name in ("a1", "a2"):
        engine.set_state(name, AgentState.WRAP_UP, now=0.0)
        engine.update_agent(agent(name, capacity=2, wrap_up=5.0), now=0.0)
        engine.set_state(name, AgentState.WRAP_UP, now=0.0)
    for name in ("c1", "c2"):
        engine.request(wants(name), now=1.0)

    assert {who for _, who in pairs(engine.tick(now=5.0))} == {"a1", "a2"}


def test_a_removed_agents_chats_wait_again_since_their_arrival() -> None:
    engine = desk(agent("a1"), agent("a2"))
    engine.assign(wants("c1", arrived=0.0), "a1", now=1.0)

    [decision] = engine.remove_agent("a1", now=9.0)

    assert (decision.agent, decision.waited) == ("a2", 9.0)


def test_a_lowered_capacity_keeps_the_chats_and_takes_no_more() -> None:
    engine = desk(agent(capacity=2))
    engine.request(wants("c1"), now=0.0)
    engine.request(wants("c2"), now=0.0)
    engine.update_agent(agent(capacity=1), now=1.0)

    engine.request(wants("c3"), now=2.0)

    assert engine.release("c1", now=3.0) == []
    assert pairs(engine.release("c2", now=4.0)) == [("c3", "a1")]


def test_assign_takes_whatever_the_skills() -> None:
    engine = desk(agent(skills={}))
    engine.request(wants(needs={"zh": 1}), now=0.0)

    [decision] = engine.assign(wants(needs={"zh": 1}), "a1", now=1.0)

    assert (decision.rule, decision.agent, engine.waiting()) == ("manual", "a1", [])


def test_force_rebuilds_onto_an_agent_who_is_full_and_offline() -> None:
    engine = desk(agent())
    engine.request(wants("c1"), now=0.0)
    engine.set_state("a1", AgentState.OFFLINE, now=0.0)

    engine.assign(wants("c2"), "a1", now=0.0, force=True)

    assert engine.load("a1") == 2


def test_an_accepted_transfer_moves_in_one_step_though_others_wait() -> None:
    engine = desk(agent("a1"), agent("a2"))
    engine.assign(wants("c1"), "a1", now=0.0)
    engine.request(wants("c1>", agent="a2"), now=1.0)
    engine.request(wants("c2"), now=2.0)

    first, second = engine.transfer("c1", now=3.0)

    assert pairs([first, second]) == [("c1", "a2"), ("c2", "a1")]
    assert (engine.load("a1"), engine.load("a2")) == (1, 1)


def test_an_id_may_come_again_once_it_is_over() -> None:
    engine = desk(agent())
    engine.request(wants(), now=0.0)
    engine.release("c1", now=1.0)

    assert len(engine.request(wants(arrived=2.0), now=2.0)) == 1
