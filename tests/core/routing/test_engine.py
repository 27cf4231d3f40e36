"""What the engine promises, one sentence at a time."""

import json
from typing import Any

import pytest

from routing.engine import AgentSpec, AgentState, Decision, Engine, Request


def agent(name: str = "a1", **place: Any) -> AgentSpec:
    return AgentSpec(id=name, **{"skills": {"zh": 3}, **place})


def wants(name: str = "c1", arrived: float = 0.0, **more: Any) -> Request:
    return Request(id=name, arrived=arrived, **more)


def desk(*agents: AgentSpec, policy: str = "least_loaded") -> Engine:
    engine = Engine(policy=policy)
    for spec in agents:
        engine.add_agent(spec, now=0.0)
    return engine


def pairs(decisions: list[Decision]) -> list[tuple[str, str]]:
    return [(decision.conversation, decision.agent) for decision in decisions]


def test_a_free_agent_with_the_skill_gets_it_at_once():
    engine = desk(agent("a1", skills={"en": 5}), agent("a2"))

    [decision] = engine.request(wants(needs={"zh": 2}), now=1.0)

    assert (decision.agent, decision.rule, decision.waited, decision.excluded) == (
        "a2",
        "arrival",
        1.0,
        {"skill": 1},
    )


def test_a_level_below_the_need_is_not_enough():
    assert desk(agent()).request(wants(needs={"zh": 4}), now=0.0) == []


def test_the_lowest_share_of_capacity_wins_not_the_fewest_chats():
    engine = desk(agent("a1", capacity=2), agent("a2", capacity=5))
    engine.assign(wants("c1"), "a1", now=0.0)
    engine.assign(wants("c2"), "a2", now=0.0)

    assert pairs(engine.request(wants("c3"), now=1.0)) == [("c3", "a2")]


def test_with_equal_loads_the_longest_since_an_assignment_wins():
    engine = desk(agent("a1"), agent("a2"))
    engine.request(wants("c1"), now=0.0)
    engine.release("c1", now=1.0)

    assert pairs(engine.request(wants("c2"), now=2.0)) == [("c2", "a2")]


def test_longest_idle_counts_from_the_last_release():
    engine = desk(agent("a1"), agent("a2"), policy="longest_idle")
    engine.request(wants("c1"), now=1.0)
    engine.request(wants("c2"), now=2.0)
    engine.release("c2", now=10.0)
    engine.release("c1", now=20.0)

    assert pairs(engine.request(wants("c3"), now=30.0)) == [("c3", "a2")]


def test_a_freed_slot_goes_to_the_earliest_then_to_the_lower_id():
    engine = desk(agent())
    for name, arrived in (("c1", 0.0), ("c9", 2.0), ("c3", 3.0), ("c2", 3.0)):
        engine.request(wants(name, arrived), now=3.0)

    served = [engine.release(name, now=4.0)[0].conversation for name in ("c1", "c9", "c2")]

    assert served == ["c9", "c2", "c3"]


def test_a_heavy_one_waits_for_room_and_a_light_one_may_use_what_is_left():
    engine = desk(agent(capacity=3))
    engine.request(wants("c1", weight=2), now=0.0)

    assert engine.request(wants("c2", weight=2), now=1.0) == []
    assert pairs(engine.request(wants("c3"), now=2.0)) == [("c3", "a1")]
    assert engine.load("a1") == 3


def test_a_channel_has_its_own_maximum():
    engine = desk(agent(capacity=3, channels={"mail": 1}))
    engine.request(wants("c1", channel="mail"), now=0.0)

    assert engine.request(wants("c2", channel="mail"), now=0.0) == []
    assert pairs(engine.request(wants("c3"), now=0.0)) == [("c3", "a1")]


@pytest.mark.parametrize("state", [state for state in AgentState if state is not AgentState.ONLINE])
def test_only_an_online_agent_is_given_anything(state):
    engine = desk(agent())
    engine.set_state("a1", state, now=0.0)

    assert engine.request(wants(), now=1.0) == []
    assert pairs(engine.set_state("a1", AgentState.ONLINE, now=2.0)) == [("c1", "a1")]


