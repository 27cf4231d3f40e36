"""The index of the engine: who is free for which requirement, and who waits for it.

Requirements are interned to signatures. Each ranks its free agents and keeps one line of waiting conversations
per promise and set of agents not to ask, so that a whole line may or may not be served.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from routing.crew import Crews, cover
from routing.learn import Demand, Lessons
from routing.line import Line
from routing.policy import Policies
from routing.seat import Seat, Talk
from routing.signature import Signature
from routing.spec import AgentState, Figures, Request
from routing.want import Want

SHOWN = 5  # candidates in a record
ALIKE = frozenset[str]()  # to a policy that doesn't ask for other skills
IDLE_SIGNATURES = 256  # kept although nobody waits; a new one above this takes the place of the oldest

WantKey = tuple[tuple[tuple[str, int], ...], str | None, str | None, str, int]


class Pool:
    """All seats and all waiting conversations, by signature."""

    def __init__(self, policies: Policies) -> None:
        self.policies = policies
        self.seats: dict[str, Seat] = {}
        self.signatures: dict[Want, Signature] = {}
        self.census: dict[Signature, int] = {}  # how many wait, where anybody does
        self.largest = 0  # capacity
        self.weightless = 0  # signatures that fit an agent who is full
        self._capacities: Counter[int] = Counter()  # how many seats have it
        self.demand = Demand()
        self.lessons: dict[tuple[tuple[tuple[str, int], ...], str], Lessons] = {}
        self._crews = Crews()
        self._asked: dict[WantKey, Signature] = {}  # requirements as they arrive, found without making a Want

    # Agents

    def join(self, seat: Seat) -> None:
        """Count an agent in."""
        self.seats[seat.spec.id] = seat
        self._sized(seat.capacity, 1)
        for signature in self.signatures.values():
            self._judge(seat, signature)
        seat.crew = self._crews.join(general(seat), 0)
        self.count(seat)
        self.refresh(seat)

    def leave(self, seat: Seat) -> None:
        """Count an agent out; call before the spec changes."""
        assert seat.crew is not None
        self._recount(seat, 0)
        self._crews.leave(seat.crew, 0)
        self.demand.freed(seat.skills, -seat.counted_free)
        seat.counted_free = 0
        del self.seats[seat.spec.id]
        self._sized(seat.capacity, -1)
        for signature in self.signatures.values():
            if signature in seat.places:
                self._forget(seat, signature)
                signature.capable.remove(seat.spec.id)
            else:
                signature.unfit[signature.want.lacks(seat.spec) or ""] -= 1
        seat.places.clear()
        seat.free_places, seat.shown = 0, None

    def count(self, seat: Seat) -> None:
        """Take over at once how much an agent gets done, which changes with their coming and going."""
        if (throughput := seat.throughput()) != seat.counted:
            self._recount(seat, throughput)

    def refresh(self, seat: Seat) -> None:
        """Take over what changed about a seat: state, load, ramp or rank."""
        shown = (seat.state, seat.load, seat.ramp_until() is None)
        if not seat.free_places and shown == seat.shown and seat.spec.channels is None:
            return
        seat.shown = shown
        if self.policies.by_demand:
            free = max(0, seat.spec.capacity - seat.load) if seat.state is AgentState.ONLINE else 0
            self.demand.freed(seat.skills, free - seat.counted_free)
            seat.counted_free = free
        for signature in seat.places:
            self._place(seat, signature)

    # Requirements

    def signature(self, want: Want) -> Signature:
        """The one signature of this requirement, made on first use in O(agents)."""
        if known := self.signatures.get(want):
            return known
        if len(self.signatures) >= IDLE_SIGNATURES:
            idle = (each for each in self.signatures.values() if not each.waiting)
            if oldest := next(idle, None):
                self._drop(oldest)
        made = self.signatures[want] = self._made(want)
        self.weightless += not want.weight
        for name in made.capable:
            seat = self.seats[name]
            seat.shown = None
            if want.agent is None:
                self._move(seat)
        return made

    def look(self, want: Want) -> Signature:
        """The signature of this requirement, without keeping it if it is new: a question changes nothing."""
        return self.signatures.get(want) or self._made(want, keep=False)

    def lessons_of(self, want: Want) -> Lessons:
        """What is known of a requirement, whoever is asked for it."""
        key = (want.needs, want.channel)
        if (known := self.lessons.get(key)) is None:
            known = self.lessons[key] = Lessons()
        return known

    def asked(self, request: Request) -> Signature:
        """The signature of a conversation on arrival."""
        needs = tuple(sorted(request.needs.items()))
        key = (needs, request.team, request.agent, request.channel, request.weight)
        if (known := self._asked.get(key)) is None:
            teams = None if request.team is None else frozenset((request.team,))
            known = self.signature(Want(needs, teams, request.agent, request.channel, request.weight))
            self._asked[key] = known
        return known

    # Waiting

    def enqueue(self, talk: Talk) -> None:
        """Let a conversation wait, under the requirement its steps have come to."""
        plain = not talk.steps and talk.kept_until is None
        signature = self.asked(talk.request) if plain else self.signature(talk.want(talk.steps))
        request = talk.request
        key = (request.promise, tuple(request.not_agents), frozenset(talk.refusals))
        if (line := signature.lines.get(key)) is None:
            line = signature.lines[key] = Line(*key)
        talk.signature, talk.line, talk.lessons = signature, line, signature.lessons
        talk.entry = (request.arrived, request.id)
        line.push(talk.entry)
        signature.waiting += 1
        self.census[signature] = signature.waiting
        if signature.waiting == 1:
            self._crews.flip(signature, 1)

    def dequeue(self, talk: Talk) -> None:
        """End a conversation's wait; call before its refusals or steps change."""
        signature, line = talk.signature, talk.line
        assert signature is not None
        assert line is not None
        line.remove(talk.entry)
        if not line.size:
            del signature.lines[line.promise, line.never, line.refused]
        talk.signature = talk.line = None
        signature.waiting -= 1
        if signature.waiting:
            self.census[signature] = signature.waiting
            return
        del self.census[signature]
        self._crews.flip(signature, -1)
        if signature.want.agent is not None:
            self._drop(signature)

    # Choosing

    def figures(self, seat: Seat, signature: Signature) -> Figures:
        """How good an agent is for a requirement, by the policy."""
        pressure, others = self.demand.pressure(), signature.others_of(kind(seat, signature))
        burden = sum(pressure.get(skill, 0.0) for skill in others)
        return signature.policy.weigh(signature.policy.rank_agent(seat), burden)

    def is_free(self, agent: str, signature: Signature) -> bool:
        """Whether an agent, if there is one of that id, can take another of this requirement now."""
        seat = self.seats.get(agent)
        return seat is not None and seat.places.get(signature, "") is None

    def extra_wait(self, signature: Signature) -> float:
        """Seconds more that its first is to wait if a slot passes it by."""
        if signature.want.agent is not None:
            crew = self.seats[signature.want.agent].crew
            assert crew is not None
            hope = self.seats[signature.want.agent].counted / 1000.0 / (crew.kinds + 1)
        else:
            hope = cover(signature)
        return signature.lessons.handling / (hope or 1.0)

    def can_take(self, seat: Seat, talk: Talk, signature: Signature) -> bool:
        """Whether this agent may be given this conversation now."""
        return seat.places.get(signature, "") is None and talk.bars(seat.spec.id) is None

    def all_refused(self, talk: Talk) -> bool:
        """Whether nobody who is online and capable is left to ask."""
        signature = talk.signature
        assert signature is not None
        asked = {*talk.request.not_agents, *talk.refusals} & signature.capable
        return signature.online() == sum(self.seats[agent].state is AgentState.ONLINE for agent in asked)

    # Inside

    def _made(self, want: Want, *, keep: bool = True) -> Signature:
        lessons = self.lessons_of(want) if keep else Lessons()
        made = Signature(want, lessons, self.policies.among(want.teams))
        seats: Iterable[Seat] = self.seats.values()
        if want.agent is not None:
            seats = [self.seats[want.agent]] if want.agent in self.seats else []
            made.unfit["agent"] = len(self.seats) - len(seats)
        for seat in seats:
            if lack := want.lacks(seat.spec):
                made.unfit[lack] += 1
                continue
            made.capable.add(seat.spec.id)
            if why := seat.hindrance(want):
                made.tally[why] += 1
            else:
                made.free.put(seat.spec.id, kind(seat, made), made.policy.rank_agent(seat))
            if keep:
                seat.places[made] = why
                seat.free_places += why is None
        return made

    def _sized(self, capacity: int, by: int) -> None:
        self._capacities[capacity] += by
        if not self._capacities[capacity]:
            del self._capacities[capacity]
        self.largest = max(self._capacities, default=0)

    def _recount(self, seat: Seat, throughput: int) -> None:
        assert seat.crew is not None
        by = throughput - seat.counted
        seat.counted = throughput
        self._crews.staff(seat.crew, by)

    def _move(self, seat: Seat) -> None:
        assert seat.crew is not None
        self._crews.leave(seat.crew, seat.counted)
        seat.crew = self._crews.join(general(seat), seat.counted)

    def _judge(self, seat: Seat, signature: Signature) -> None:
        if lack := signature.want.lacks(seat.spec):
            signature.unfit[lack] += 1
            return
        signature.capable.add(seat.spec.id)
        signature.tally["new"] += 1
        seat.places[signature] = "new"

    def _place(self, seat: Seat, signature: Signature) -> None:
        before, after = seat.places[signature], seat.hindrance(signature.want)
        if after is None:
            signature.free.put(seat.spec.id, kind(seat, signature), signature.policy.rank_agent(seat))
        if before == after:
            return
        self._forget(seat, signature)
        if after is not None:
            signature.tally[after] += 1
        else:
            seat.free_places += 1
        seat.places[signature] = after

    def _forget(self, seat: Seat, signature: Signature) -> None:
        before = seat.places[signature]
        if before is None:
            signature.free.discard(seat.spec.id, kind(seat, signature))
            seat.free_places -= 1
        else:
            signature.tally[before] -= 1

    def _drop(self, signature: Signature) -> None:
        del self.signatures[signature.want]
        self.weightless -= not signature.want.weight
        for key in [key for key, each in self._asked.items() if each is signature]:
            del self._asked[key]
        for agent in signature.capable:
            seat = self.seats[agent]
            self._forget(seat, signature)
            del seat.places[signature]
            if signature.want.agent is None:
                self._move(seat)


def general(seat: Seat) -> tuple[Signature, ...]:
    """What an agent can serve that isn't kept for them alone."""
    return tuple(signature for signature in seat.places if signature.want.agent is None)


def kind(seat: Seat, signature: Signature) -> frozenset[str]:
    """The skills by which an agent is told from others, where the policy looks at them."""
    return seat.skills if signature.policy.by_demand else ALIKE
