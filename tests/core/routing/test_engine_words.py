"""What the engine says: why this agent, and why nobody yet."""

import json

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
        "能接 billing≥2、zh≥3 的坐席有 3 位：2 位名额已满，1 位小休；等满 60 秒后不再要求 billing≥2"
    )


def test_explain_says_when_nobody_can() -> None:
    engine = desk(agent())
    engine.request(wants("c1", needs={"ja": 1}), now=0.0)
    engine.request(wants("c2", agent="a7"), now=0.0)

    assert engine.explain("c1", now=0.0) == {"zh": "没有坐席能接 ja≥1", "en": "Nobody can serve ja≥1"}
    assert engine.explain("c2", now=0.0)["en"] == "Only a7 may take it, who isn’t on the roster"


def test_a_reason_names_the_figure_that_decided() -> None:
    engine = desk(agent("a1", capacity=2), agent("a2", capacity=2), agent("a3", capacity=2))
    engine.assign(wants("c0"), "a1", now=0.0)

    [decision] = engine.request(wants("c1", needs={"zh": 1}), now=1.0)

    assert decision.why == {
        "zh": "能接 zh≥1 的坐席中有 3 位有空，这位负载并列最低（0%），按编号在前。",
        "en": "Of 3 agents free now who can serve zh≥1, this one has no more load than any other (0 %)"
        " and comes first by id.",
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