def test_going_offline_keeps_the_chats_until_the_router_refuses_them():
    engine = desk(agent())
    engine.request(wants(), now=0.0)
    engine.set_state("a1", AgentState.OFFLINE, now=5.0)

    assert engine.load("a1") == 1
    engine.refuse("c1", "a1", now=6.0)
    assert (engine.load("a1"), engine.waiting()) == (0, ["c1"])
    assert engine.add_agent(agent("a2"), now=7.0)[0].waited == 7.0


def test_a_refused_one_is_offered_to_the_next_and_not_again_for_a_minute():
    engine = desk(agent("a1"), agent("a2"), agent("a3"))
    engine.set_state("a3", AgentState.BUSY, now=0.0)
    engine.assign(wants("c2"), "a2", now=0.0)
    engine.request(wants("c1"), now=0.0)

    assert engine.refuse("c1", "a1", now=5.0) == []
    assert engine.tick(now=64.9) == []
    assert pairs(engine.tick(now=65.0)) == [("c1", "a1")]


def test_when_everybody_online_has_refused_the_next_round_starts_after_ten_seconds():
    engine = desk(agent("a1"), agent("a2"))
    engine.request(wants(), now=0.0)
    assert pairs(engine.refuse("c1", "a1", now=1.0)) == [("c1", "a2")]
    assert engine.refuse("c1", "a2", now=2.0) == []

    assert engine.next_due() == 12.0
    assert len(engine.tick(now=12.0)) == 1


def test_the_round_also_ends_when_the_last_one_to_ask_goes_offline():
    engine = desk(agent("a1"), agent("a2"))
    engine.assign(wants("c2"), "a2", now=0.0)
    engine.request(wants(), now=0.0)
    engine.refuse("c1", "a1", now=1.0)

    engine.set_state("a2", AgentState.OFFLINE, now=5.0)

    assert engine.next_due() == 15.0


def test_steps_count_from_arrival_and_take_effect_on_any_event():
    engine = desk(agent("a1", skills={"zh": 3, "tea": 1}), agent("a2", skills={}))
    steps = ((60.0, ("level", "tea", 1)), (120.0, ("drop", "tea")))
    engine.request(wants(needs={"zh": 3, "tea": 2}, steps=steps, arrived=10.0), now=20.0)
    assert (engine.tick(now=69.9), engine.next_due()) == ([], 70.0)

    [decision] = engine.set_state("a2", AgentState.BREAK, now=71.0)

    assert (decision.agent, decision.rule, decision.step, decision.waited) == ("a1", "overflow", 1, 61.0)
    assert decision.why["en"].startswith("After 60 s tea≥2 was lowered to 1. ")


def test_a_team_step_adds_a_team_and_any_lifts_team_and_agent():
    engine = desk(agent("a1", team="b"), agent("a2", team="c"), agent("a3", team="a"))
    engine.set_state("a3", AgentState.BREAK, now=0.0)
    engine.request(wants("c1", team="a", steps=((10.0, ("team", "b")),)), now=0.0)
    engine.request(wants("c2", agent="a3", steps=((10.0, ("team", "c")), (20.0, ("any",)))), now=0.0)

    assert pairs(engine.tick(now=10.0)) == [("c1", "a1")]
    assert pairs(engine.tick(now=20.0)) == [("c2", "a2")]


def test_a_level_step_never_raises_a_need():
    engine = desk(agent("a1", skills={"zh": 1}))
    engine.set_state("a1", AgentState.BUSY, now=0.0)
    engine.request(wants(needs={"zh": 1}, steps=((5.0, ("level", "zh", 4)),)), now=0.0)

    assert len(engine.set_state("a1", AgentState.ONLINE, now=9.0)) == 1


