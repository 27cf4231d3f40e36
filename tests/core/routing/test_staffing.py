"""What-if: the formula against the textbook and the simulation, and which agents come and go."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.arrivals import Stream, Visit
from routing.engine import AgentSpec
from routing.estimate import erlang_a
from routing.pooled import by_formula, one_pool, wait_quantile
from routing.staffing import changed, what_if
from routing.teaching import advise, lessons
from routing.trial import Rehearsal, matched, seen


def agents(*skills: str, number: int = 1, first: int = 0, **fields: object) -> list[AgentSpec]:
    return [
        AgentSpec(id=f"a{first + place}", skills=dict.fromkeys(skills, 2), **fields)  # type: ignore[arg-type]
        for place in range(number)
    ]


def stream(skill: str = "en", rate: float = 0.02, **fields: object) -> Stream:
    given: dict[str, object] = {"needs": {skill: 1}, "work": 300.0, "patience": 600.0, "spread": 1.0} | fields
    return Stream(name=skill, rate=rate, **given)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 30), st.floats(0.3, 1.5), st.floats(0.3, 4.0))
def test_the_quantile_agrees_with_erlang_a(units: int, load: float, patience: float) -> None:
    """The share who wait and the mean wait follow from the quantiles."""
    rate = load * units / 100.0
    expected = erlang_a(units, load * units, patience)

    waits = [wait_quantile(units, rate, 100.0, patience * 100.0, (place + 0.5) / 200) for place in range(200)]

    assert sum(waits) / 200 == pytest.approx(expected.mean * 100.0, rel=0.05, abs=0.3)
    assert sum(wait > 0 for wait in waits) / 200 == pytest.approx(expected.delayed, abs=0.011)
    assert waits == sorted(waits)


def test_a_pool_is_told_by_the_formula_and_agrees_with_simulated_hours() -> None:
    team, streams = agents("en", number=6), [stream(rate=0.019)]

    formula = by_formula(team, streams)
    simulated = seen(Rehearsal(streams, 20_000, "promise").meet(team))

    assert formula.mean_wait_s == pytest.approx(simulated.mean_wait_s, rel=0.1)
    assert formula.abandoned == pytest.approx(simulated.abandoned, rel=0.1)
    assert formula.occupancy == pytest.approx(simulated.occupancy, rel=0.03)
    assert formula.p80_wait_s == pytest.approx(simulated.p80_wait_s, rel=0.12)
    assert simulated.low_s is not None
    assert simulated.low_s < simulated.p80_wait_s < (simulated.high_s or 0)


@pytest.mark.parametrize(
    ("team", "streams", "expected"),
    [
        (agents("en", number=2), [stream()], True),
        (agents("en", "zh", number=2), [stream(), stream("zh")], True),
        ([*agents("en"), *agents("zh", first=1)], [stream(), stream("zh")], False),
        ([*agents("en", "zh"), *agents("en", first=1)], [stream(), stream("zh")], False),
        (agents("en", number=2), [stream(), stream(work=500.0)], False),
        (agents("en", number=2), [stream(spread=2.0)], False),
        (agents("en", number=2, capacity=3, conc=(1.0, 1.6, 2.0)), [stream()], False),
        (agents("en", number=2, capacity=3), [stream()], True),
    ],
)
def test_a_formula_does_only_for_one_pool(
    team: list[AgentSpec], streams: list[Stream], expected: bool
) -> None:
    assert one_pool(team, streams) is expected


def test_units_count_not_heads() -> None:
    assert by_formula(agents("en", number=2, capacity=3), [stream()]) == by_formula(
        agents("en", number=6), [stream()]
    )


def test_more_agents_wait_less() -> None:
    method, rows = what_if(agents("en", number=6), [stream(rate=0.02)], [-2, -1, 0, 1, 2, 3], 800, "promise")

    waits = [rows[by].p80_wait_s for by in (-2, -1, 0, 1, 2, 3)]
    assert method == "erlang_a"
    assert waits == sorted(waits, reverse=True)
    assert waits[0] > waits[-1]
    assert [row.occupancy for row in rows.values()] == sorted(
        (r.occupancy for r in rows.values()), reverse=True
    )


def test_nobody_left_is_not_told() -> None:
    _, rows = what_if(agents("en", number=2), [stream()], [-2, -1, 0], 800, "promise")

    assert sorted(rows) == [-1, 0]


def test_the_typical_agent_comes_and_goes() -> None:
    """Not the one who can do everything, nor the one who can do hardly anything."""
    streams = [stream("en"), stream("zh"), stream("ja", rate=0.001)]
    team = [
        *agents("en", "zh", "ja"), *agents("en", first=1), *agents("en", first=2), *agents("zh", first=3),
        *agents("ja", first=4),
    ]  # fmt: skip

    fewer, more = changed(team, streams, -1), changed(team, streams, 2)

    assert {spec.id for spec in team} - {spec.id for spec in fewer} == {"a1"}
    assert [dict(spec.skills) for spec in more[5:]] == [{"en": 2}, {"en": 2}]
    assert len({spec.id for spec in more}) == 7
    assert changed(team, streams, 0) == team


@settings(max_examples=10, deadline=None)
@given(st.floats(0.002, 0.02), st.floats(100, 500))
def test_visitors_are_on_average_as_asked(rate: float, work: float) -> None:
    streams = [stream(rate=rate, work=work), stream("zh", rate=rate / 3)]

    found = Rehearsal(streams, 1600, "promise").batches

    for each in streams:
        mine = [visit for batch in found for visit in batch if visit.stream == each]
        assert sum(visit.work for visit in mine) / len(mine) == pytest.approx(each.work)
        assert sum(visit.patience for visit in mine) / len(mine) == pytest.approx(600.0)
    assert all(batch == sorted(batch, key=lambda visit: visit.at) for batch in found)


def test_rates_are_stretched_to_what_was_asked() -> None:
    one = stream(rate=0.5)
    came = [[Visit(at, one, 300.0, 600.0) for at in (10.0, 20.0, 40.0)]]

    [[first, _, last]] = matched(came, [one], 12.0)

    assert (first.at, last.at) == (5.0, 20.0)


def test_the_scarce_skill_is_the_lesson() -> None:
    """Two languages, and only one agent for half of the visitors."""
    team = [*agents("en", number=3), *agents("zh", first=3)]
    streams = [stream("en", rate=0.005), stream("zh", rate=0.004)]

    base, found = advise(team, streams, 2_000, "promise")

    assert (found[0].skill, found[0].level, found[0].alike) == ("zh", 1, 2)
    assert found[0].saves_low_s > 0
    assert found[0].saves_s == pytest.approx(base.mean_wait_s - found[0].seen.mean_wait_s, rel=0.15)
    assert [one.saves_s for one in found] == sorted((one.saves_s for one in found), reverse=True)


def test_only_what_is_asked_for_and_not_held_is_taught() -> None:
    team = [
        AgentSpec(id="a", skills={"en": 3, "billing": 1}),
        AgentSpec(id="b", skills={"en": 3, "billing": 1}),
        AgentSpec(id="c", skills={"en": 1, "billing": 2}),
    ]
    asked = [Stream(name="q", rate=0.1, needs={"en": 2, "billing": 2})]

    assert [(spec.id, skill, level) for spec, skill, level in lessons(team, asked)] == [
        ("a", "billing", 2),
        ("c", "en", 2),
    ]
