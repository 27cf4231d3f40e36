"""A band is wider where two crews that could serve a visitor may be kept busy by different people, and only there."""

from routing.engine import Engine
from routing.estimate import Wait
from tests.core.routing.desk import agent, wants


def band(crews: dict[str, list[str]], waiting: list[str], mine: str) -> Wait:
    """The wait of the last one, who needs `mine`, behind one for each of `waiting`; agents by name and skills."""
    engine = Engine()
    for name, skills in crews.items():
        engine.add_agent(agent(name, skills=dict.fromkeys(skills, 3)), now=0.0)
        engine.assign(wants(f"busy-{name}"), name, now=0.0)
    for number, need in enumerate([*waiting, mine]):
        engine.request(wants(f"c{number}", 1.0 + number, needs={need: 1}), now=1.0 + number)
    found = engine.estimate(f"c{len(waiting)}", now=10.0)
    assert found is not None
    return found


def relative(wait: Wait) -> float:
    return wait.variance / wait.mean**2


def test_one_crew_for_all_is_as_the_formula_says() -> None:
    both = {"a1": ["x", "y"], "a2": ["x", "y"]}

    assert relative(band(both, ["y"], "x")) == relative(band(both, ["x"], "x"))


def test_rivals_who_can_turn_to_one_crew_only_widen_it() -> None:
    apart = {"a1": ["x"], "a2": ["x", "y"]}
    nobody_else, rival = band(apart, ["x"], "x"), band(apart, ["y"], "x")

    assert rival.mean == nobody_else.mean
    assert relative(rival) > 2 * relative(nobody_else)


def test_who_has_but_one_crew_is_not_widened_by_those_with_two() -> None:
    apart = {"a1": ["x"], "a2": ["x", "y"]}

    assert relative(band(apart, ["x"], "y")) <= 1.0
