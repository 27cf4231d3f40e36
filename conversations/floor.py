"""What the router sees: every seat and every open conversation, read afresh, and how the engine is brought in line."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from conversations.lifecycle import WAITING, State
from conversations.models import Conversation, Refusal
from conversations.requests import request_of
from routing import hours, roster
from routing.engine import EXCLUDED_FOR, Engine
from routing.estimate import Wait
from routing.firm import Firm, firm
from routing.learn import Past
from routing.spec import AgentSpec, AgentState, Decision, Request

log = logging.getLogger("chatdesk.router")
OPEN_TO_ROUTING = [State.QUEUED, State.OFFERED, State.LIVE]


@dataclass(frozen=True, slots=True)
class Floor:
    """One reading of the rows; `refused` are (conversation, agent) pairs of this round: asked in vain, or silent, or
    the one who handed it on. `closed` are the sites that are outside their hours."""

    places: dict[str, roster.Place]
    rows: list[Conversation]
    refused: frozenset[tuple[str, str]]
    at: datetime
    sites_closed: frozenset[int] = frozenset()
    teams_closed: frozenset[int] = frozenset()
    firm: Firm = field(default_factory=Firm)

    def closed(self, row: Conversation) -> bool:
        """Whether it came outside the hours of its site, or of the team that it is for."""
        return row.site_id in self.sites_closed or row.team_id in self.teams_closed


def look(now: datetime) -> Floor:
    """Read it, in seven queries."""
    rows = Conversation.objects.filter(state__in=OPEN_TO_ROUTING).select_related("site", "customer", "team")
    round_began = now - timedelta(seconds=EXCLUDED_FOR)
    refusals = Refusal.objects.filter(conversation__state__in=list(WAITING), over=False, at__gt=round_began)
    refused = frozenset(
        (str(conversation), str(agent))
        for conversation, agent in refusals.values_list("conversation_id", "agent_id")
    )
    sites_closed, teams_closed = hours.closed(now)
    return Floor(
        places=roster.places(now, teams_closed),
        rows=list(rows.order_by("arrived_at", "pk")),
        refused=refused,
        at=now,
        sites_closed=sites_closed,
        teams_closed=teams_closed,
        firm=firm(),
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row asks of the engine: to wait, where `agent` is None, else that agent's unit."""

    key: str
    agent: str | None
    row: Conversation
    firm: Firm

    def request(self) -> Request:
        request = request_of(self.row, self.firm)
        if self.key == request.id:
            return request
        return Request(id=self.key, agent=self.agent, arrived=request.arrived, channel=request.channel)


def claims(floor: Floor) -> Iterator[Claim]:
    """One for each row; where a transfer is offered, a second one of `<conversation>>` for the colleague's unit."""
    for row in floor.rows:
        key, asked = str(row.pk), str(row.offered_to_id)
        yield Claim(key, owner(row, floor), row, floor.firm)
        if row.state == State.LIVE and row.offer and asked in floor.places:
            yield Claim(f"{key}>", asked, row, floor.firm)


@dataclass(frozen=True, slots=True)
class Placed:
    """What the engine was told of a row, as it was `since` then."""

    since: datetime
    request: Request


