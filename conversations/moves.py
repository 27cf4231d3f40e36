"""Moves of a conversation inside an open journal operation: state, entries, offers and who is told, in one place."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from chatdesk.kernel import ids, limits
from chatdesk.kernel.errors import Busy, Stale
from conversations import hub, selectors
from conversations.facts import LeftUnresolved, Resolved, RoutingChanged
from conversations.frames import told
from conversations.journal import Tx, of_row
from conversations.lifecycle import HELD, IllegalMove, Move, Outcome, State, after
from conversations.lifecycle import UNANSWERED as UNANSWERED
from conversations.models import Conversation, Entry, Refusal
from conversations.needs import needs
from conversations.terms import terms
from routing.models import Decision, Seat

RETURNED = "returned"  # why it waits: it was parked, and came back


def make(tx: Tx, conversation: Conversation, move: Move) -> State:
    """Make `move` on the locked row and return the state that it left; raises Stale where there is no such move."""
    was = State(conversation.state)
    try:
        conversation.state = after(was, move)
    except IllegalMove as error:
        raise Stale(f"{error}; it has changed since you saw it") from None
    conversation.since = tx.now
    if was is State.PARKED:
        conversation.parked_until = None
    calm(conversation)
    tx.touch(conversation)
    tx.announce(RoutingChanged())
    return was


def calm(conversation: Conversation) -> None:
    """The visitor no longer waits for this agent's word."""
    conversation.labels = [label for label in conversation.labels if label != UNANSWERED]


def enqueue(tx: Tx, conversation: Conversation, move: Move, reason: str, *, topic: str = "") -> None:
    """Let it wait for a person. Needs are computed here, once; who is taken from an agent keeps the time of before.

    A visitor who comes back to a parked conversation begins a wait of their own, and the timeline is silent about it.
    """
    was = make(tx, conversation, move)
    new_round(conversation)
    if was not in HELD or conversation.arrived_at is None:
        conversation.arrived_at = None
        want(conversation, topic)
    if was is State.PARKED or conversation.arrived_at is None:
        conversation.arrived_at = tx.now
    conversation.queue_reason, conversation.waits_on = reason, False
    conversation.unreachable_since = None
    withdraw(tx, conversation, "closed")
    release(tx, conversation, reason="requeued")
    if was is not State.PARKED:
        tx.append(conversation, "queued", data={"reason": reason})


def reopen(tx: Tx, conversation: Conversation) -> None:
    """Let it wait for a person again, the last agent preferred: a new wait with a time of its own."""
    make(tx, conversation, Move.REOPEN)
    new_round(conversation)
    conversation.arrived_at, conversation.queue_reason = tx.now, "reopened"
    conversation.unreachable_since, conversation.waits_on = None, False
    if not conversation.needs:  # it was taken by hand, before it ever waited
        want(conversation, "")


def new_round(conversation: Conversation) -> None:
    """It waits anew: whoever refused it before may be asked again."""
    Refusal.objects.filter(conversation=conversation, over=False).update(over=True)


def want(conversation: Conversation, topic: str) -> None:
    """Compute the needs from what the visitor wrote and chose; what nobody holds is left out, and the row says so."""
    said = (
        Entry.objects.filter(conversation=conversation, role="visitor")
        .order_by("-seq")
        .values_list("text", flat=True)[:5]
    )
    held = {skill for skills in Seat.objects.values_list("skills", flat=True) for skill in skills}
    found = needs(
        text=" ".join(said), locale=conversation.locale, topic=conversation.topic or topic, held=held
    )
    conversation.needs = dict(found.skills)
    conversation.demands = {"left_out": list(found.left_out)}
    conversation.promise_s = promise_s(conversation)


SHORTEST_PROMISE_S = 1.0  # shares of it are compared, so it can't be nothing


def promise_s(conversation: Conversation) -> float:
    """Seconds until a person has answered, as its site or team promises for its priority; half of it to a VIP."""
    set_to = terms(conversation)
    by = {"urgent": set_to.promise_urgent_s, "high": set_to.promise_high_s, "low": set_to.promise_low_s}
    promised = float(by.get(conversation.priority, set_to.promise_s))
    return max(SHORTEST_PROMISE_S, promised / 2 if conversation.customer.vip else promised)


