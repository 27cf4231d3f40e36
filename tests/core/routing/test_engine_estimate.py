"""How long somebody still waits: behind whom, for whom, and by what has been learnt."""

import pytest

from routing.engine import AgentState, Engine
from routing.estimate import wait
from tests.core.routing.desk import agent, desk, wants


def full(*crew: str, policy: str = "promise") -> Engine:
    """Agents who know these skills, each with one chat."""
    engine = desk(
        *(agent(f"a{n}", skills=dict.fromkeys(each, 3)) for n, each in enumerate(crew)), policy=policy
    )
    for number in range(len(crew)):
        engine.assign(wants(f"open{number}"), f"a{number}", now=0.0)
    return engine


def ask(engine: Engine, name: str, skill: str, **more: float) -> None:
    engine.request(wants(name, needs={skill: 1}, arrived=1.0, **more), now=1.0)


def mean(ahead: float, agents: float) -> float:
    found = wait(ahead, agents, 300.0, 600.0)
    assert found
    return found.mean


def seconds(engine: Engine, name: str) -> float:
    found = engine.estimate(name, now=1.0)
    assert found
    return found.mean


def test_the_second_waits_behind_the_first_for_all_who_can() -> None:
    engine = full("x", "x", "y")
    ask(engine, "c1", "x")
    ask(engine, "c2", "x")

    assert seconds(engine, "c1") == pytest.approx(mean(0, 2))
    assert seconds(engine, "c2") == pytest.approx(mean(1, 2))


def test_whoever_may_go_elsewhere_is_only_in_part_ahead() -> None:
    engine = full("xy", "x", "x", policy="edd")
    ask(engine, "c1", "x")
    ask(engine, "c2", "y")

    assert seconds(engine, "c2") == pytest.approx(mean(1 / 3, 1))


def test_one_with_a_shorter_promise_is_ahead_though_it_came_later() -> None:
    engine = full("x")
    ask(engine, "c1", "x", promise=60.0)
    ask(engine, "c2", "x", promise=30.0)

    assert seconds(engine, "c1") == pytest.approx(mean(1, 1))
    assert seconds(engine, "c2") == pytest.approx(mean(0, 1))


def test_whoever_waits_for_one_agent_waits_behind_all_that_this_agent_takes() -> None:
    engine = full("x", "x")
    ask(engine, "c1", "x")
    engine.request(wants("c2", agent="a0", arrived=1.0), now=1.0)

    assert seconds(engine, "c2") == pytest.approx(mean(0, 1))
    assert seconds(engine, "c1") == pytest.approx(mean(1, 2))


def test_those_who_are_away_do_not_count_and_without_anybody_nobody_knows() -> None:
    engine = full("x", "x")
    ask(engine, "c1", "x")
    engine.set_state("a1", AgentState.BREAK, now=1.0)
    assert seconds(engine, "c1") == pytest.approx(mean(0, 1))

    engine.set_state("a0", AgentState.OFFLINE, now=1.0)
    assert engine.estimate("c1", now=1.0) is None


def test_long_chats_make_for_longer_estimates() -> None:
    engine = desk(agent("a0", skills={"x": 3}))
    for number in range(5):  # each takes ten times what was assumed, and the average moves by a twentieth
        engine.request(wants(f"c{number}", needs={"x": 1}, arrived=3000.0 * number), now=3000.0 * number)
        engine.release(f"c{number}", now=3000.0 * (number + 1))
    for name in ("open", "last"):
        engine.request(wants(name, needs={"x": 1}, arrived=15_000.0), now=15_000.0)

    found = engine.estimate("last", now=15_000.0)
    assert found
    assert found.mean == pytest.approx(300 * (1 + 9 * (1 - 0.95**5)))


def test_what_was_rebuilt_after_a_restart_teaches_no_length() -> None:
    engine = desk(agent("a0", skills={"x": 3}))
    engine.assign(wants("open", needs={"x": 1}), "a0", now=0.0, force=True)
    engine.release("open", now=9000.0)
    for name in ("next", "last"):
        engine.request(wants(name, needs={"x": 1}, arrived=9000.0), now=9000.0)

    found = engine.estimate("last", now=9000.0)
    assert found
    assert found.mean == pytest.approx(300.0)


def test_two_chats_at_once_are_learnt_as_the_work_they_are() -> None:
    engine = desk(agent("a0", skills={"x": 3}, capacity=2, conc=(1.0, 1.5)))
    for name in ("c1", "c2"):
        engine.request(wants(name, needs={"x": 1}), now=0.0)
    engine.release("c1", now=800.0)  # both ran at three quarters: 600 s of work
    engine.release("c2", now=800.0)
    for name in ("c3", "c4", "last"):
        engine.request(wants(name, needs={"x": 1}, arrived=800.0), now=800.0)

    found = engine.estimate("last", now=800.0)
    assert found
    assert found.mean == pytest.approx((600 - 300 * 0.95**2) / 1.5)


def test_whoever_gives_up_teaches_how_long_people_wait() -> None:
    engine = full("x")
    for number in range(3):  # each gives up after 60 s, where 600 s were assumed
        engine.request(wants(f"c{number}", needs={"x": 1}, arrived=60.0 * number), now=60.0 * number)
        engine.cancel(f"c{number}", now=60.0 * (number + 1))
    for name in ("first", "second"):
        engine.request(wants(name, needs={"x": 1}, arrived=180.0), now=180.0)

    found = engine.estimate("second", now=180.0)
    assert found
    assert found.mean == pytest.approx(300 + 1 / (1 / 300 + 1 / (60 + 540 * 0.95**3)))


def test_only_of_one_that_waits_can_be_said_how_long() -> None:
    engine = full("x")

    with pytest.raises(KeyError, match="open0"):
        engine.estimate("open0", now=1.0)
    with pytest.raises(KeyError, match="c9"):
        engine.estimate("c9", now=1.0)
