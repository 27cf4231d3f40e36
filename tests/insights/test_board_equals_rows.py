"""Every figure of the board equals the rows, worked out anew, and so does the list behind it, on random histories."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conversations.frames.board import Board
from conversations.models import Conversation
from insights import behind, board
from tests.insights.histories import DEEDS, History
from tests.insights.oracle import Oracle

pytestmark = pytest.mark.django_db

ZONES = ["UTC", "Asia/Shanghai", "Asia/Kathmandu", "America/New_York", "Pacific/Auckland"]
FILTERS = [(None, None), ("tea", None), ("pots", None), (None, "care"), (None, "global"), ("tea", "global")]
SCENES = [
    ("says", "is_answered_by_bot"),
    ("says", "is_answered_by_bot", "leaves", "rates"),
    ("asks", "leaves"),
    ("asks", "is_offered"),
    ("asks", "is_offered", "leaves"),
    ("asks", "is_offered", "is_accepted", "is_answered"),
    ("asks", "is_offered", "is_accepted", "is_reminded_of"),
    ("says", "is_handed_over", "takes", "is_answered", "is_resolved", "rates"),
    ("asks", "takes", "is_parked", "says", "takes", "is_answered"),
    ("asks", "takes_over", "is_answered", "is_parked"),
    ("asks", "takes", "is_answered", "is_parked", "is_resolved", "rates"),
    ("says", "is_answered_by_bot", "asks", "prefers", "leaves"),
    ("says", "takes", "is_answered", "leaves"),
    ("asks", "becomes_a_ticket"),
    ("says", "prefers"),
    ("reopens", "takes", "is_answered", "is_resolved"),
    ("asks", "takes", "is_handed_on", "is_accepted", "is_answered", "is_handed_on", "leaves"),
]
gaps = st.sampled_from([1, 5, 20, 45, 45, 90, 200, 650, 3_000, 20_000])  # seconds
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking a history would take minutes
steps = st.tuples(
    st.one_of(
        st.sampled_from(SCENES),
        st.sampled_from(SCENES),
        st.sampled_from(sorted(DEEDS)).map(lambda deed: (deed,)),
    ),
    st.integers(0, 9),  # which visitor
    st.integers(0, 2),  # which agent
    st.integers(0, 20),
    gaps,
    st.integers(1, 40),  # seconds between the deeds of a scene
)


@pytest.mark.timeout(240)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    scenes=st.lists(steps, min_size=10, max_size=20),
    states=st.lists(st.sampled_from(["online", "online", "break"]), min_size=3, max_size=3),
    quiet_s=st.integers(0, 900),
    filters=st.permutations(FILTERS).map(lambda mixed: mixed[:2]),
)
def test_the_board_equals_what_the_rows_say(
    zones: tuple[str, str],
    scenes: list[tuple[tuple[str, ...], int, int, int, int, int]],
    states: list[str],
    quiet_s: int,
    filters: list[tuple[str | None, str | None]],
) -> None:
    with transaction.atomic():
        past = History(zones, states)
        for deeds, who, agent, pick, before_s, pace_s in scenes:
            past.now += timedelta(seconds=before_s)
            for deed in deeds:
                past.step(deed, who, agent, pick, pace_s)
        past.step("says", 0, 0, 0, quiet_s + 1)
        for site, team in filters:
            compare(past, site, team)
        transaction.set_rollback(True)


def compare(past: History, site: str | None, team: str | None) -> None:
    oracle = Oracle(past, site, team)
    shown = board.snapshot(past.now, site, team)
    lists, values = oracle.lists(), oracle.values()

    for figure in behind.ALL:
        found = behind.look(figure, site, team, past.now)
        assert set(found.rows.values_list("pk", flat=True)) == lists[figure], figure
        assert found.value == values.get(figure, len(lists[figure])), figure
    for figure in ("waiting", "offered", "live", "parked", "bot"):
        assert getattr(shown, figure) == len(lists[figure]), figure
    for figure in ("conversations", "bot_resolved", "handled", "tickets", "abandoned", "within_promise"):
        assert getattr(shown.today, figure) == len(lists[figure]), figure
    assert shown.today.answered == len(lists["first_response"])
    assert shown.today.ratings == len(lists["csat"])
    assert shown.today.first_response_p50_s == values["first_response"]
    assert shown.today.csat == values["csat"]
    assert shown.oldest_wait_s == values["oldest_wait"]
    assert ({int(shown.oldest.conversation)} if shown.oldest else set()) == lists["oldest_wait"]
    assert shown.arrivals.counts == oracle.arrivals()
    compare_desk(oracle, shown)


def compare_desk(oracle: Oracle, shown: Board) -> None:
    """Agents, queues, rows, and what needs somebody."""
    people, queues = oracle.people(), oracle.queues()

    assert {int(p.id): (p.state, p.load) for p in shown.people} == {u: p[:2] for u, p in people.items()}
    assert shown.free == sum(free for _, _, free in people.values())
    assert sum(shown.agents.values()) == len(people)
    assert {s: n for s, n in shown.agents.items() if n} == tally([state for state, _, _ in people.values()])
    assert {
        frozenset(filter(None, q.key.split("+"))): (q.waiting, q.oldest_wait_s, q.free) for q in shown.queues
    } == queues
    for skill in shown.skills:
        able = [user for user in people if oracle.seats[user]["skills"].get(skill.key, 0) >= 1]
        assert skill.free == sum(people[user][2] for user in able)
        assert skill.waiting == sum(waiting for key, (waiting, _, _) in queues.items() if skill.key in key)
    lists = oracle.lists()
    floor = lists["waiting"] | lists["live"] | lists["parked"] | lists["bot"]
    assert {int(row.id) for row in shown.rows} == floor
    assert codes(shown) == oracle.needs_you()


def tally(states: list[str]) -> dict[str, int]:
    return {state: states.count(state) for state in set(states)}


def codes(shown: Board) -> set[tuple[str, int]]:
    """As the oracle names them."""
    about = [need for need in shown.needs_you if need.code != "unserved_need"]
    found = {(need.code, int(need.conversation or (need.agent.id if need.agent else 0))) for need in about}
    return found | {("unserved_need", len(shown.needs_you) - len(about))}


def test_the_histories_reach_every_state() -> None:
    """A history that never gets anywhere would prove nothing."""
    past = History(("UTC", "UTC"), ["online"] * 3)
    walk = [
        "says",
        "asks",
        "is_offered",
        "is_accepted",
        "is_answered",
        "is_parked",
        "says",
        "is_resolved",
        "rates",
    ]
    for deed in walk:
        past.step(deed, 0, 0, 0, 5)

    row = Conversation.objects.get()
    assert [glimpse.state for glimpse in past.seen[row.pk]] == [
        "bot", "queued", "offered", "live", "live", "parked", "live", "resolved", "resolved"
    ]  # fmt: skip
    assert (row.score, row.first_response_s, row.ended_in) == (1, 15.0, "live")
