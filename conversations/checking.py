"""The rules of routing (RI1–RI11), looked for in the rows of one moment: what the router may never leave behind.

Everything is judged from rows, apart from the engine; what is costly to ask is asked of a sample.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q

from accounts.models import AuditEntry
from conversations.floor import OPEN_TO_ROUTING, Floor
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation, Refusal
from conversations.requests import in_force
from conversations.terms import terms
from routing.models import Decision, Seat
from routing.recompute import faults
from routing.roster import Place
from routing.spec import AgentState
from routing.want import Want

LATE = timedelta(
    seconds=10
)  # what is due may be late by some passes of the router, or by a standby's take-over
SAMPLE = 20  # conversations or decisions looked at where each costs a query or more
MINUTE = timedelta(seconds=60)
SAYS = {
    "RI1": ("同一会话有两次接待，或坐席被问是否接自己的会话", "A conversation has two assignments, or is offered to its own agent"),
    "RI2": ("坐席的会话多于名额", "An agent has more than their slots"),
    "RI3": ("正在询问接不了的坐席", "Somebody is asked who can’t take it"),
    "RI4": ("有人能接，访客却还在等", "A visitor waits though somebody could take them"),
    "RI5": ("后来的访客先得到接待", "A later visitor with the same needs was served first"),
    "RI6": ("接入邀请已超时却没有收回", "An offer ran out and was not taken back"),
    "RI7": ("坐席掉线后会话没有重新排队，或丢了时间", "The agent is gone and the visitor isn’t waiting again, or lost their time"),
    "RI8": ("会话的状态和内容对不上", "A conversation’s state and its fields disagree"),
    "RI9": ("访客等得太久，没有转成工单", "A visitor waits beyond the time for a ticket"),
    "RI10": ("要求放宽得比规定早", "A need was widened before its time"),
    "RI11": ("按记录重新计算，得不到同样的结果", "A decision can’t be worked out again from its record"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    rule: str
    conversation: str | None = None
    agent: str | None = None

    def told(self) -> dict[str, Any]:
        """As {rule, says {zh, en}, conversation?, agent?}."""
        zh, en = SAYS[self.rule]
        named = {"conversation": self.conversation, "agent": self.agent}
        return {"rule": self.rule, "says": {"zh": zh, "en": en}} | {
            key: one for key, one in named.items() if one
        }


def violations(seen: Floor, seed: int) -> list[Violation]:
    """What is not as it should be, by rule; a dozen queries. Call it where the database may be read.

    The same seed looks at the same sample, if it is still there.
    """
    some = random.Random(seed)  # noqa: S311
    load = units(seen)
    found = [
        *twice(seen, some),
        *overfull(seen, load),
        *offers(seen),
        *kept_waiting(seen, load, some),
        *gone(seen),
        *torn(),
    ]
    return [*found, *unsound(seen)]


def units(seen: Floor) -> dict[str, Counter[str]]:
    """Units in use by agent and channel."""
    load: dict[str, Counter[str]] = {agent: Counter() for agent in seen.places}
    for row in seen.rows:
        for agent in {str(row.assignee_id) if row.state == State.LIVE else "", str(row.offered_to_id)}:
            if agent in load:
                load[agent][row.channel] += 1
    return load


def twice(seen: Floor, some: random.Random) -> Iterator[Violation]:
    """RI1: one row names one agent; so what could double is who joined, or who is asked for their own."""
    for row in seen.rows:
        if row.offered_to_id is not None and row.offered_to_id == row.assignee_id:
            yield Violation("RI1", str(row.pk), str(row.assignee_id))
    held = [row.pk for row in seen.rows if row.state == State.LIVE]
    looked_at = Conversation.objects.filter(pk__in=some.sample(held, min(SAMPLE, len(held))))
    joined = looked_at.annotate(joined=Count("entries", filter=Q(entries__kind="joined")))
    for pk in joined.exclude(joined=F("epoch")).filter(joined__gt=0).values_list("pk", flat=True):
        yield Violation("RI1", str(pk))


def overfull(seen: Floor, load: dict[str, Counter[str]]) -> Iterator[Violation]:
    """RI2: but for a seat whose limits were lowered since its latest conversation began."""
    for agent, by_channel in load.items():
        spec = seen.places[agent].spec
        most = spec.channels or {}
        over = any(by_channel[channel] > most.get(channel, spec.capacity) for channel in by_channel)
        if (over or by_channel.total() > spec.capacity) and not changed_since(agent, seen):
            yield Violation("RI2", agent=agent)


def changed_since(agent: str, seen: Floor) -> bool:
    """Whether the seat was changed after the latest of its conversations was given or offered."""
    begun = [row.since for row in seen.rows if agent in (str(row.assignee_id), str(row.offered_to_id))]
    seat = Seat.objects.filter(user_id=int(agent)).values_list("pk", flat=True).first()
    changes = AuditEntry.objects.filter(subject=f"seat-{seat}", verb="setting_changed")
    return bool(begun) and changes.filter(at__gte=max(begun)).exists()


def offers(seen: Floor) -> Iterator[Violation]:
    """RI3 and RI6, of what is asked out of the queue; a colleague may be asked whatever their skills."""
    asked = [row for row in seen.rows if row.offer]
    refused = set(
        Refusal.objects.filter(conversation__in=[row.pk for row in asked], over=False, at__gt=seen.at - MINUTE)
        .values_list("conversation_id", "agent_id")
    )  # fmt: skip
    for row in asked:
        agent = str(row.offered_to_id)
        if row.offer_expires_at and row.offer_expires_at + LATE < seen.at:
            yield Violation("RI6", str(row.pk), agent)
        if row.state == State.OFFERED and (wrong(row, seen) or (row.pk, row.offered_to_id) in refused):
            yield Violation("RI3", str(row.pk), agent)


def wrong(row: Conversation, seen: Floor) -> bool:
    """Whether who is asked lacks something, or has been away for longer than it takes to notice."""
    place = seen.places.get(str(row.offered_to_id))
    if place is None or (place.lost_at and max(place.lost_at, row.since) + LATE < seen.at):
        return True
    paused = place.chosen in (Seat.State.BREAK, Seat.State.OFFLINE) and row.since + LATE < seen.at
    lacks = in_force(row, seen.firm, seen.at.timestamp()).lacks(place.spec)
    return paused or (lacks is not None and not changed_since(str(row.offered_to_id), seen))


def kept_waiting(seen: Floor, load: dict[str, Counter[str]], some: random.Random) -> Iterator[Violation]:
    """RI4, RI5 and RI9, of a sample of those who have waited for a while."""
    queued = [row for row in seen.rows if row.state == State.QUEUED and row.since + LATE < seen.at]
    busy = Decision.objects.filter(at__gt=seen.at - MINUTE).values_list("agent_id").annotate(n=Count("pk"))
    lately = {str(agent): number for agent, number in busy}
    for row in some.sample(queued, min(SAMPLE, len(queued))):
        want = in_force(row, seen.firm, (seen.at - LATE).timestamp())
        if not row.last_agent_id and any(
            free(row, want, place, seen, load, lately) for place in seen.places.values()
        ):
            yield Violation("RI4", str(row.pk))
        if passed_by(row, seen):
            yield Violation("RI5", str(row.pk))
        since = max(row.arrived_at or row.since, row.since)
        if (seen.at - since - 2 * LATE).total_seconds() > terms(row).ticket_after_s:
            yield Violation("RI9", str(row.pk))


def free(
    row: Conversation,
    want: Want,
    place: Place,
    seen: Floor,
    load: dict[str, Counter[str]],
    lately: dict[str, int],
) -> bool:
    """Whether this agent could have been asked long ago: online, able, with a unit, not refused, below the ramp."""
    agent = place.spec.id
    used = load[agent]
    room = used.total() < place.spec.capacity
    room = room and used[row.channel] < (place.spec.channels or {}).get(row.channel, place.spec.capacity)
    rested = place.spec.ramp is None or lately.get(agent, 0) < place.spec.ramp
    able = place.state is AgentState.ONLINE and want.lacks(place.spec) is None
    return able and room and rested and (str(row.pk), agent) not in seen.refused


def passed_by(row: Conversation, seen: Floor) -> bool:
    """Whether somebody who came later, for the same with the same promise, is being asked for: not where one of them
    knows an agent, was refused, or has come back.
    """

    def alike(other: Conversation) -> bool:
        same = other.needs == row.needs and other.team_id == row.team_id and other.promise_s == row.promise_s
        plain = not other.last_agent_id and other.channel == row.channel
        return same and plain and other.state == State.OFFERED and other.since > row.since + LATE

    came = row.arrived_at
    if came is None or row.last_agent_id or row.refusals.exists() or row.demands.get("transfer"):
        return False
    return any(alike(other) and other.arrived_at and other.arrived_at > came for other in seen.rows)


def gone(seen: Floor) -> Iterator[Violation]:
    """RI7: who is lost for longer than the grace has nobody, and who waits has a time of arrival."""
    for row in seen.rows:
        place = seen.places.get(str(row.assignee_id)) if row.state == State.LIVE else None
        grace = timedelta(seconds=terms(row).grace_s if row.agent_spoke_at else 0)
        if place and place.lost_at and max(place.lost_at, row.since) + grace + LATE < seen.at:
            yield Violation("RI7", str(row.pk), str(row.assignee_id))
        if row.state in WAITING and row.arrived_at is None:
            yield Violation("RI7", str(row.pk))


def torn() -> Iterator[Violation]:
    """RI8: what the database's own constraints don't say."""
    over = Q(state=State.RESOLVED) & (Q(resolved_at=None) | Q(outcome=""))
    held = Q(state__in=OPEN_TO_ROUTING) & Q(resolved_at__gt=F("since"))
    waits = Q(state__in=list(WAITING), assignee__isnull=False)
    for pk in Conversation.objects.filter(over | held | waits).values_list("pk", flat=True)[:SAMPLE]:
        yield Violation("RI8", str(pk))


def unsound(seen: Floor) -> Iterator[Violation]:
    """RI10 and RI11, of the latest decisions."""
    rows = {str(row.pk): row for row in seen.rows if row.state == State.OFFERED}
    for one in Decision.objects.exclude(rule="manual").order_by("-pk")[:SAMPLE]:
        if faults(one.record):
            yield Violation("RI11", one.conversation, str(one.agent_id))
        row = rows.get(one.conversation)
        if row is not None and row.offered_to_id == one.agent_id and too_early(row, one.record, seen):
            yield Violation("RI10", one.conversation, str(one.agent_id))


def too_early(row: Conversation, record: dict[str, Any], seen: Floor) -> bool:
    """Whether who is asked would not do by the needs that were in force at the decision."""
    place = seen.places.get(str(row.offered_to_id))
    if place is None or row.since.timestamp() < record["at"] - LATE.total_seconds():
        return False
    return in_force(row, seen.firm, record["at"]).lacks(place.spec) is not None and not changed_since(
        place.spec.id, seen
    )
