"""How the engine is brought in line with the rows: it believes what they say, after a restart as before."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Site
from conversations.floor import Floor, Mirror
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.roster import Place
from routing.spec import AgentSpec, AgentState, Decision

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def place(agent: int, *, capacity: int = 3, online: bool = True) -> Place:
    spec = AgentSpec(id=str(agent), skills={"en": 5}, capacity=capacity)
    state = AgentState.ONLINE if online else AgentState.OFFLINE
    return Place(
        name=str(agent),
        spec=spec,
        state=state,
        chosen=state,
        lost_at=None if online else START,
        mode="push_accept",
    )


def waiting(pk: int) -> Conversation:
    return Conversation(
        pk=pk, site=Site(), state=State.QUEUED, needs={"en": 1}, arrived_at=START + timedelta(seconds=pk)
    )


def floor(
    *rows: Conversation, agents: dict[int, Place], refused: set[tuple[str, str]] | None = None, at: int = 60
) -> Floor:
    places = {str(agent): there for agent, there in agents.items()}
    return Floor(
        places=places, rows=list(rows), refused=frozenset(refused or ()), at=START + timedelta(seconds=at)
    )


def offered(row: Conversation, decision: Decision) -> Conversation:
    return Conversation(
        pk=row.pk,
        site=row.site,
        state=State.OFFERED,
        offered_to_id=int(decision.agent),
        needs=row.needs,
        arrived_at=row.arrived_at,
    )


def test_who_waits_is_given_to_who_is_there():
    [decision] = Mirror("least_loaded").follow(
        floor(waiting(1), agents={7: place(7), 8: place(8, online=False)})
    )

    assert (decision.conversation, decision.agent) == ("1", "7")


def test_what_was_decided_is_not_decided_again():
    mirror, agents = Mirror("least_loaded"), {7: place(7)}
    [decision] = mirror.follow(floor(waiting(1), agents=agents))

    assert mirror.follow(floor(offered(waiting(1), decision), agents=agents)) == []


def test_a_new_mirror_believes_the_rows():
    agents = {7: place(7, capacity=1)}
    [decision] = Mirror("least_loaded").follow(floor(waiting(1), agents=agents))

    again = Mirror("least_loaded").follow(floor(offered(waiting(1), decision), waiting(2), agents=agents))

    assert again == []


def test_what_could_not_be_carried_out_is_decided_again():
    mirror, agents = Mirror("least_loaded"), {7: place(7)}
    mirror.follow(floor(waiting(1), agents=agents))
    mirror.forget("1")

    [decision] = mirror.follow(floor(waiting(1), agents=agents))

    assert decision.agent == "7"


def test_who_said_no_is_not_asked_again_while_another_is_there():
    mirror, agents = Mirror("least_loaded"), {7: place(7), 8: place(8)}
    [first] = mirror.follow(floor(waiting(1), agents=agents))
    mirror.follow(floor(offered(waiting(1), first), agents=agents))

    [second] = mirror.follow(floor(waiting(1), agents=agents, refused={("1", first.agent)}))

    assert {first.agent, second.agent} == {"7", "8"}


def test_who_said_no_alone_is_not_asked_again_at_once():
    mirror, agents = Mirror("least_loaded"), {7: place(7)}
    [first] = mirror.follow(floor(waiting(1), agents=agents))
    mirror.follow(floor(offered(waiting(1), first), agents=agents))

    assert mirror.follow(floor(waiting(1), agents=agents, refused={("1", "7")})) == []


def test_an_agent_who_comes_is_given_what_waits():
    mirror = Mirror("least_loaded")
    assert mirror.follow(floor(waiting(1), agents={7: place(7, online=False)})) == []

    [decision] = mirror.follow(floor(waiting(1), agents={7: place(7)}, at=61))

    assert decision.agent == "7"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.integers(0, 15))
def test_nobody_is_given_more_than_fits_and_nothing_twice(capacities: list[int], count: int):
    agents = {i: place(i, capacity=capacity) for i, capacity in enumerate(capacities, 100) if capacity}
    rows = [waiting(pk) for pk in range(1, count + 1)]
    mirror = Mirror("least_loaded")

    decisions = mirror.follow(floor(*rows, agents=agents))

    load = Counter(decision.agent for decision in decisions)
    assert all(load[str(agent)] <= there.spec.capacity for agent, there in agents.items())
    assert len({decision.conversation for decision in decisions}) == len(decisions)
    chosen = {decision.conversation: decision for decision in decisions}
    after = [offered(row, chosen[str(row.pk)]) if str(row.pk) in chosen else row for row in rows]
    assert mirror.follow(floor(*after, agents=agents)) == []