def reserve(conversation: Conversation, agent: User) -> Seat:
    """The agent's seat, locked, with a unit free for `conversation`; raises Busy, with the limit named."""
    seat = Seat.objects.select_for_update().filter(user=agent).first()
    if seat is None:
        raise Busy(f"{agent.name} has no seat; give them one first")
    others = Conversation.objects.exclude(pk=conversation.pk)
    held = others.filter(Q(assignee=agent, state=State.LIVE) | Q(offered_to=agent))
    by_channel = Counter(held.values_list("channel", flat=True))
    if (load := by_channel.total()) >= seat.capacity:
        raise Busy(f"{agent.name} has {load} of {seat.capacity} at once; finish one first")
    most = seat.channels.get(conversation.channel, seat.capacity)
    if by_channel[conversation.channel] >= most:
        raise Busy(f"{agent.name} takes at most {most} at once by {conversation.channel}; finish one first")
    return seat


def offer(tx: Tx, conversation: Conversation, agent: User, why: dict[str, str]) -> None:
    """Ask `agent`; whoever waits keeps their time."""
    make(tx, conversation, Move.OFFER)
    ask(tx, conversation, agent, why)


def ask(tx: Tx, conversation: Conversation, agent: User, why: dict[str, str], *, text: str = "") -> None:
    """The offer itself, in offered or, where a colleague transfers it, in live; raises Busy."""
    reserve(conversation, agent)
    Refusal.objects.filter(conversation=conversation, agent=agent).delete()  # a new round for this agent
    conversation.offered_to, conversation.offer = agent, ids.public()
    conversation.offer_expires_at = tx.now + timedelta(seconds=terms(conversation).offer_s)
    conversation.offer_why, conversation.offer_text = why, text
    tx.touch(conversation)
    tx.tell(hub.agent(agent.pk), selectors.offer_frame(conversation, tx.now))


def record_by_hand(tx: Tx, conversation: Conversation, agent: User, why: dict[str, str]) -> None:
    """Who takes, or is asked by a colleague, is logged beside what the router decides."""
    record = {
        "conversation": str(conversation.pk), "agent": str(agent.pk), "rule": "manual",
        "waited": selectors.waited_s(conversation, tx.now), "promise": conversation.promise_s,
        "at": tx.now.timestamp(), "why": why,
    }  # fmt: skip
    Decision.objects.create(
        conversation=str(conversation.pk), agent=agent, rule="manual", record=record, at=tx.now
    )


def withdraw(tx: Tx, conversation: Conversation, reason: str) -> None:
    """Take a pending offer back, if there is one, and tell whom it was made to."""
    if not conversation.offer or conversation.offered_to_id is None:
        return
    frame = told.Withdrawn(offer=conversation.offer, reason=reason, conversation=str(conversation.pk))
    tx.tell(hub.agent(conversation.offered_to_id), frame)
    asked = Decision.objects.filter(conversation=str(conversation.pk), agent=conversation.offered_to_id)
    asked.filter(outcome="").update(outcome=reason)
    conversation.offered_to, conversation.offer, conversation.offer_expires_at = None, "", None
    conversation.offer_text = ""
    if reason != "accepted_elsewhere" and "agent" in conversation.demands.get("transfer", {}).get("to", {}):
        conversation.demands = {key: kept for key, kept in conversation.demands.items() if key != "transfer"}


def give_back(tx: Tx, conversation: Conversation, reason: str, words: str = "") -> None:
    """The offer came to nothing: what waited waits again, with its time; what a colleague transfers stays theirs."""
    if conversation.state == State.LIVE:
        tell_sender(tx, conversation, reason, words)
        tx.touch(conversation)
        tx.announce(RoutingChanged())
    else:
        make(tx, conversation, Move.GIVE_BACK)
    withdraw(tx, conversation, reason)


def take_back(tx: Tx, conversation: Conversation) -> None:
    """The sender asks the colleague no longer, if one is being asked."""
    if conversation.offer:
        tell_sender(tx, conversation, "withdrawn")
        tx.announce(RoutingChanged())
        withdraw(tx, conversation, "closed")


def tell_sender(tx: Tx, conversation: Conversation, outcome: str, words: str = "") -> None:
    """Let the agent who transfers it know what became of that, with the colleague's own words."""
    if conversation.assignee_id is not None and conversation.offered_to_id is not None:
        frame = selectors.handed_frame(conversation, outcome, words)
        tx.tell(hub.agent(conversation.assignee_id), frame)