class Mirror:
    """The engine, and what it believes of each conversation: the agent who has it, or None while it waits."""

    def __init__(
        self,
        policy: str,
        past: Iterable[Past] = (),
        *,
        teams: Mapping[str, str] | None = None,
        sticky_wait_s: float = 0.0,
    ) -> None:
        """`past`: what is over, from the earliest on, so that a new engine knows how long things take; `teams`: the
        policies of those that have their own.
        """
        self.teams = dict(teams or {})
        self.engine = Engine(policy=policy, team_policies=self.teams, sticky_wait=sticky_wait_s or None)
        for one in past:
            self.engine.learn(one)
        self.held: dict[str, str | None] = {}
        self._placed: dict[str, Placed] = {}
        self._refused: dict[str, set[str]] = {}
        self._staffed: dict[str, tuple[AgentSpec, AgentState]] = {}
        self._now = 0.0
        self._decided: dict[str, Decision] = {}

    def follow(self, floor: Floor) -> list[Decision]:
        """Bring the engine in line with the rows; what it decides on the way is returned, and believed."""
        self._now = max(self._now, floor.at.timestamp())
        self._decided = {}
        self._refused = defaultdict(set)
        for conversation, agent in floor.refused:
            self._refused[conversation].add(agent)
        wanted = {claim.key: claim for claim in claims(floor)}
        for key in [key for key in self.held if key.endswith(">")]:
            self._hand(key.removesuffix(">"), wanted)
        for conversation in [known for known in self.held if known not in wanted]:
            self._drop(conversation)
        self._staff(floor)
        for claim in sorted(wanted.values(), key=lambda claim: claim.agent is None):
            self._place(claim)  # who is served first, then who waits
        self._take(self.engine.tick(self._now))
        return list(self._decided.values())

    def estimate(self, conversation: int) -> Wait | None:
        """How long it will still wait from the last look on; None where nobody knows, or an agent is asked already."""
        if self.held.get(str(conversation), "") is not None:
            return None
        return self.engine.estimate(str(conversation), self._now)

    def forget(self, conversation: str) -> None:
        """A decision could not be carried out: look at the row again next time."""
        self._drop(conversation)

    def _hand(self, key: str, wanted: dict[str, Claim]) -> None:
        """The colleague who was asked has said yes: both units change hands in one step."""
        asked, claim = self.held[f"{key}>"], wanted.get(key)
        if (
            f"{key}>" in wanted
            or claim is None
            or claim.agent != asked
            or self.held.get(key) in (None, asked)
        ):
            return
        decided = self.engine.transfer(key, self._now)
        del self.held[f"{key}>"], self._placed[f"{key}>"]
        self.held[key] = asked
        self._take([decision for decision in decided if decision.conversation != key])

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

    def _place(self, claim: Claim) -> None:
        key, agent = claim.key, claim.agent
        if key in self._decided or (
            key in self.held and self.held[key] == agent and not self._changed(claim)
        ):
            return
        before, placed = self.held.get(key), self._placed.get(key)
        request = routable(claim)
        if request is None:
            return
        if agent is None and before in self._refused[key] and placed and placed.request == request:
            self.held[key] = None
            self._placed[key] = replace(placed, since=claim.row.since)
            self._take(self.engine.refuse(key, str(before), self._now))
            return
        if key in self.held and (before is not None or agent is None):
            self._drop(key)
        self.held[key] = agent
        if agent is None:
            self._wait(claim, request)
            return
        self._placed[key] = Placed(claim.row.since, request)
        decided = self.engine.assign(request, agent, self._now, force=True)
        self._take([decision for decision in decided if decision.conversation != key])

    def _changed(self, claim: Claim) -> bool:
        """Whether one that waits asks for something else than the engine was told."""
        if claim.agent is not None:
            return False
        placed = self._placed[claim.key]
        return placed.since != claim.row.since and placed.request != claim.request()

    def _wait(self, claim: Claim, request: Request) -> None:
        self._placed[claim.key] = Placed(claim.row.since, request)
        try:
            self._take(self.engine.request(request, self._now, refused=sorted(self._refused[claim.key])))
        except ValueError:
            log.exception("%s can't be routed", claim.row)
            del self.held[claim.key]

    def _drop(self, conversation: str) -> None:
        self._placed.pop(conversation, None)
        if self.held.pop(conversation) is None:
            self._take(self.engine.cancel(conversation, self._now))
        else:
            self._take(self.engine.release(conversation, self._now))

    def _take(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            self.held[decision.conversation] = decision.agent
            self._decided[decision.conversation] = decision


def routable(claim: Claim) -> Request | None:
    """Its request; a row that the engine does not take (no promise, say) must not keep the others from an agent."""
    try:
        return claim.request()
    except ValueError:
        log.exception("%s can't be routed", claim.row)
        return None


def owner(row: Conversation, floor: Floor) -> str | None:
    """Whose unit the row uses: the agent asked, else the assignee; None while it waits or where that seat is gone."""
    agent = row.offered_to_id if row.state == State.OFFERED else row.assignee_id
    return str(agent) if agent is not None and str(agent) in floor.places else None
