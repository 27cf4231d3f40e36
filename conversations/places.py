"""What people are told of the floor. A waiting visitor: their place among those who compete for the same
agents, how long it may take, and what they may choose. The desk: each agent's state and load.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil, floor

from conversations.access import able_with
from conversations.floor import Floor
from conversations.frames import parts, told
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation, Estimate
from conversations.terms import terms
from routing.estimate import Wait

EARLY, ALL = ["wait", "bot"], ["wait", "message", "callback", "bot"]
NOBODY = ["message", "callback", "bot"]  # out of hours, and waiting would be in vain
AGAIN = timedelta(seconds=10)  # a place is told, and its wait worked out, this often, changed or not
NEAR = 50  # from here on a step forward changes a wait so little that it may keep its turn

Foretell = Callable[[int], Wait | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one waits, and what they may choose whatever the estimate; a change of it is told at once."""

    state: str
    ahead: int
    options: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a visitor was told; the wait, and whether it is too long, are of the moment `at`."""

    place: Place
    wait: parts.Wait | None
    long: bool
    at: datetime

    def stands(self, place: Place, now: datetime) -> bool:
        """Whether its wait may be told again with this place: for a short while, and far from the front."""
        same = self.place == place or (self.place.state == place.state and place.ahead >= NEAR)
        return same and now - self.at < AGAIN

    def frame(self, conversation: int) -> told.Queue:
        """A wait that is too long shows every choice."""
        place = self.place
        options = ALL if self.long and place.options == EARLY else place.options
        return told.Queue(
            conversation=str(conversation), position=place.ahead + 1, wait=self.wait, options=options
        )


class Line:
    """Everybody who waits, and what each was told last."""

    def __init__(self) -> None:
        self._told: dict[int, Told] = {}
        self._foretold: list[Estimate] = []
        self._known: dict[int, datetime | None] = {}  # waits whose first estimate is taken down, by arrival

    def news(self, seen: Floor, foretell: Foretell) -> Iterator[tuple[int, told.Queue]]:
        """The customers to be told now, and what: whoever is new, whose place or choices changed, whose
        wait can be foretold at last, or whose turn it is.
        """
        found, before = places(seen), self._told
        self._told = {pk: kept for pk, kept in before.items() if pk in found}
        self._known = {pk: arrived for pk, arrived in self._known.items() if pk in found}
        for pk, (row, place) in found.items():
            kept = before.get(pk)
            if kept and kept.stands(place, seen.at) and (kept.wait or not foretell(pk)):
                if kept.place == place:
                    continue
                self._told[pk] = replace(kept, place=place)
            else:
                self._told[pk] = self._foretell(row, place, seen.at, foretell)
            yield row.customer_id, self._told[pk].frame(pk)

    def foretold(self) -> list[Estimate]:
        """The first estimates of waits since this was last asked."""
        fresh, self._foretold = self._foretold, []
        return fresh

    def frame(self, conversation: int) -> told.Queue | None:
        """What its visitor was told last; None unless it waits."""
        kept = self._told.get(conversation)
        return kept.frame(conversation) if kept else None

    def _foretell(self, row: Conversation, place: Place, now: datetime, foretell: Foretell) -> Told:
        if row.state == State.OFFERED:
            return Told(place, asked(row, now), False, now)
        wait = foretell(row.pk)
        if wait is None:
            return Told(place, None, False, now)
        band = wait.band()
        if row.arrived_at and self._known.get(row.pk) != row.arrived_at:
            self._known[row.pk] = row.arrived_at
            self._foretold.append(first_estimate(row, row.arrived_at, now, wait, band))
        return Told(place, span(*band), wait.mean > terms(row).patience_s, now)


def unforetold(seen: Floor, conversation: int) -> told.Queue | None:
    """Its place where no engine is at hand to foretell the wait; None unless it waits."""
    if conversation not in (found := places(seen)):
        return None
    row, place = found[conversation]
    wait = asked(row, seen.at) if row.state == State.OFFERED else None
    return Told(place, wait, False, seen.at).frame(conversation)


def first_estimate(
    row: Conversation, arrived: datetime, now: datetime, wait: Wait, band: tuple[float, float]
) -> Estimate:
    return Estimate(
        conversation=row, arrived_at=arrived, at=now, low_s=band[0], high_s=band[1], mean_s=wait.mean
    )


def span(low: float, high: float) -> parts.Wait:
    return parts.Wait(low_s=floor(low), high_s=ceil(high))


def asked(row: Conversation, now: datetime) -> parts.Wait:
    """An agent is being asked, who has until the offer runs out to say yes."""
    until = row.offer_expires_at or now
    return span(0.0, max(0.0, (until - now).total_seconds()))


def places(seen: Floor) -> dict[int, tuple[Conversation, Place]]:
    """Each waiting conversation and its place, by id."""
    waiting = [row for row in seen.rows if row.state in WAITING]
    there = {agent: place.spec.skills for agent, place in seen.places.items() if place.there}
    capable = {
        row.pk: {agent for agent, skills in there.items() if able_with(skills, row.needs)} for row in waiting
    }
    found: dict[int, tuple[Conversation, Place]] = {}
    for index, row in enumerate(waiting):
        mine = capable[row.pk]
        ahead = sum(1 for other in waiting[:index] if not mine or capable[other.pk] & mine)
        found[row.pk] = (row, Place(row.state, ahead, options(row, seen, bool(mine), ahead)))
    return found


def options(row: Conversation, seen: Floor, served: bool, ahead: int) -> list[str]:
    """What the visitor may choose, whatever the estimate; `served`: somebody capable can be reached.

    Out of hours waiting is a choice only where somebody can be reached.
    """
    if seen.closed(row):
        return ALL if served else NOBODY
    set_to, waited = terms(row), seen.at - (row.arrived_at or seen.at)
    late = waited >= timedelta(seconds=set_to.options_after_s) or 0 < set_to.queue_cap <= ahead
    return ALL if late or not served else EARLY


def agent_frames(seen: Floor) -> dict[str, told.Agent]:
    """Each agent as colleagues see them; whoever can't be reached is offline, whatever they chose."""
    load = Counter(str(row.assignee_id) for row in seen.rows if row.state == State.LIVE)
    load.update(str(row.offered_to_id) for row in seen.rows if row.offered_to_id)
    return {
        agent: told.Agent(
            id=agent,
            state=place.chosen if place.lost_at is None else "offline",
            load=load[agent],
            capacity=place.spec.capacity,
            name=place.name,
        )
        for agent, place in seen.places.items()
    }
