"""What falls due while people wait or talk, derived from rows alone so that a restart loses none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import Max, Q

from chatdesk.kernel import limits
from conversations import moves
from conversations.closing import Act, Due, silent_due, to
from conversations.facts import RoutingChanged
from conversations.floor import Floor
from conversations.journal import Tx, of_row
from conversations.lifecycle import WAITING, Move, Outcome, State
from conversations.models import Conversation, Entry, Refusal, VisitorLease
from conversations.requests import widest
from conversations.terms import terms
from routing.models import Seat
from routing.roster import Place

WENT = frozenset({Seat.State.BREAK, Seat.State.OFFLINE})  # chosen: an offer is not waited for


def due(floor: Floor) -> Iterator[Due]:
    """Everything that is due on this floor. Call it where the database may be read."""
    gone = visitors_gone(floor)
    for row in floor.rows:
        if found := waiting_due(row, floor, gone) if row.state in WAITING else live_due(row, floor):
            yield found
    yield from silent_due(floor.at)
    yield from wrap_ups_due(floor)


def waiting_due(row: Conversation, floor: Floor, gone: set[int]) -> Due | None:
    set_to, waited = terms(row), floor.at - (row.arrived_at or floor.at)
    if found := offer_due(row, floor):
        return found
    late = timedelta(seconds=set_to.ticket_after_s)
    if row.pk in gone or (waited >= late and floor.at - waits_since(row) >= late):
        return to(row, to_ticket("unanswered"))
    return unreachable_due(row, floor) if row.state == State.QUEUED and not row.waits_on else None


def offer_due(row: Conversation, floor: Floor) -> Due | None:
    """A pending offer whose agent went away, or whose time is over; out of the queue or from a colleague."""
    if not row.offer:
        return None
    if not still_there(floor.places.get(str(row.offered_to_id))):
        return to(row, offer_lost(row.offer))
    if row.offer_expires_at and row.offer_expires_at <= floor.at:
        return to(row, offer_expired(row.offer))
    return None


def still_there(asked: Place | None) -> bool:
    """Whether an offer to this agent makes sense: they can be reached and didn't go."""
    return asked is not None and asked.lost_at is None and asked.chosen not in WENT


def waits_since(row: Conversation) -> datetime:
    """When this wait began: who comes back into the queue has the first arrival's place, but waits anew."""
    came = row.entries.filter(kind__in=["queued", "transferred", "reopened"]).order_by("-seq")
    began = [moment for moment in (row.arrived_at, came.values_list("at", flat=True).first()) if moment]
    return max(began, default=row.since)


def unreachable_due(row: Conversation, floor: Floor) -> Due | None:
    """Nobody reachable could take it, now or after any step: noted at first, a ticket after `unreachable_s`."""
    want = widest(row, floor.firm)
    there = any(place.there and want.lacks(place.spec) is None for place in floor.places.values())
    if there:
        return to(row, note_unreachable(None)) if row.unreachable_since else None
    if row.unreachable_since is None:
        return to(row, note_unreachable(floor.at))
    if floor.at - row.unreachable_since < timedelta(seconds=terms(row).unreachable_s):
        return None
    anybody = any(place.there for place in floor.places.values())
    return to(row, to_ticket("no_agent" if anybody and not floor.closed(row) else "desk_closed"))


def live_due(row: Conversation, floor: Floor) -> Due | None:
    """A transfer's offer first: what has come to nothing is the sender's again before anything is asked of them."""
    return offer_due(row, floor) or held_due(row, floor)


def held_due(row: Conversation, floor: Floor) -> Due | None:
    set_to, place = terms(row), floor.places.get(str(row.assignee_id))
    if place is None:  # no such seat any more
        return to(row, requeue("agent_lost", row.epoch))
    if place.lost_at is not None:
        grace = timedelta(seconds=set_to.grace_s if row.agent_spoke_at else 0)
        return to(row, requeue("agent_lost", row.epoch)) if place.lost_at + grace <= floor.at else None
    spoke, answered = row.visitor_spoke_at, row.agent_spoke_at
    if answered is not None and (spoke is None or spoke <= answered):
        silent = floor.at - max(row.since, answered)
        idle = silent >= timedelta(seconds=set_to.park_s) and not row.offer
        return to(row, park(row.epoch)) if idle else None
    return silence_due(row, floor.at - max(row.since, answered or row.since), floor.at)


def silence_due(row: Conversation, silent: timedelta, now: datetime) -> Due | None:
    """A silent agent is reminded, then loses it; who spoke a moment ago costs no query."""
    set_to = terms(row)
    remind, lose = timedelta(seconds=set_to.silent_alert_s), timedelta(seconds=set_to.silent_requeue_s)
    reminded = moves.UNANSWERED in row.labels
    if silent < (lose if reminded else min(remind, lose)):
        return None
    silent = min(silent, now - asked_at(row))
    if silent >= lose:
        return to(row, silent_requeue(row.epoch))
    return None if reminded or silent < remind else to(row, alert(row.epoch))