def test_the_agent_a_visitor_knows_comes_first_only_if_able_now():
    engine = desk(agent("a1"), agent("a2"))

    [decision] = engine.request(wants("c1", sticky="a2"), now=0.0)
    assert (decision.agent, decision.rule, decision.runner_up) == ("a2", "sticky", "a1")

    [decision] = engine.request(wants("c2", sticky="a2"), now=0.0)
    assert (decision.agent, decision.rule) == ("a1", "arrival")


def test_wrap_up_holds_the_next_one_back_and_ends_by_itself():
    engine = desk(agent(wrap_up=15.0))
    engine.request(wants("c1"), now=0.0)
    engine.request(wants("c2"), now=1.0)

    assert engine.release("c1", now=10.0) == []
    assert engine.next_due() == 25.0
    assert pairs(engine.tick(now=25.0)) == [("c2", "a1")]


def test_the_ramp_lets_in_so_many_a_minute():
    engine = desk(agent(capacity=9, ramp=2))
    for name in ("c1", "c2", "c3"):
        engine.request(wants(name), now=1.0)

    assert (engine.load("a1"), engine.next_due()) == (2, 61.0)
    assert engine.explain("c3", now=2.0)["en"] == "1 can serve it: 1 at the limit of chats a minute"
    assert pairs(engine.tick(now=61.0)) == [("c3", "a1")]


def test_those_who_come_free_together_share_what_waits():
    engine = desk(agent("a1", capacity=2), agent("a2", capacity=2))
    for name in ("a1", "a2"):
        engine.set_state(name, AgentState.WRAP_UP, now=0.0)
        engine.update_agent(agent(name, capacity=2, wrap_up=5.0), now=0.0)
        engine.set_state(name, AgentState.WRAP_UP, now=0.0)
    for name in ("c1", "c2"):
        engine.request(wants(name), now=1.0)

    assert {who for _, who in pairs(engine.tick(now=5.0))} == {"a1", "a2"}


def test_a_removed_agents_chats_wait_again_since_their_arrival():
    engine = desk(agent("a1"), agent("a2"))
    engine.assign(wants("c1", arrived=0.0), "a1", now=1.0)

    [decision] = engine.remove_agent("a1", now=9.0)

    assert (decision.agent, decision.waited) == ("a2", 9.0)


def test_a_lowered_capacity_keeps_the_chats_and_takes_no_more():
    engine = desk(agent(capacity=2))
    engine.request(wants("c1"), now=0.0)
    engine.request(wants("c2"), now=0.0)
    engine.update_agent(agent(capacity=1), now=1.0)

    engine.request(wants("c3"), now=2.0)

    assert engine.release("c1", now=3.0) == []
    assert pairs(engine.release("c2", now=4.0)) == [("c3", "a1")]


def test_assign_takes_whatever_the_skills():
    engine = desk(agent(skills={}))
    engine.request(wants(needs={"zh": 1}), now=0.0)

    [decision] = engine.assign(wants(needs={"zh": 1}), "a1", now=1.0)

    assert (decision.rule, decision.agent, engine.waiting()) == ("manual", "a1", [])


def test_force_rebuilds_onto_an_agent_who_is_full_and_offline():
    engine = desk(agent())
    engine.request(wants("c1"), now=0.0)
    engine.set_state("a1", AgentState.OFFLINE, now=0.0)

    engine.assign(wants("c2"), "a1", now=0.0, force=True)

    assert engine.load("a1") == 2


def test_an_accepted_transfer_moves_in_one_step_though_others_wait():
    engine = desk(agent("a1"), agent("a2"))
    engine.assign(wants("c1"), "a1", now=0.0)
    engine.request(wants("c1>", agent="a2"), now=1.0)
    engine.request(wants("c2"), now=2.0)

    first, second = engine.transfer("c1", now=3.0)

    assert pairs([first, second]) == [("c1", "a2"), ("c2", "a1")]
    assert (engine.load("a1"), engine.load("a2")) == (1, 1)


