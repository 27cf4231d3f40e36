"""Lines and rankings against a plain sorted list."""

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.heap import Reminders
from routing.line import Free, Line

moves = st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.sampled_from("abc")), max_size=300)


@settings(deadline=None)
@given(moves)
def test_a_line_is_a_sorted_list_from_which_anybody_may_go(todo: list[tuple[bool, int, str]]) -> None:
    line, plain = Line(60.0, (), frozenset()), list[tuple[float, str]]()
    for comes, at, name in todo:
        entry = (float(at), name)
        if comes and entry not in plain:
            line.push(entry)
            plain = sorted([*plain, entry])
        elif plain and not comes:
            leaving = plain.pop(at % len(plain))
            line.remove(leaving)
        assert line.first(5) == plain[:5]
        assert line.size == len(plain)
        assert line.before(lambda each: ((each[0],), each[1]), ((15.0,), "b")) == sum(
            e < (15.0, "b") for e in plain
        )


def test_a_long_line_is_served_from_the_front_and_left_from_the_middle() -> None:
    line = Line(60.0, (), frozenset())
    for number in range(1000):
        line.push((float(number), "x"))
    for number in range(1, 1000, 2):
        line.remove((float(number), "x"))
    for number in range(0, 800, 2):
        assert line.first(1) == [(float(number), "x")]
        line.remove((float(number), "x"))

    assert line.first(2) == [(800.0, "x"), (802.0, "x")]
    assert line.size == 100


@settings(deadline=None)
@given(moves)
def test_the_free_are_ranked_within_their_kind(todo: list[tuple[bool, int, str]]) -> None:
    free, plain = Free(), dict[str, dict[str, float]]()
    for comes, at, kind in todo:
        name, skills = f"a{at % 7}{kind}", frozenset({kind})
        if comes:
            free.put(name, skills, (float(at),))
            plain.setdefault(kind, {})[name] = float(at)
        elif plain.get(kind, {}).pop(name, None) is not None:
            free.discard(name, skills)
        assert free.size == sum(map(len, plain.values()))
        for kind, names in plain.items():
            ranking = free.rankings.get(frozenset({kind}))
            assert (ranking.entries if ranking else []) == sorted((at, name) for name, at in names.items())


@settings(deadline=None)
@given(moves)
def test_reminders_come_in_order_and_only_if_still_wanted(todo: list[tuple[bool, int, str]]) -> None:
    reminders, plain = Reminders(), dict[str, float]()
    for comes, at, name in todo:
        if comes:
            reminders.set(name, float(at))
            plain[name] = float(at)
        else:
            reminders.discard(name)
            plain.pop(name, None)
        assert reminders.next() == min(plain.values(), default=None)
    assert reminders.come_due(20.0) == [
        n for at, n in sorted((at, n) for n, at in plain.items()) if at <= 20.0
    ]
