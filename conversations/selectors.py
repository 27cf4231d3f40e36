"""Rows as frames: what sockets and endpoints show of a conversation. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import Site, User
from accounts.permissions import verbs
from chatdesk.kernel.clock import stamp
from conversations.frames import beside, parts, told
from conversations.lifecycle import State
from conversations.line_rows import Written
from conversations.models import Conversation, Entry, Note
from customers.models import Customer

RECENT = timedelta(hours=24)  # a resolved conversation is still followed, rated and reopened by its visitor
PAGE = 200  # rows a read


def entry_frame(entry: Entry | Written) -> told.Entry:
    """The entry as both roles see it, always the same."""
    author = parts.Author(role=entry.role, id=entry.author or None, name=entry.author_name or None)  # type: ignore[arg-type]
    return told.Entry(
        conversation=str(entry.conversation_id),
        seq=entry.seq,
        id=str(entry.pk),
        client_id=entry.client_id,
        kind=entry.kind,  # type: ignore[arg-type]
        author=author,
        at=stamp(entry.at),
        text=entry.text or None,
        data=entry.data or None,
    )


def note_frame(note: Note) -> told.Note:
    author = parts.Author(role="agent", id=str(note.author_id), name=note.author_name)
    return told.Note(
        conversation=str(note.conversation_id),
        n=note.n,
        id=str(note.pk),
        client_id=note.client_id,
        author=author,
        text=note.text,
        at=stamp(note.at),
    )


def agent_view(user: User) -> parts.AgentView:
    return parts.AgentView(
        id=str(user.pk), name=user.name, role=user.role, permissions=sorted(verbs(user.role))
    )


def card(conversation: Conversation, now: datetime) -> parts.Card:
    """What lists show of it; costs no query where site, customer, assignee and team were selected along."""
    customer, assignee = conversation.customer, conversation.assignee
    line = conversation.last_line
    return parts.Card(
        id=str(conversation.pk),
        state=State(conversation.state),
        customer=parts.CardCustomer(
            id=str(customer.pk), name=shown_name(customer), verified=customer.verified
        ),
        site=conversation.site.key,
        channel=conversation.channel,
        head=(conversation.last_seq, conversation.last_n),
        unread=max(0, conversation.last_seq - conversation.desk_read),
        assignee=agent_view(assignee) if assignee else None,
        team=conversation.team.key if conversation.team else None,
        needs=conversation.needs,
        promise_s=conversation.promise_s,
        waited_s=waited_s(conversation, now),
        since=stamp(conversation.since),
        last=parts.LastLine(**line) if line else None,
        labels=conversation.labels,
        priority=conversation.priority,
        locale=conversation.locale,
        reason=conversation.queue_reason,
        offered_to=agent_view(conversation.offered_to) if conversation.offered_to else None,
        parked_until=stamp(conversation.parked_until) if conversation.parked_until else None,
    )


def offer_frame(conversation: Conversation, now: datetime) -> told.Offer:
    """The pending offer of this row; from its agent, where it has one."""
    sender = conversation.assignee
    return told.Offer(
        offer=conversation.offer,
        conversation=str(conversation.pk),
        card=card(conversation, now),
        expires_at=stamp(conversation.offer_expires_at or now),
        why=conversation.offer_why,
        by=parts.Colleague(id=str(sender.pk), name=sender.name) if sender else None,
        text=conversation.offer_text or None,
    )


def handed_frame(conversation: Conversation, outcome: str, words: str = "") -> beside.Handed:
    """What became of the pending transfer of this row; the colleague's own words where there are any."""
    target = conversation.offered_to
    assert target is not None  # a transfer is pending
    expires = conversation.offer_expires_at if outcome == "offered" else None
    return beside.Handed(
        conversation=str(conversation.pk),
        to=parts.Colleague(id=str(target.pk), name=target.name),
        outcome=outcome,
        expires_at=stamp(expires) if expires else None,
        reason=words or None,
    )


def shown_name(customer: Customer) -> str:
    """The verified name, else the claimed one, else ""; clients word the nameless in their language."""
    return customer.name or str(customer.claimed.get("name") or "")


def waited_s(conversation: Conversation, now: datetime) -> float:
    """Seconds since it began to wait, while it waits; 0 otherwise."""
    waiting = conversation.state in (State.QUEUED, State.OFFERED) and conversation.arrived_at is not None
    return (
        round((now - conversation.arrived_at).total_seconds(), 1)
        if waiting and conversation.arrived_at
        else 0.0
    )


def whole() -> tuple[str, ...]:
    """The relations that a card needs, for select_related."""
    return ("site", "customer", "assignee", "team", "last_agent", "offered_to")


def entries_after(conversation: int, seq: int, limit: int = PAGE) -> list[Entry]:
    return list(Entry.objects.filter(conversation_id=conversation, seq__gt=seq).order_by("seq")[:limit])


def notes_after(conversation: int, n: int, limit: int = PAGE) -> list[Note]:
    return list(Note.objects.filter(conversation_id=conversation, n__gt=n).order_by("n")[:limit])


def heads(conversations: Iterable[int]) -> dict[int, tuple[int, int]]:
    """[seq, n] of each that exists."""
    rows = Conversation.objects.filter(pk__in=list(conversations)).values_list("pk", "last_seq", "last_n")
    return {pk: (seq, n) for pk, seq, n in rows}


def seen(conversations: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Up to where the visitor and the desk have read each."""
    rows = Conversation.objects.filter(pk__in=list(conversations))
    return {pk: (visitor, desk) for pk, visitor, desk in rows.values_list("pk", "visitor_read", "desk_read")}


def site_view(
    site: Site, locale: str, *, open_now: bool, suggestions: list[parts.Suggestion]
) -> parts.SiteView:
    """What the widget shows of the firm, in the visitor's language."""
    lang = "zh" if locale.lower().startswith("zh") else "en"
    topics = [parts.Topic(key=t["key"], name=worded(t["name"], lang)) for t in site.topics]
    return parts.SiteView(
        name=worded(site.theme.get("name") or {}, lang) or site.name,
        locale=locale,
        open=open_now,
        theme={key: value for key, value in site.theme.items() if key != "name"},
        topics=topics,
        greeting=worded(site.greeting, lang),
        suggestions=suggestions,
    )


def worded(texts: dict[str, str], lang: str) -> str:
    """`texts` in `lang`, else in any language it has."""
    return texts.get(lang) or next(iter(texts.values()), "")
