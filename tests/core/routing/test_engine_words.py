"""What the engine says: why this agent, and why nobody yet."""

import json
from typing import Any

import pytest

from routing.engine import AgentState
from tests.core.routing.desk import agent, desk, wants


def test_explain_says_who_could_and_what_changes_next() -> None:
    engine = desk(*(agent(f"a{n}", skills={"zh": 3, "billing": 2}) for n in (1, 2, 3)))
    engine.set_state("a3", AgentState.BREAK, now=0.0)
    for n in (1, 2):
        engine.request(wants(f"c{n}"), now=0.0)
    engine.request(wants("c4", needs={"zh": 3, "billing": 2}, steps=((60.0, ("drop", "billing")),)), now=0.0)

    told = engine.explain("c4", now=1.0)

    assert told["en"] == "3 can serve billing≥2 and zh≥3: 2 full, 1 on break; at 60 s billing≥2 is dropped"
    assert told["zh"] == (
        "能接 billing≥2、zh≥3 的坐席有 3 位：2 位名额已满，1 位小休；等到 60 秒时不再要求 billing≥2"
    )


def test_explain_says_when_nobody_can() -> None:
    engine = desk(agent())
    engine.request(wants("c1", needs={"ja": 1}), now=0.0)
    engine.request(wants("c2", agent="a7"), now=0.0)

    assert engine.explain("c1", now=0.0) == {
        "zh": "没有坐席能接 ja≥1：没人会 ja≥1",
        "en": "Nobody can serve ja≥1: nobody has ja≥1",
    }
    assert engine.explain("c2", now=0.0)["en"] == "Only a7 may take it, who isn’t on the roster"


def test_a_reason_names_the_figure_that_decided() -> None:
    engine = desk(agent("a1", capacity=2), agent("a2", capacity=2), agent("a3", capacity=2))
    engine.assign(wants("c0"), "a1", now=0.0)

    [decision] = engine.request(wants("c1", needs={"zh": 1}), now=1.0)

    assert decision.why == {
        "zh": "眼下有空名额、又会 zh≥1 的有 3 位，名额用得最少的几位（0%）里，这位排在名单前面。",
        "en": "3 agents with zh≥1 have a free slot; of those who use least of their slots (0 %),"
        " this one comes first in the list.",
    }


def test_a_record_stays_below_one_and_a_half_kilobytes() -> None:
    crew = [
        agent(f"agent-{n:030}", skills={"a-very-long-skill-name-" * 3 + str(s): 5 for s in range(9)})
        for n in range(30)
    ]
    engine = desk(*crew)
    needs = crew[0].skills

    [decision] = engine.request(wants("c" * 40, needs=needs), now=1.0)

    assert len(json.dumps(decision.record())) <= 1536
    assert decision.eligible + len(decision.candidates) == 30


MISSING: dict[str, tuple[dict[str, Any], str]] = {
    "a level": ({"needs": {"zh": 5}}, "Nobody can serve zh≥5: nobody has zh≥5, the best level is 3"),
    "both at once": (
        {"needs": {"zh": 1, "tea": 1}},
        "Nobody can serve tea≥1 and zh≥1: no agent has all of it at once",
    ),
    "a team": ({"team": "b"}, "Nobody in team b can serve it: no agent is there"),
    "room for the channel": (
        {"channel": "mail", "needs": {"tea": 1}},
        "Nobody can serve tea≥1: 1 has the skills, but not enough units",
    ),
}


@pytest.mark.parametrize(("asked", "says"), MISSING.values(), ids=MISSING)
def test_where_nobody_can_it_says_who_is_missing(asked: dict[str, Any], says: str) -> None:
    engine = desk(agent("a1"), agent("a2", skills={"tea": 2}, channels={"mail": 0}))
    engine.request(wants("c1", **asked), now=0.0)

    assert engine.explain("c1", now=0.0)["en"] == says


def test_with_nobody_on_the_roster_it_says_so() -> None:
    engine = desk()
    engine.request(wants("c1"), now=0.0)

    assert engine.explain("c1", now=0.0)["en"] == "Nobody can serve it: no agent is on the roster"


def test_a_question_changes_nothing() -> None:
    engine = desk(agent(), policy="promise")
    engine.request(wants("c1", needs={"ja": 1}, steps=((5.0, ("drop", "ja")),)), now=0.0)
    before = engine.state()

    engine.explain("c1", now=9.0)

    assert engine.state() == before


PROMISE: list[tuple[str, dict[str, dict[str, Any]], str]] = [
    (
        "the only idle one",
        {"a1": {"busy": 1, "capacity": 2}, "a2": {}},
        "only this one has no open chat",
    ),
    (
        "rare skills kept free",
        {"a1": {"skills": {"zh": 3, "ja": 3}}, "a2": {}},
        "those whose other skills are in more demand stay free",
    ),
    (
        "lower load",
        {"a1": {"busy": 2, "capacity": 3}, "a2": {"busy": 1, "capacity": 3}},
        "all else equal, this one uses less of its slots (33 %)",
    ),
    (
        "less to lose",
        {"a1": {"busy": 1, "capacity": 2, "conc": (1.0, 1.2)}, "a2": {"busy": 1, "capacity": 2}},
        "other visitors lose least if this one takes it",
    ),
    (
        "longest ago",
        {"a1": {"was": 9.0}, "a2": {"was": 1.0}},
        "all else equal, this one has gone longer without a new chat",
    ),
    (
        "the id",
        {"a1": {}, "a2": {}},
        "all else equal, this one comes first in the list",
    ),
]


@pytest.mark.parametrize(("crew", "says"), [each[1:] for each in PROMISE], ids=[each[0] for each in PROMISE])
def test_promise_names_the_figure_that_decided(crew: dict[str, dict[str, Any]], says: str) -> None:
    engine = desk(policy="promise")
    busy = {name: place.pop("busy", 0) for name, place in crew.items()}
    was = {name: place.pop("was", None) for name, place in crew.items()}
    for name, place in crew.items():
        engine.add_agent(agent(name, **place), now=0.0)
    for name in sorted(crew, key=lambda name: was[name] or 0.0):
        if was[name] is not None:
            engine.assign(wants(f"old-{name}"), name, now=was[name])
            engine.release(f"old-{name}", now=was[name])
    engine.request(wants("ja", needs={"ja": 9}), now=9.0)
    for name, count in busy.items():
        for number in range(count):
            engine.assign(wants(f"{name}-{number}"), name, now=9.0)

    [decision] = engine.request(wants("c1", needs={"zh": 1}), now=20.0)

    assert decision.why["en"] == f"2 agents with zh≥1 have a free slot; {says}."


def test_a_slot_says_what_its_policy_went_by() -> None:
    said = {}
    for policy in ("promise", "edd", "round_robin"):
        engine = desk(agent("a1"), policy=policy)
        for name, arrived in (("c0", 0.0), ("c1", 0.0), ("c2", 1.0)):
            engine.request(wants(name, arrived), now=arrived)
        said[policy] = engine.release("c0", now=42.0)[0].why["en"]

    assert said == {
        "promise": "Waited 42 s; of the 2 that this agent can take now, it would use up most of its promise if passed by.",
        "edd": "Waited 42 s; of the 2 that this agent can take now, its promise runs out first.",
        "round_robin": "Waited 42 s; of the 2 that this agent can take now, it came first.",
    }