def asked_at(row: Conversation) -> datetime:
    """When the visitor first said what this agent hasn't answered; saying it again starts no new time."""
    said = Entry.objects.filter(conversation=row, role="visitor", seq__gt=row.answered_seq).order_by("seq")
    return max(row.since, said.values_list("at", flat=True).first() or row.since)


def wrap_ups_due(floor: Floor) -> Iterator[Due]:
    for agent, place in floor.places.items():
        if place.chosen == Seat.State.WRAP_UP and (place.until is None or place.until <= floor.at):
            yield Due(None, end_wrap_up(int(agent)))


def visitors_gone(floor: Floor) -> set[int]:
    """The waiting conversations whose visitor has had no socket for `gone_s`."""
    waiting = [row for row in floor.rows if row.state in WAITING]
    leases = VisitorLease.objects.filter(customer_id__in=[row.customer_id for row in waiting])
    last = dict(leases.values_list("customer_id").annotate(last=Max("until")))
    before = {row.pk: floor.at - timedelta(seconds=terms(row).gone_s) for row in waiting}
    seen = {row.pk: last.get(row.customer_id) or row.arrived_at or floor.at for row in waiting}
    gone = [row for row in waiting if seen[row.pk] <= before[row.pk]]
    return {row.pk for row in gone if waits_since(row) <= before[row.pk]}


# --- what is done ----------------------------------------------------------------------------------------------------
def end_wrap_up(agent: int) -> Callable[[Tx], None]:
    def act(tx: Tx) -> None:
        seats = Seat.objects.filter(user_id=agent, state=Seat.State.WRAP_UP)
        ended = seats.filter(Q(until=None) | Q(until__lte=tx.now))
        if ended.update(state=Seat.State.ONLINE, since=tx.now, until=None):
            tx.announce(RoutingChanged())

    return act


def offer_expired(offer: str) -> Act:
    def act(tx: Tx, row: Conversation) -> None:
        if row.offer != offer or row.offered_to is None:
            return
        agent = row.offered_to
        Refusal.objects.create(conversation=row, agent=agent, offer=offer, at=tx.now)
        moves.give_back(tx, row, "expired")
        seats = Seat.objects.select_for_update(of=of_row()).select_related("team")
        seat = seats.filter(user=agent).first()
        if seat is None:
            return
        seat.missed += 1
        most = limits.of(seat.team.settings if seat.team else {}).missed_offers
        if seat.missed >= most and seat.state == Seat.State.ONLINE:
            seat.state, seat.since = Seat.State.NOT_RESPONDING, tx.now
        seat.save(update_fields=["missed", "state", "since"])

    return act


def offer_lost(offer: str) -> Act:
    def act(tx: Tx, row: Conversation) -> None:
        if row.offer == offer:
            moves.give_back(tx, row, "lost")

    return act


def to_ticket(reason: str) -> Act:
    def act(tx: Tx, row: Conversation) -> None:
        if row.state in WAITING:
            moves.leave_unresolved(tx, row, Outcome.TICKET, reason, by=moves.BY_ITSELF)

    return act


def note_unreachable(since: datetime | None) -> Act:
    def act(tx: Tx, row: Conversation) -> None:
        row.unreachable_since = since
        tx.touch(row)

    return act


def requeue(reason: str, epoch: int) -> Act:
    def act(tx: Tx, row: Conversation) -> None:
        if row.state == State.LIVE and row.epoch == epoch:
            moves.enqueue(tx, row, Move.REQUEUE, reason)

    return act


def silent_requeue(epoch: int) -> Act:
    """Back into the queue, and not to the silent agent in this round."""

    def act(tx: Tx, row: Conversation) -> None:
        if row.state == State.LIVE and row.epoch == epoch and row.assignee is not None:
            silent = row.assignee
            moves.enqueue(tx, row, Move.REQUEUE, "agent_silent")
            Refusal.objects.create(conversation=row, agent=silent, offer="", at=tx.now)

    return act


def park(epoch: int) -> Act:
    def act(tx: Tx, row: Conversation) -> None:
        if row.state == State.LIVE and row.epoch == epoch:
            moves.make(tx, row, Move.PARK)

    return act


def alert(epoch: int) -> Act:
    def act(tx: Tx, row: Conversation) -> None:
        if row.state == State.LIVE and row.epoch == epoch:
            row.labels = [*row.labels, moves.UNANSWERED]
            tx.touch(row)

    return act
