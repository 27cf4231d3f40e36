"""The demo's two weeks of finished conversations and thirteen weeks of counts, as rows. Nothing in it is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Site, User
from chatdesk.demo import people, rhythm
from chatdesk.demo.talks import Line, Talk, talks
from chatdesk.kernel import clock
from chatdesk.kernel.limits import DEFAULTS
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from customers.models import Customer
from routing.models import Arrivals
from tickets.lifecycle import Reason, Status
from tickets.models import Ticket

SEED = 20_26
BATCH = 500
TITLE, PREVIEW = 120, 120  # characters


def fill(site: Site) -> None:
    """Bulk rows, seeded: the same day gives the same past."""
    now = clock.now()
    told = list(talks(SEED, now))
    staff = {user.email: user for user in User.objects.select_related("team")}
    customers = Customer.objects.bulk_create([_customer(site, talk) for talk in told], batch_size=BATCH)
    rows = [
        _conversation(site, customer, talk, staff) for customer, talk in zip(customers, told, strict=True)
    ]
    Conversation.objects.bulk_create(rows, batch_size=BATCH)
    entries = {row: list(_entries(row, talk, staff)) for row, talk in zip(rows, told, strict=True)}
    for row, ticket in _tickets(rows, told, now):
        entries[row].append(_ticket_entry(row, ticket))
    for row, lines in entries.items():
        _number(row, lines)
    Entry.objects.bulk_create([entry for lines in entries.values() for entry in lines], batch_size=BATCH)
    Conversation.objects.bulk_update(
        rows, ["last_seq", "visitor_read", "desk_read", "answered_seq"], batch_size=BATCH
    )
    today = now.astimezone(rhythm.SHOP_TIME).date()
    counts = (Arrivals(queue=queue, at=at, count=count) for queue, at, count in rhythm.arrivals(SEED, today))
    Arrivals.objects.bulk_create(counts, batch_size=BATCH)


def _customer(site: Site, talk: Talk) -> Customer:
    return Customer(site=site, name=talk.visitor, locale=talk.locale, created_at=talk.started_at)


def _conversation(site: Site, customer: Customer, talk: Talk, staff: Mapping[str, User]) -> Conversation:
    agent = staff.get(talk.agent or "")
    last = talk.lines[-1]
    return Conversation(
        site=site,
        customer=customer,
        locale=talk.locale,
        topic=talk.category if talk.category in people.TOPICS else "",
        state=State.RESOLVED,
        created_at=talk.started_at,
        since=talk.ended_at,
        epoch=1 if agent else 0,
        last_agent=agent,
        team=agent.team if agent else None,
        needs=_needs(talk) if agent else {},
        visitor_spoke_at=_last(talk, "visitor"),
        agent_spoke_at=_last(talk, "agent"),
        last_line={"text": last.text[:PREVIEW], "role": last.role, "at": clock.stamp(_at(talk, last))},
        resolved_at=talk.ended_at,
        outcome=talk.outcome,
        rounds=1,
        score=talk.rating,
        bot_answered=agent is None and talk.outcome != "ticket",
        ended_in=State.LIVE if agent else State.QUEUED if talk.outcome == "ticket" else State.BOT,
        **_first_answer(talk),
    )


def _first_answer(talk: Talk) -> dict[str, Any]:
    """When who asked for a person was first answered by one, and how long that took."""
    first = next((place for place, line in enumerate(talk.lines) if line.role == "agent"), None)
    if first is None:
        return {}
    asked, answered = _at(talk, talk.lines[max(first - 1, 0)]), _at(talk, talk.lines[first])
    waited = (answered - asked).total_seconds()
    times = {"arrived_at": asked, "first_answered_at": answered, "first_response_s": waited}
    return times | {"promise_kept": waited <= DEFAULTS.promise_s}


def _needs(talk: Talk) -> dict[str, int]:
    return {talk.locale: 1} | ({talk.category: 2} if talk.category in people.TOPICS else {})


def _entries(row: Conversation, talk: Talk, staff: Mapping[str, User]) -> Iterator[Entry]:
    """What the talk left in the timeline, in order and not numbered yet."""
    agent, met = staff.get(talk.agent or ""), False
    for place, line in enumerate(talk.lines):
        if line.role == "agent" and agent is not None and not met:
            met = True
            asked = _at(talk, talk.lines[max(place - 1, 0)])
            yield _system(row, "queued", asked, reason="ask_human")
            yield _system(row, "joined", _at(talk, line), agent={"id": str(agent.pk), "name": agent.name})
        yield _said(row, talk, line, agent)
    yield _system(row, "resolved", talk.ended_at, outcome=talk.outcome)
    if talk.rating is not None:
        yield _system(row, "rated", talk.ended_at, score=talk.rating)


def _said(row: Conversation, talk: Talk, line: Line, agent: User | None) -> Entry:
    names = {"visitor": talk.visitor, "agent": agent.name if agent else "", "bot": ""}
    author = str(agent.pk) if agent is not None and line.role == "agent" else ""
    return Entry(
        conversation=row,
        kind="message",
        role=line.role,
        author=author,
        author_name=names[line.role],
        text=line.text,
        at=_at(talk, line),
    )


def _system(row: Conversation, kind: str, at: datetime, **told: object) -> Entry:
    return Entry(conversation=row, kind=kind, role="system", data=told, at=at)


def _tickets(
    rows: list[Conversation], told: list[Talk], now: datetime
) -> Iterator[tuple[Conversation, Ticket]]:
    """One ticket for each talk that ended as one: yesterday's are open, older ones were seen to."""
    left = [(row, talk) for row, talk in zip(rows, told, strict=True) if talk.outcome == "ticket"]
    made = Ticket.objects.bulk_create([_ticket(row, talk, now) for row, talk in left], batch_size=BATCH)
    return zip([row for row, _ in left], made, strict=True)


def _ticket(row: Conversation, talk: Talk, now: datetime) -> Ticket:
    age = now - talk.ended_at
    state = (
        Status.OPEN
        if age < timedelta(days=1)
        else Status.SOLVED
        if age < timedelta(days=3)
        else Status.CLOSED
    )
    return Ticket(
        title=next((line.text for line in talk.lines if line.role == "visitor"), talk.visitor)[:TITLE],
        state=state,
        reason=Reason.AGENT if talk.agent else Reason.DESK_CLOSED,
        customer=row.customer,
        team=row.team,
        conversation=row,
        conversation_round=1,
        created_at=talk.ended_at,
        updated_at=talk.ended_at if state is Status.OPEN else min(talk.ended_at + timedelta(hours=12), now),
    )


def _ticket_entry(row: Conversation, ticket: Ticket) -> Entry:
    """As the tickets' own sweep would write it, so that it finds nothing left out."""
    entry = _system(row, "ticket", ticket.created_at, number=ticket.number, status=ticket.state)
    entry.sender, entry.client_id = "system", f"ticket-{ticket.pk}-{ticket.changes}"
    return entry


def _number(row: Conversation, entries: list[Entry]) -> None:
    for seq, entry in enumerate(entries, start=1):
        entry.seq = seq
    row.last_seq = row.visitor_read = row.desk_read = len(entries)
    row.answered_seq = max((entry.seq for entry in entries if entry.role == "visitor"), default=0)


def _last(talk: Talk, role: str) -> datetime | None:
    return next((_at(talk, line) for line in reversed(talk.lines) if line.role == role), None)


def _at(talk: Talk, line: Line) -> datetime:
    return talk.started_at + timedelta(seconds=line.after_s)
