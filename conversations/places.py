"""What people are told of the floor. A waiting visitor: their place among those who compete for the same
agents, and what they may choose. The desk: each agent's state and load.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from chatdesk.kernel import limits
from conversations.access import able_with
from conversations.floor import Floor
from conversations.frames import told
from conversations.lifecycle import WAITING, State

EARLY, ALL = ["wait", "bot"], ["wait", "message", "callback", "bot"]


def queue_frames(floor: Floor) -> dict[int, tuple[int, told.Queue]]:
    """For each waiting conversation: its customer, and the frame that tells its place. No estimate is invented."""
    waiting = [row for row in floor.rows if row.state in WAITING]
    there = {agent: place.spec.skills for agent, place in floor.places.items() if place.there}
    capable = {
        row.pk: {agent for agent, skills in there.items() if able_with(skills, row.needs)} for row in waiting
    }
    frames: dict[int, tuple[int, told.Queue]] = {}
    for index, row in enumerate(waiting):
        set_to = limits.of(row.site.settings)
        mine = capable[row.pk]
        ahead = sum(1 for other in waiting[:index] if not mine or capable[other.pk] & mine)
        waited = floor.at - (row.arrived_at or floor.at)
        late = (
            not mine
            or row.site_id in floor.closed
            or waited >= timedelta(seconds=set_to.options_after_s)
            or 0 < set_to.queue_cap <= ahead
        )
        frame = told.Queue(
            conversation=str(row.pk), position=ahead + 1, wait=None, options=ALL if late else EARLY
        )
        frames[row.pk] = (row.customer_id, frame)
    return frames


def agent_frames(floor: Floor) -> dict[str, told.Agent]:
    """Each agent as colleagues see them; whoever can't be reached is offline, whatever they chose."""
    load = Counter(str(row.assignee_id) for row in floor.rows if row.state == State.LIVE)
    load.update(str(row.offered_to_id) for row in floor.rows if row.offered_to_id)
    return {
        agent: told.Agent(
            id=agent,
            state=place.chosen if place.lost_at is None else "offline",
            load=load[agent],
            capacity=place.spec.capacity,
            name=place.name,
        )
        for agent, place in floor.places.items()
    }