def test_an_id_may_come_again_once_it_is_over():
    engine = desk(agent())
    engine.request(wants(), now=0.0)
    engine.release("c1", now=1.0)

    assert len(engine.request(wants(arrived=2.0), now=2.0)) == 1


def test_explain_says_who_could_and_what_changes_next():
    engine = desk(*(agent(f"a{n}", skills={"zh": 3, "billing": 2}) for n in (1, 2, 3)))
    engine.set_state("a3", AgentState.BREAK, now=0.0)
    for n in (1, 2):
        engine.request(wants(f"c{n}"), now=0.0)
    engine.request(wants("c4", needs={"zh": 3, "billing": 2}, steps=((60.0, ("drop", "billing")),)), now=0.0)

    told = engine.explain("c4", now=1.0)

    assert told["en"] == "3 can serve billing≥2 and zh≥3: 2 full, 1 on break; at 60 s billing≥2 is dropped"
    assert told["zh"] == (
        "能接 billing≥2、zh≥3 的坐席有 3 位：2 位名额已满，1 位小休；等满 60 秒后不再要求 billing≥2"
    )


def test_explain_says_when_nobody_can():
    engine = desk(agent())
    engine.request(wants("c1", needs={"ja": 1}), now=0.0)
    engine.request(wants("c2", agent="a7"), now=0.0)

    assert engine.explain("c1", now=0.0) == {"zh": "没有坐席能接 ja≥1", "en": "Nobody can serve ja≥1"}
    assert engine.explain("c2", now=0.0)["en"] == "Only a7 may take it, who isn’t on the roster"


def test_a_reason_names_the_figure_that_decided():
    engine = desk(agent("a1", capacity=2), agent("a2", capacity=2), agent("a3", capacity=2))
    engine.assign(wants("c0"), "a1", now=0.0)

    [decision] = engine.request(wants("c1", needs={"zh": 1}), now=1.0)

    assert decision.why == {
        "zh": "能接 zh≥1 的坐席中有 3 位有空，这位负载并列最低（0%），按编号在前。",
        "en": "Of 3 agents free now who can serve zh≥1, this one has no more load than any other (0 %)"
        " and comes first by id.",
    }


def test_a_record_stays_below_one_and_a_half_kilobytes():
    crew = [
        agent(f"agent-{n:030}", skills={"a-very-long-skill-name-" * 3 + str(s): 5 for s in range(9)})
        for n in range(30)
    ]
    engine = desk(*crew)
    needs = crew[0].skills

    [decision] = engine.request(wants("c" * 40, needs=needs), now=1.0)

    assert len(json.dumps(decision.record())) <= 1536
    assert decision.eligible + len(decision.candidates) == 30


BAD_EVENTS = {
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
    "an unknown state": (lambda e: e.set_state("a1", "asleep", now=5.0), ValueError, "asleep"),
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
def test_a_bad_event_says_why_and_changes_nothing(event, error, says):
    engine = desk(agent(wrap_up=5.0))
    engine.request(wants("c1"), now=1.0)
    engine.request(wants("c2", needs={"tea": 1}, steps=((2.0, ("drop", "tea")),)), now=1.0)
    before = engine.state()

    with pytest.raises(error, match=says):
        event(engine)

    assert engine.state() == before


BAD_VALUES = {
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
def test_a_bad_value_is_refused_when_made(make):
    with pytest.raises(ValueError, match=r"^(Agent|Conversation|The id of a)"):
        make()


@pytest.mark.parametrize("name", ["promise", "fastest", None])
def test_an_unknown_policy_is_told_the_known_ones(name):
    with pytest.raises(ValueError, match="least_loaded, longest_idle"):
        Engine(policy=name)


def test_a_request_before_any_agent_waits_for_one():
    engine = Engine()

    assert engine.request(wants(weight=3), now=0.0) == []
    assert pairs(engine.add_agent(agent(capacity=3), now=1.0)) == [("c1", "a1")]
