"""What the router sees: every seat and every open conversation, read afresh, and how the engine is brought in line."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from chatdesk.kernel import limits
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation, Refusal
from conversations.needs import LANGUAGE_LEVEL
from routing import roster
from routing.engine import Engine
from routing.spec import AgentSpec, AgentState, Decision, Request, Step

log = logging.getLogger("chatdesk.router")
OPEN_TO_ROUTING = [State.QUEUED, State.OFFERED, State.LIVE]


@dataclass(frozen=True, slots=True)
class Floor:
    """One reading of the rows; `refused` are (conversation, agent) pairs of offers that came to nothing."""

    places: dict[str, roster.Place]
    rows: list[Conversation]
    refused: frozenset[tuple[str, str]]
    at: datetime


def look(now: datetime) -> Floor:
    """Read it, in four queries."""
    rows = Conversation.objects.filter(state__in=OPEN_TO_ROUTING).select_related("site", "customer", "team")
    refusals = Refusal.objects.filter(conversation__state__in=list(WAITING)).values_list(
        "conversation_id", "agent_id"
    )
    refused = frozenset((str(conversation), str(agent)) for conversation, agent in refusals)
    return Floor(
        places=roster.places(now), rows=list(rows.order_by("arrived_at", "pk")), refused=refused, at=now
    )


def request_of(row: Conversation) -> Request:
    """The row as the engine's request, with the steps by which its needs widen."""
    assert row.arrived_at is not None  # set with the first wait
    return Request(
        id=str(row.pk),
        needs=row.needs,
        promise=row.promise_s,
        arrived=row.arrived_at.timestamp(),
        sticky=str(row.last_agent_id) if row.last_agent_id else None,
        steps=steps(row.needs),
        team=row.team.key if row.team else None,
        not_agents=row.demands.get("not_agents", ()),
        channel=row.channel,
    )


def steps(needs: dict[str, int]) -> tuple[Step, ...]:
    """First the topics' level drops to 1, then the topics drop out, then any team may help."""
    set_to = limits.current()
    topics = [skill for skill, level in sorted(needs.items()) if level > LANGUAGE_LEVEL]
    lower = [(set_to.step_level_s, ("level", topic, 1)) for topic in topics]
    drop = [(set_to.step_drop_s, ("drop", topic)) for topic in topics]
    return (*lower, *drop, (set_to.step_any_s, ("any",)))


class Mirror:
    """The engine, and what it believes of each conversation: the agent who has it, or None while it waits."""

    def __init__(self, policy: str) -> None:
        self.engine = Engine(policy=policy)
        self.held: dict[str, str | None] = {}
        self._staffed: dict[str, tuple[AgentSpec, AgentState]] = {}
        self._now = 0.0
        self._decided: dict[str, Decision] = {}

    def follow(self, floor: Floor) -> list[Decision]:
        """Bring the engine in line with the rows; what it decides on the way is returned, and believed."""
        self._now = max(self._now, floor.at.timestamp())
        self._decided = {}
        wanted = {str(row.pk): owner(row, floor) for row in floor.rows}
        for conversation in [known for known in self.held if known not in wanted]:
            self._drop(conversation)
        self._staff(floor)
        for row in sorted(
            floor.rows, key=lambda row: wanted[str(row.pk)] is None
        ):  # who is served first, then who waits
            self._place(row, wanted[str(row.pk)], floor)
        self._take(self.engine.tick(self._now))
        return list(self._decided.values())

    def forget(self, conversation: str) -> None:
        """A decision could not be carried out: look at the row again next time."""
        self._drop(conversation)

    def _staff(self, floor: Floor) -> None:
        for agent in [agent for agent in self._staffed if agent not in floor.places]:
            for conversation in [c for c, holder in self.held.items() if holder == agent]:
                self._drop(conversation)
            del self._staffed[agent]
            self._take(self.engine.remove_agent(agent, self._now))
        for agent, place in floor.places.items():
            before = self._staffed.get(agent)
            self._staffed[agent] = (place.spec, place.state)
            if before is None:
                self._seat(agent, place)
                continue
            if before[0] != place.spec:
                self._take(self.engine.update_agent(place.spec, self._now))
            if before[1] != place.state:
                self._take(self.engine.set_state(agent, place.state, self._now))

    def _seat(self, agent: str, place: roster.Place) -> None:
        """The engine takes a new agent to be online: with no units until the state is known, nothing is decided too early."""
        self.engine.add_agent(replace(place.spec, capacity=0), self._now)
        self.engine.set_state(agent, place.state, self._now)
        self._take(self.engine.update_agent(place.spec, self._now))

    def _place(self, row: Conversation, agent: str | None, floor: Floor) -> None:
        key = str(row.pk)
        if key in self._decided:
            return
        if key in self.held and self.held[key] == agent:
            return
        before = self.held.get(key)
        if agent is None and before is not None and (key, before) in floor.refused:
            self.held[key] = None
            self._take(self.engine.refuse(key, before, self._now))
            return
        if key in self.held and (before is not None or agent is None):
            self._drop(key)
        self.held[key] = agent
        if agent is None:
            self._wait(row)
        else:
            decided = self.engine.assign(request_of(row), agent, self._now, force=True)
            self._take([decision for decision in decided if decision.conversation != key])

    def _wait(self, row: Conversation) -> None:
        """A row that the engine does not take (no promise, say) must not keep the others from an agent."""
        try:
            self._take(self.engine.request(request_of(row), self._now))
        except ValueError:
            log.exception("%s can't be routed", row)
            del self.held[str(row.pk)]

    def _drop(self, conversation: str) -> None:
        if self.held.pop(conversation) is None:
            self._take(self.engine.cancel(conversation, self._now))
        else:
            self._take(self.engine.release(conversation, self._now))

    def _take(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            self.held[decision.conversation] = decision.agent
            self._decided[decision.conversation] = decision


def owner(row: Conversation, floor: Floor) -> str | None:
    """Whose unit the row uses: the agent asked, else the assignee; None while it waits or where that seat is gone."""
    agent = row.offered_to_id if row.state == State.OFFERED else row.assignee_id
    return str(agent) if agent is not None and str(agent) in floor.places else None
