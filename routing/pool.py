"""The index of the engine: who is free for which requirement, and who waits for it.

Requirements are interned to signatures. Each keeps a heap of its free agents and one heap of waiting
conversations per promise and set of agents not to ask, so that a whole queue may or may not be served.
"""

from collections import Counter
from collections.abc import Iterator
from heapq import merge, nsmallest
from itertools import islice
from typing import NamedTuple

from routing.heap import LazyHeap
from routing.policy import Policy
from routing.seat import QueueKey, Seat, Talk
from routing.spec import AgentState, Figures
from routing.want import Want

SHOWN = 5  # candidates in a record
IDLE_SIGNATURES = 256  # kept although nobody waits; above this they are dropped

Ranked = list[tuple[Figures, str]]


class Field(NamedTuple):
    """Those to choose from: the best few in order, how many there are, and why the others aren't."""

    ranked: Ranked
    eligible: int
    excluded: Counter[str]


class Signature:
    """One requirement: who can serve it, who of them is free, and who waits for it."""

    __slots__ = ("capable", "free", "queues", "tally", "unfit", "want")

    def __init__(self, want: Want) -> None:
        self.want = want
        self.capable: set[str] = set()
        self.unfit: Counter[str] = Counter()  # what the other agents lack
        self.tally: Counter[str] = Counter()  # why capable ones can't now
        self.free = LazyHeap()
        self.queues: dict[QueueKey, LazyHeap] = {}

    def online(self) -> int:
        """How many who can serve it are online, free or not."""
        return len(self.free) + self.tally["full"] + self.tally["ramp"]


