"""The routing engine: events in, decisions out. It reads no clock, no chance and no database.

Every event first takes over what has come due by then (steps, exclusions, wrap-up, ramp), then acts, then leaves
no conversation waiting beside a free agent who may take it. An event that raises has changed nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from routing.estimate import Wait
from routing.learn import Past
from routing.policy import Policies
from routing.seat import Seat
from routing.settling import Settling
from routing.snapshot import snapshot
from routing.spec import AgentSpec, AgentState, Candidate, Decision, Request, finite
from routing.want import Want

__all__ = ["AgentSpec", "AgentState", "Candidate", "Decision", "Engine", "Request"]

EXCLUDED_FOR = 60.0  # seconds after a refusal


class Engine:
    """Who takes which conversation. Times are seconds, zero or more, and never go back."""

    def __init__(
        self,
        policy: str = "promise",
        sticky_wait: float | None = None,
        team_policies: Mapping[str, str] | None = None,
    ) -> None:
        """`sticky_wait`: seconds from arrival that a conversation waits for the agent it is used to; None: not at all.

        `team_policies`: what a team goes by instead, when its agents get the next or one of it alone is chosen.
        """
        if sticky_wait is not None and (not finite(sticky_wait) or sticky_wait < 0):
            raise ValueError(f"sticky_wait is seconds, 0 or more, or None, not {sticky_wait!r}.")
        self._floor = Settling(Policies(policy, team_policies or {}), sticky_wait or 0.0)

    # Agents

    def add_agent(self, spec: AgentSpec, now: float) -> list[Decision]:
        """Seat an agent, online; ValueError if there is one of that id."""
        floor = self._floor
        floor.check_time(now)
        if spec.id in floor.pool.seats:
            raise ValueError(f"Agent {spec.id} is already here; change them with update_agent.")
        floor.advance(now)
        seat = Seat(spec, now)
        floor.pool.join(seat)
        floor.seat_changed(seat)
        return floor.settle()

    def update_agent(self, spec: AgentSpec, now: float) -> list[Decision]:
        """Change what an agent can do. Open chats stay, also above a lowered capacity."""
        floor = self._floor
        seat = floor.seat(spec.id)
        floor.check_time(now)
        floor.advance(now)
        floor.pool.leave(seat)
        seat.change(spec)
        seat.forget(now)
        floor.pool.join(seat)
        floor.seat_changed(seat)
        return floor.settle()

    def remove_agent(self, agent: str, now: float) -> list[Decision]:
        """Take an agent away; what they hold waits again with its original `arrived`."""
        floor = self._floor
        seat = floor.seat(agent)
        floor.check_time(now)
        floor.advance(now)
        for conversation in list(seat.held):
            floor.take_back(floor.talks[conversation], seat)
        floor.seat_removed(seat)
        return floor.settle()

    def set_state(self, agent: str, state: AgentState, now: float) -> list[Decision]:
        """Change an agent's state; open chats stay. WRAP_UP ends by itself after `wrap_up` seconds, if any."""
        floor = self._floor
        seat, state = floor.seat(agent), AgentState(state)
        floor.check_time(now)
        floor.advance(now)
        if state is AgentState.ONLINE and seat.state is not state:
            seat.free_since = now
        wraps = state is AgentState.WRAP_UP and seat.spec.wrap_up > 0
        seat.state, seat.wrap_until = state, now + seat.spec.wrap_up if wraps else None
        floor.seat_changed(seat)
        return floor.settle()

    # Conversations

    def request(self, request: Request, now: float, refused: Iterable[str] = ()) -> list[Decision]:
        """A conversation needs a person. ValueError for an id in use or a weight above every capacity.

        `refused`: who has refused it in this round already, where it waits with another request than before.
        """
        floor = self._floor
        floor.check_time(now)
        check_new(floor, request)
        floor.advance(now)
        return floor.arrive(request, dict.fromkeys(refused, now + EXCLUDED_FOR))

    def assign(self, request: Request, agent: str, now: float, force: bool = False) -> list[Decision]:
        """Place a new or waiting conversation with this agent at once, whatever their skills.

        ValueError if it is reserved already or the agent is offline, on break or out of room;
        `force` (to rebuild) skips the checks on the agent.
        """
        floor = self._floor
        seat = floor.seat(agent)
        floor.check_time(now)
        known = floor.talks.get(request.id)
        if known and known.agent is not None:
            raise ValueError(f"Conversation {request.id} is already reserved for {known.agent}.")
        if not force:
            check_room(seat, request)
        floor.advance(now)
        if known:
            floor.unqueue(known)
        else:
            floor.counts["arrived"] += 1
        talk = floor.welcome(request)
        talk.lessons = floor.pool.lessons_of(talk.want(talk.steps))
        floor.give(talk, seat, ramp=not force)
        if force:
            talk.begun = None  # nobody knows how long it has been going on
        return [floor.chooser.by_hand(talk, seat, now), *floor.settle()]

    def release(self, conversation: str, now: float) -> list[Decision]:
        """A reserved conversation is over for its agent: the units are free, wrap-up starts."""
        floor = self._floor
        talk, seat = floor.reserved(conversation)
        floor.check_time(now)
        floor.advance(now)
        floor.finish(talk, seat)
        floor.wrap_up(seat)
        return floor.settle()

    def transfer(self, conversation: str, now: float) -> list[Decision]:
        """The target accepted `<conversation>>`: both reservations end and the conversation is the target's.

        In one step, so that nobody else gets the slot in between. KeyError unless both are reserved.
        """
        floor = self._floor
        offered, target = floor.reserved(f"{conversation}>")
        talk, source = floor.reserved(conversation)
        floor.check_time(now)
        floor.advance(now)
        offered.begun = None
        floor.finish(offered, target)
        source.give_back(talk.request, now)
        floor.wrap_up(source)
        floor.give(talk, target, ramp=False)
        return [floor.chooser.by_hand(talk, target, now), *floor.settle()]

    def cancel(self, conversation: str, now: float, *, learn: bool = True) -> list[Decision]:
        """A waiting visitor left; KeyError unless it waits. Without `learn` it says nothing of anybody's patience."""
        floor = self._floor
        talk = floor.waiting(conversation)
        floor.check_time(now)
        floor.advance(now)
        floor.unqueue(talk)
        if learn:
            talk.learn_wait(now, in_vain=True)
        del floor.talks[conversation]
        floor.counts["abandoned"] += 1
        return floor.settle()

    def refuse(self, conversation: str, agent: str, now: float) -> list[Decision]:
        """An agent declined, let it time out or was lost: it waits again, not for them in this round."""
        floor = self._floor
        talk, seat = floor.reserved(conversation)
        if talk.agent != agent:
            raise KeyError(f"Conversation {conversation} is reserved for {talk.agent}, not for {agent}.")
        floor.check_time(now)
        floor.advance(now)
        talk.refusals[agent], talk.round_over = now + EXCLUDED_FOR, False
        floor.take_back(talk, seat)
        return floor.settle()

    def tick(self, now: float) -> list[Decision]:
        """Let time pass: steps, exclusions, wrap-ups and ramps that have come due take effect."""
        self._floor.check_time(now)
        self._floor.advance(now)
        return self._floor.settle()

    # Lessons

    def learn(self, past: Past) -> None:
        """Take a lesson from a conversation of before this engine; tell them in the order in which they ended."""
        pool, needs = self._floor.pool, tuple(sorted(past.needs.items()))
        lessons = pool.lessons_of(Want(needs, None, None, past.channel, 1))
        if past.waited is not None:
            lessons.waited(past.waited, in_vain=past.in_vain)
        if past.worked is not None:
            lessons.took(past.worked)

    # Questions

    def explain(self, conversation: str, now: float) -> dict[str, str]:
        """Why it still waits and what will change, {zh, en}; KeyError unless it waits."""
        talk = self._floor.waiting(conversation)
        self._floor.check_time(now)
        return self._floor.chooser.why_waiting(talk, now)

    def estimate(self, conversation: str, now: float) -> Wait | None:
        """How long it will still wait, by what has been learnt; None while nobody there can ever take it.

        KeyError unless it waits. `band()` is what to tell the visitor.
        """
        talk = self._floor.waiting(conversation)
        self._floor.check_time(now)
        return self._floor.chooser.wait_of(talk, now)

    def waiting(self) -> list[str]:
        """The ids that wait, from the earliest on; under "edd" from the promise that runs out first."""
        key, talks = self._floor.policies.key, self._floor.talks
        waiting = sorted((key(talk.request), name) for name, talk in talks.items() if talk.agent is None)
        return [name for _, name in waiting]

    def load(self, agent: str) -> int:
        """The units reserved with this agent."""
        return self._floor.seat(agent).load

    def next_due(self) -> float | None:
        """When `tick` will next have something to do, or None."""
        return self._floor.next_due()

    def state(self) -> dict[str, Any]:
        """Everything that decides what happens next, JSON-able; equal after the same events."""
        floor = self._floor
        about = {
            "policy": floor.policies.default.version,
            "team_policies": {team: own.version for team, own in floor.policies.by_team.items()},
            "now": floor.now,
            "counts": {**floor.counts, "turns": floor.turns},
        }
        return about | snapshot(floor.pool, floor.talks.values())


def check_new(floor: Settling, request: Request) -> None:
    """ValueError for a conversation that is known or that no agent could ever take."""
    if request.id in floor.talks:
        raise ValueError(f"Conversation {request.id} is already waiting or reserved.")
    most = floor.pool.largest
    if request.weight > most and floor.pool.seats:
        raise ValueError(
            f"Conversation {request.id} weighs {request.weight}; no agent has more than {most} units."
        )


def check_room(seat: Seat, request: Request) -> None:
    """ValueError where this agent can't be handed another conversation."""
    agent = seat.spec.id
    if seat.state in (AgentState.OFFLINE, AgentState.BREAK):
        raise ValueError(f"Agent {agent} is {'offline' if seat.state is AgentState.OFFLINE else 'on break'}.")
    if not seat.fits(request.channel, request.weight):
        raise ValueError(
            f"Agent {agent} has no room for {request.id}: {seat.load} of {seat.capacity} units are taken."
        )