def assign(tx: Tx, conversation: Conversation, agent: User, move: Move, why: dict[str, str]) -> None:
    """Give it to `agent` under a new epoch, through the one reserve; raises Busy or Stale."""
    reason = "accepted_elsewhere" if conversation.offered_to_id == agent.pk else "taken"
    make(tx, conversation, move)
    seat = reserve(conversation, agent)
    withdraw(tx, conversation, reason)
    if conversation.assignee is None and conversation.queue_reason == RETURNED:
        left_unsaid(tx, conversation, agent)
    release(tx, conversation, reason="transferred" if move is Move.HAND else "taken", followed=True)
    conversation.assignee = conversation.last_agent = agent
    conversation.epoch += 1
    conversation.agent_spoke_at = None
    conversation.waits_on = False
    seat.assigned_at, seat.missed = tx.now, 0
    seat.save(update_fields=["assigned_at", "missed"])
    tx.append(conversation, "joined", data={"agent": {"id": str(agent.pk), "name": agent.name}})
    tx.tell(hub.agent(agent.pk), assigned_frame(conversation, tx.now, why))


def assigned_frame(conversation: Conversation, now: datetime, why: dict[str, str]) -> told.Assigned:
    card = selectors.card(conversation, now)
    return told.Assigned(conversation=str(conversation.pk), card=card, epoch=str(conversation.epoch), why=why)


def left_unsaid(tx: Tx, conversation: Conversation, agent: User) -> None:
    """Coming back from parked said nothing of whoever had it; the timeline says so where somebody else follows."""
    former = conversation.last_agent
    if former is not None and former.pk != agent.pk:
        tx.append(conversation, "left", data={"agent": {"id": str(former.pk), "name": former.name}})


DONE = frozenset({"resolved", "transferred"})  # reasons after which an agent wraps up


def release(tx: Tx, conversation: Conversation, *, reason: str, followed: bool = False) -> None:
    """The assignee, if there is one, no longer has it; the timeline says `left` where somebody else follows at once."""
    agent = conversation.assignee
    if agent is None:
        return
    tx.tell(hub.agent(agent.pk), told.Released(conversation=str(conversation.pk), reason=reason))
    conversation.assignee = None
    if followed:
        tx.append(conversation, "left", data={"agent": {"id": str(agent.pk), "name": agent.name}})
    if reason in DONE:
        wrap_up(tx, agent)


def wrap_up(tx: Tx, agent: User) -> None:
    """Time to finish the writing, for an agent who would else be given the next; ends by itself, or by their choice."""
    seat = Seat.objects.select_for_update(of=of_row()).select_related("team").filter(user=agent).first()
    if seat is None or seat.state not in (Seat.State.ONLINE, Seat.State.WRAP_UP):
        return
    if seconds := seat.wrap_up_s or limits.of(seat.team.settings if seat.team else {}).wrap_up_s:
        if seat.state != Seat.State.WRAP_UP:
            seat.since = tx.now
        seat.state, seat.until = Seat.State.WRAP_UP, tx.now + timedelta(seconds=seconds)
        seat.save(update_fields=["state", "since", "until"])


BY_ITSELF, BY_VISITOR = {"role": "system"}, {"role": "visitor"}


def by_agent(user: User) -> dict[str, str]:
    """Whose doing a system line tells of."""
    return {"role": "agent", "id": str(user.pk), "name": user.name}


def resolve(tx: Tx, conversation: Conversation, outcome: Outcome, *, by: dict[str, str]) -> None:
    """End it: offers are withdrawn, the agent is freed, and what has to be carried on becomes a ticket."""
    helped = conversation.assignee is not None
    conversation.ended_in = make(tx, conversation, Move.RESOLVE)
    withdraw(tx, conversation, "closed" if outcome != Outcome.LEFT else "left")
    release(tx, conversation, reason="resolved")
    conversation.resolved_at, conversation.outcome = tx.now, outcome
    conversation.left_reason = ""
    conversation.rounds += 1
    tx.append(conversation, "resolved", data={"outcome": outcome.value, "by": by})
    if helped and outcome == Outcome.RESOLVED:
        tx.append(conversation, "rating_request")
    tx.announce(Resolved(conversation.pk, outcome))


def leave_unresolved(
    tx: Tx,
    conversation: Conversation,
    outcome: Outcome,
    reason: str,
    *,
    by: dict[str, str],
    contact: dict[str, str] | None = None,
) -> None:
    """Resolve it into a ticket; `reason` is a ticket's reason."""
    resolve(tx, conversation, outcome, by=by)
    conversation.left_reason, conversation.contact = reason, contact or {}
    tx.announce(LeftUnresolved(conversation.pk, reason, contact or {}))
