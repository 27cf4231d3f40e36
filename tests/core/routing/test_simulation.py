"""The simulation is the queue that it says it is: one pool comes out as Erlang's formulas, under every policy."""

from math import sin
from typing import Any

import pytest

from routing.arrivals import Stream, visits
from routing.estimate import erlang_a
from routing.outcome import gini
from routing.policy import POLICIES
from routing.simulation import simulate
from tests.bench.routing.textbook import waits
from tests.core.routing.desk import agent

DAY = 86_400.0
CREW = [agent(f"a{number}", skills={}) for number in range(10)]
POOL = visits([Stream(name="all", rate=10 / 300, patience=600.0)], 7 * DAY, seed=3)


def test_a_pool_comes_out_as_erlang_says() -> None:
    expected, found = erlang_a(10, 10.0, patience=2.0), simulate(CREW, POOL, warm_up=3600.0)

    # 20,000 visitors: three standard errors are about 6 % of the mean wait
    assert found.mean_wait() / 300 == pytest.approx(expected.mean, rel=0.06)
    assert found.delayed() == pytest.approx(expected.delayed, rel=0.04)
    assert found.abandoned() == pytest.approx(expected.left, rel=0.06)


@pytest.mark.parametrize("policy", POLICIES)
def test_where_all_are_alike_every_wait_is_that_of_the_textbook_under_every_policy(policy: str) -> None:
    few = [*POOL[:3000], POOL[3000]._replace(at=9 * DAY)]  # by then nobody waits any more

    found = simulate(CREW, few, policy=policy).waits["all"]

    assert sorted(found) == pytest.approx(sorted(waits(few, len(CREW))), abs=1e-6)


def test_the_same_seed_is_the_same_day_and_another_is_not() -> None:
    stream = Stream(name="all", rate=0.1, patience=60.0, spread=1.0)

    assert visits([stream], 3600.0, seed=1) == visits([stream], 3600.0, seed=1)
    assert visits([stream], 3600.0, seed=1) != visits([stream], 3600.0, seed=2)


def test_one_stream_more_leaves_the_others_as_they_were() -> None:
    tea, cups = Stream(name="tea", rate=0.1), Stream(name="cups", rate=0.2)

    assert [each for each in visits([tea, cups], 999.0, 1) if each.stream is tea] == visits([tea], 999.0, 1)


def test_a_rate_that_changes_is_followed() -> None:
    stream = Stream(name="waves", rate=lambda now: 0.5 + 0.5 * sin(now / 100), peak=1.0)
    came = visits([stream], 200 * 3.14159 * 50, seed=5)

    assert len(came) == pytest.approx(0.5 * 200 * 3.14159 * 50, rel=0.03)
    assert sum(sin(each.at / 100) > 0 for each in came) / len(came) == pytest.approx(
        0.5 + 1 / 3.14159, abs=0.02
    )


def test_lognormal_work_has_its_mean_and_spread() -> None:
    work = [each.work for each in visits([Stream(name="all", rate=1.0, spread=0.8)], 20_000.0, seed=2)]
    mean = sum(work) / len(work)

    assert mean == pytest.approx(300.0, rel=0.03)
    assert (sum((each - mean) ** 2 for each in work) / len(work)) ** 0.5 / mean == pytest.approx(
        0.8, rel=0.06
    )


def test_two_chats_at_once_slow_each_other_down() -> None:
    quick, slow = Stream(name="quick", rate=1.0, work=1e-9), Stream(name="slow", rate=1.0)
    first, second, third = (
        visits([slow], 99.0, 1)[0]._replace(at=at, work=100.0) for at in (0.0, 10.0, 100.0)
    )
    crew = [agent("a1", capacity=2, conc=(1.0, 1.6), skills={})]

    # alone for 10 s, then at 0.8 each: the first is done after 10 + 90 / 0.8 = 122.5 s, when the third begins
    outcome = simulate(crew, [first, second, third, visits([quick], 9.0, 1)[0]._replace(at=1000.0)])

    assert outcome.waits["slow"] == [0.0, 0.0, pytest.approx(22.5)]


def test_a_visitor_who_waits_too_long_leaves() -> None:
    visit = visits([Stream(name="all", rate=1.0)], 99.0, 1)[0]
    crew = [agent("a1", skills={})]
    outcome = simulate(
        crew,
        [visit._replace(at=0.0, work=50.0), visit._replace(at=1.0, patience=5.0), visit._replace(at=99.0)],
    )

    assert outcome.waits["all"] == [0.0, 5.0, 0.0]
    assert outcome.abandoned() == pytest.approx(1 / 3)
    assert outcome.promises_kept() == pytest.approx(2 / 3)
    assert (outcome.wait_below(0.5), outcome.wait_below(0.9)) == (0.0, 5.0)


def test_steps_come_due_between_visitors() -> None:
    stream = Stream(name="all", rate=1.0, needs={"ja": 1}, steps=((60.0, ("drop", "ja")),))
    visit = visits([stream], 99.0, 1)[0]

    outcome = simulate([agent("a1", skills={})], [visit._replace(at=0.0), visit._replace(at=500.0)])

    assert outcome.waits["all"] == [60.0]


def test_unevenness_is_ginis() -> None:
    assert gini([1.0, 1.0, 1.0]) == 0.0
    assert gini([0.0, 0.0, 1.0]) == pytest.approx(2 / 3)
    assert gini([0.0]) == 0.0


@pytest.mark.parametrize(
    "wrong", [{"work": 0.0}, {"patience": -1.0}, {"spread": -1.0}, {"rate": lambda _: 1.0}]
)
def test_a_stream_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Stream all"):
        Stream(**{"name": "all", "rate": 1.0, **wrong})