class Pool:
    """All seats and all waiting conversations, by signature."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.seats: dict[str, Seat] = {}
        self.signatures: dict[Want, Signature] = {}
        self.capacities: Counter[int] = Counter()  # how many seats have it

    def join(self, seat: Seat) -> None:
        """Count an agent in."""
        self.seats[seat.spec.id] = seat
        self.capacities[seat.capacity] += 1
        for signature in self.signatures.values():
            self._judge(seat, signature)
        self.refresh(seat)

    def leave(self, seat: Seat) -> None:
        """Count an agent out; call before the spec changes."""
        del self.seats[seat.spec.id]
        self.capacities[seat.capacity] -= 1
        for signature in self.signatures.values():
            if signature in seat.places:
                self._forget(seat, signature)
                signature.capable.remove(seat.spec.id)
            else:
                signature.unfit[signature.want.lacks(seat.spec) or ""] -= 1
        seat.places.clear()

    def refresh(self, seat: Seat) -> None:
        """Take over what changed about a seat: state, load, ramp or rank."""
        figures = self.policy.rank_agent(seat)
        for signature in seat.places:
            self._place(seat, signature, figures)

    def signature(self, want: Want) -> Signature:
        """The one signature of this requirement, made on first use in O(agents)."""
        if known := self.signatures.get(want):
            return known
        made = self.signatures[want] = Signature(want)
        if want.agent is not None:
            only = [self.seats[want.agent]] if want.agent in self.seats else []
            made.unfit["agent"] = len(self.seats) - len(only)
        for seat in self.seats.values() if want.agent is None else only:
            self._judge(seat, made)
            if made in seat.places:
                self._place(seat, made, self.policy.rank_agent(seat))
        return made

    def enqueue(self, talk: Talk) -> None:
        """Let a conversation wait, under the requirement its steps have come to."""
        signature = talk.signature = self.signature(talk.want(talk.steps))
        queue = signature.queues.setdefault(talk.queue_key(), LazyHeap())
        queue.push(talk.request.id, self.policy.rank_conversation(talk.request))

    def dequeue(self, talk: Talk) -> None:
        """End a conversation's wait; call before its refusals or steps change."""
        assert talk.signature is not None
        signature, key = talk.signature, talk.queue_key()
        signature.queues[key].discard(talk.request.id)
        if not signature.queues[key]:
            del signature.queues[key]
        talk.signature = None
        if not signature.queues and (signature.want.agent or len(self.signatures) > IDLE_SIGNATURES):
            self._drop(signature)

    def agents_for(self, talk: Talk) -> Field:
        """The agents who can take it now."""
        signature = talk.signature
        assert signature is not None
        excluded = signature.unfit + signature.tally
        barred = 0
        for agent in {*talk.request.not_agents, *talk.refusals}:
            if agent in signature.free:
                excluded[talk.bars(agent) or ""] += 1
                barred += 1
        allowed = (entry for entry in signature.free.ordered() if talk.bars(entry[1]) is None)
        return Field(list(islice(allowed, SHOWN)), len(signature.free) - barred, excluded)

    def talks_for(self, seat: Seat) -> Field:
        """The waiting conversations this agent can take now; whether they are online is the caller's to know."""
        excluded: Counter[str] = Counter()
        queues: list[LazyHeap] = []
        eligible = 0
        for signature in self.signatures.values():
            if not signature.queues:
                continue
            reason = seat.places[signature] if signature in seat.places else unfit(seat, signature)
            for key, queue in signature.queues.items():
                why = reason or barring(key, seat.spec.id)
                if why:
                    excluded[why] += len(queue)
                else:
                    eligible += len(queue)
                    queues.append(queue)
        return Field(first_of(queues), eligible, excluded)

    def can_take(self, seat: Seat, talk: Talk) -> bool:
        """Whether this agent may be given this waiting conversation now."""
        return (
            talk.signature is not None
            and seat.spec.id in talk.signature.free
            and talk.bars(seat.spec.id) is None
        )

    def all_refused(self, talk: Talk) -> bool:
        """Whether nobody who is online and capable is left to ask."""
        signature = talk.signature
        assert signature is not None
        asked = {*talk.request.not_agents, *talk.refusals} & signature.capable
        return signature.online() == sum(self.seats[agent].state is AgentState.ONLINE for agent in asked)

    def _judge(self, seat: Seat, signature: Signature) -> None:
        if lack := signature.want.lacks(seat.spec):
            signature.unfit[lack] += 1
            return
        signature.capable.add(seat.spec.id)
        signature.tally["new"] += 1
        seat.places[signature] = "new"

    def _place(self, seat: Seat, signature: Signature, figures: Figures) -> None:
        before, after = seat.places[signature], hindrance(seat, signature.want)
        if after is None:
            signature.free.push(seat.spec.id, figures)
        if before == after:
            return
        if before is None:
            signature.free.discard(seat.spec.id)
        else:
            signature.tally[before] -= 1
        if after is not None:
            signature.tally[after] += 1
        seat.places[signature] = after

    def _forget(self, seat: Seat, signature: Signature) -> None:
        before = seat.places[signature]
        if before is None:
            signature.free.discard(seat.spec.id)
        else:
            signature.tally[before] -= 1

    def _drop(self, signature: Signature) -> None:
        del self.signatures[signature.want]
        for agent in signature.capable:
            del self.seats[agent].places[signature]


def hindrance(seat: Seat, want: Want) -> str | None:
    """Why an agent who can serve it can't take it now."""
    if seat.state is not AgentState.ONLINE:
        return seat.state.value
    if not seat.fits(want.channel, want.weight):
        return "full"
    return "ramp" if seat.ramp_until() is not None else None


def unfit(seat: Seat, signature: Signature) -> str:
    """What this agent lacks for a signature they can't serve."""
    return signature.want.lacks(seat.spec) or ""


def barring(key: QueueKey, agent: str) -> str | None:
    """Why a whole queue isn't for this agent."""
    _, never, refused = key
    if agent in never:
        return "barred"
    return "refused" if agent in refused else None


def first_of(queues: list[LazyHeap]) -> Ranked:
    """The least few entries of all queues. They are among the queues with the least few heads."""
    heads = nsmallest(SHOWN, ((head, at) for at, queue in enumerate(queues) if (head := queue.head())))
    ordered: Iterator[tuple[Figures, str]] = merge(*(queues[at].ordered() for _, at in heads))
    return list(islice(ordered, SHOWN))
