"""What must never be so, looked for in the rows of one moment (routing's invariants RI2, RI3 and RI6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from conversations import places
from conversations.floor import Floor
from conversations.lifecycle import State

LATE = timedelta(seconds=10)  # an offer may outlive its end by a pass of the router or two


def violations(seen: Floor) -> list[dict[str, Any]]:
    """Each as {rule, says, conversation?, agent?}; empty is as it should be."""
    return [*_overfull(seen), *_overdue(seen), *_unreachable(seen)]


def _overfull(seen: Floor) -> list[dict[str, Any]]:
    """More units than the seat has; a capacity lowered below the load shows here until a chat ends."""
    return [
        {
            "rule": "RI2",
            "agent": agent,
            "says": {
                "zh": f"{one.name} 有 {one.load} 个会话，名额只有 {one.capacity} 个",
                "en": f"{one.name} has {one.load} chats in {one.capacity} slots",
            },
        }
        for agent, one in places.agent_frames(seen).items()
        if one.load > one.capacity
    ]


def _overdue(seen: Floor) -> list[dict[str, Any]]:
    return [
        {
            "rule": "RI6",
            "conversation": str(row.pk),
            "says": {"zh": "接入邀请已超时却没有收回", "en": "An offer ran out and was not taken back"},
        }
        for row in seen.rows
        if row.offer and row.offer_expires_at and row.offer_expires_at + LATE < seen.at
    ]


def _unreachable(seen: Floor) -> list[dict[str, Any]]:
    """Asked for a while, though the agent can't be reached."""
    found = []
    for row in seen.rows:
        place = seen.places.get(str(row.offered_to_id)) if row.state == State.OFFERED else None
        if place and place.lost_at and max(place.lost_at, row.since) + LATE < seen.at:
            says = {
                "zh": f"{place.name} 已掉线，却还在被询问",
                "en": f"{place.name} is gone but is still being asked",
            }
            found.append({"rule": "RI3", "conversation": str(row.pk), "says": says})
    return found
