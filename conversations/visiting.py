"""What a visitor may do, each as one journal operation. Everything starts from the visitor's own conversations."""

from __future__ import annotations

from typing import Any

from accounts.models import Site
from chatdesk.kernel.errors import Closed, Invalid, NotFound, Stale, TooLarge
from conversations import hub, moves, parking, services
from conversations.frames import told, visitor
from conversations.journal import Tx, locked
from conversations.lifecycle import WAITING, Move, Outcome, State
from conversations.models import Conversation, Entry
from conversations.protocol import VISITOR_TEXT
from conversations.selectors import RECENT
from conversations.texts import clean
from customers.models import Customer

CONTACT_TEXT = 254  # characters of a phone number or mail address
OPTIONS = ("wait", "message", "callback", "bot")


def say(tx: Tx, site: Site, customer: Customer, frame: visitor.Say) -> told.Ok:
    """The visitor's line, written once whatever is repeated; opens, or reopens, a conversation where needed."""
    text = clean(frame.text, VISITOR_TEXT)
    sender = f"v{customer.pk}"
    data = services.parts(frame.reply_to, frame.attachments)
    if entry := services.known(sender, frame.client_id, text, data):
        return services.said(frame.ref, entry, dup=True)
    conversation = addressed(tx, site, customer, frame.conversation, topic=frame.topic)
    services.check_parts(conversation, data)
    entry = visitor_says(tx, conversation, text=text, data=data, client_id=frame.client_id)
    return services.said(frame.ref, entry)


def choose(tx: Tx, site: Site, customer: Customer, frame: visitor.Choose) -> told.Ok:
    """One of the bot's choices, written as the visitor's message."""
    conversation = current(tx, site, customer, frame.conversation)
    offered = Entry.objects.filter(conversation=conversation, seq=frame.seq, kind="choices").first()
    texts = {c["id"]: c["text"] for c in offered.data["choices"]} if offered else {}
    if frame.choice not in texts:
        raise Invalid("that choice isn't offered there; choose one of those shown")
    text, data = texts[frame.choice], {"choice": frame.choice}
    if entry := services.known(f"v{customer.pk}", frame.client_id, text, data):
        return services.said(frame.ref, entry, dup=True)
    if conversation.state == State.RESOLVED:
        raise Closed("this conversation is over; write a message to go on")
    entry = visitor_says(tx, conversation, text=text, data=data, client_id=frame.client_id)
    return services.said(frame.ref, entry)


def ask_human(tx: Tx, site: Site, customer: Customer, frame: visitor.AskHuman) -> told.Ok:
    """A person, please: the bot lets go at once."""
    conversation = addressed(tx, site, customer, frame.conversation, topic=frame.topic, said=False)
    waits = conversation.state != State.BOT
    if not waits:
        services.hand_over(tx, conversation, "ask_human")
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), dup=waits)


def prefer(tx: Tx, site: Site, customer: Customer, frame: visitor.Prefer) -> told.Ok:
    """What the visitor would rather do than wait: keep waiting, leave a message, be called back, or ask the bot."""
    if frame.option not in OPTIONS:
        raise Invalid(f"{frame.option!r} is no option; choose one of {', '.join(OPTIONS)}")
    if frame.option in ("message", "callback"):
        return leave_word(tx, site, customer, frame)
    conversation = current(tx, site, customer, frame.conversation)
    if conversation.state != State.BOT and conversation.state not in WAITING:
        raise Stale("you are not waiting any more; there is nothing to choose")
    done = conversation.waits_on if frame.option == "wait" else conversation.state == State.BOT
    if frame.option == "wait":
        conversation.waits_on = True
        tx.touch(conversation)
    elif not done:
        moves.make(tx, conversation, Move.PREFER_BOT)
        moves.withdraw(tx, conversation, "left")
        conversation.answered_seq = conversation.last_seq
        tx.append(conversation, "notice", data={"code": "bot"})
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), dup=done)


def leave_word(tx: Tx, site: Site, customer: Customer, frame: visitor.Prefer) -> told.Ok:
    """A message or a call-back: a ticket will follow, and the conversation is over."""
    contact = {
        key: clean(value, CONTACT_TEXT).strip()
        for key, value in (("phone", frame.phone), ("email", frame.email))
        if value and value.strip()
    }
    if frame.option == "callback" and "phone" not in contact:
        raise Invalid("leave a phone number, so that we can call you back")
    text = clean(frame.text, VISITOR_TEXT) if frame.text else ""
    if frame.option == "message" and not text and open_of(tx, site, customer) is None:
        raise Invalid("write a message first")
    if done := same_word(tx, site, customer, frame.option, text, contact):
        return told.Ok(ref=frame.ref, conversation=str(done.pk), dup=True)
    conversation = addressed(tx, site, customer, frame.conversation, said=False)
    if conversation.state != State.BOT and conversation.state not in WAITING:
        raise Stale("somebody is with you now; write to them here")
    if text:
        post_word(tx, conversation, text)
    option = Outcome(frame.option)
    moves.leave_unresolved(tx, conversation, option, "visitor", by=moves.BY_VISITOR, contact=contact)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk))


def same_word(
    tx: Tx, site: Site, customer: Customer, option: str, text: str, contact: dict[str, str]
) -> Conversation | None:
    """The conversation that ended in the same word a moment ago, for a frame that is sent again."""
    if open_of(tx, site, customer) is not None:
        return None
    ended = Conversation.objects.filter(
        site=site, customer=customer, outcome=option, resolved_at__gt=tx.now - RECENT
    )
    last = ended.order_by("-resolved_at").first()
    if last is None or last.contact != contact:
        return None
    words = (
        Entry.objects.filter(conversation=last, role="visitor")
        .order_by("-seq")
        .values_list("text", flat=True)
        .first()
    )
    return last if not text or words == text else None


def leave(tx: Tx, site: Site, customer: Customer, frame: visitor.Leave) -> told.Ok:
    """The visitor ends it."""
    conversation = current(tx, site, customer, frame.conversation)
    over = conversation.state == State.RESOLVED
    if not over:
        moves.resolve(tx, conversation, Outcome.LEFT, by=moves.BY_VISITOR)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), dup=over)


def rate(tx: Tx, site: Site, customer: Customer, frame: visitor.Rate) -> told.Ok:
    """A score from 1 to 5, until 24 h after it was resolved; again replaces."""
    if not 1 <= frame.score <= 5:
        raise Invalid("a score is a number from 1 to 5")
    if len(frame.reasons or ()) > services.LISTED:
        raise TooLarge(f"at most {services.LISTED} reasons; choose the weightiest")
    comment = clean(frame.comment, VISITOR_TEXT) if frame.comment and frame.comment.strip() else ""
    conversation = current(tx, site, customer, frame.conversation)
    if conversation.state != State.RESOLVED:
        raise Stale("this conversation goes on; rate it when it is over")
    if not recently(tx, conversation):
        raise Closed("this conversation ended more than 24 hours ago; it can't be rated any more")
    data: dict[str, Any] = {"score": frame.score}
    data |= ({"comment": comment} if comment else {}) | ({"reasons": frame.reasons} if frame.reasons else {})
    last = Entry.objects.filter(conversation=conversation, kind="rated").order_by("-seq").first()
    dup = last is not None and last.data == data
    if not dup:
        conversation.score, conversation.comment = frame.score, comment
        tx.append(conversation, "rated", data=data)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), dup=dup)


def read(tx: Tx, site: Site, customer: Customer, conversation: str | None, seq: int) -> None:
    """The visitor has seen everything up to `seq`; it never goes back and never passes the head."""
    try:
        row = current(tx, site, customer, conversation)
    except NotFound:
        return
    seen = min(seq, row.last_seq)
    if seen > row.visitor_read:
        row.visitor_read = seen
        tx.touch(row)
        tx.tell(hub.talk(row.pk), told.Seen(conversation=str(row.pk), role="visitor", seq=seen))


# --- finding it ------------------------------------------------------------------------------------------------------
def open_of(tx: Tx, site: Site, customer: Customer) -> Conversation | None:
    return tx.find(Conversation.objects.open().filter(site=site, customer=customer))


def mine(tx: Tx, customer: Customer, conversation: str) -> Conversation:
    """The visitor's conversation of this id, locked; NotFound where it isn't theirs."""
    row = None
    if conversation.isdecimal() and len(conversation) <= 18:
        row = tx.find(Conversation.objects.of_visitor(customer).filter(pk=int(conversation)))
    if row is None:
        raise NotFound("you have no such conversation")
    return row


def recently(tx: Tx, conversation: Conversation) -> bool:
    return conversation.resolved_at is not None and conversation.resolved_at > tx.now - RECENT


def current(tx: Tx, site: Site, customer: Customer, conversation: str | None) -> Conversation:
    """The one named, else the open one, else the last one resolved within 24 h; NotFound where there is none."""
    if conversation is not None:
        return mine(tx, customer, conversation)
    if row := open_of(tx, site, customer):
        return row
    recent = Conversation.objects.of_visitor(customer).filter(site=site, resolved_at__gt=tx.now - RECENT)
    last = tx.find(recent.order_by("-resolved_at"))
    if last is None:
        raise NotFound("there is no conversation; write a message to begin one")
    return last


def addressed(
    tx: Tx,
    site: Site,
    customer: Customer,
    conversation: str | None,
    *,
    topic: str | None = None,
    said: bool = True,
) -> Conversation:
    """The named one, the open one, or a new one. Only something `said` reopens one that is over; else it is Stale."""
    if topic is not None and topic not in {t["key"] for t in site.topics}:
        raise Invalid(f"{topic!r} is no topic here; leave it out")
    if conversation is not None:
        row = mine(tx, customer, conversation)
        if row.state == State.RESOLVED and not said:
            raise Stale("this conversation is over; write a message to go on")
        if row.state == State.RESOLVED:
            reopen(tx, row, open_of(tx, site, customer))
    else:
        row = open_of(tx, site, customer) or begin(tx, site, customer)
    if topic:
        row.topic = topic
        tx.touch(row)
    return row


def reopen(tx: Tx, row: Conversation, other: Conversation | None) -> None:
    if other is not None:
        raise Stale(f"you have another conversation open: {other.pk}")
    if not recently(tx, row):
        raise Closed("this conversation ended more than 24 hours ago; begin a new one")
    tx.append(row, "reopened", data={"by": moves.BY_VISITOR})
    if row.last_agent_id is None:
        moves.make(tx, row, Move.REOPEN_BOT)
    else:
        moves.reopen(tx, row)


def begin(tx: Tx, site: Site, customer: Customer) -> Conversation:
    row = Conversation.objects.create(
        site=site, customer=customer, locale=customer.locale, state=State.BOT, created_at=tx.now, since=tx.now
    )
    return tx.adopt(locked().get(pk=row.pk))


def visitor_says(
    tx: Tx, conversation: Conversation, *, text: str, data: dict[str, Any], client_id: str
) -> Entry:
    customer = conversation.customer
    sender = f"v{customer.pk}"
    who = {"role": "visitor", "author": str(customer.pk), "author_name": customer.name, "sender": sender}
    entry = services.post(tx, conversation, text=text, data=data, client_id=client_id, **who)
    if conversation.state == State.PARKED:
        parking.come_back(tx, conversation, parking.SPOKE)
    if conversation.state == State.BOT and not conversation.site.bot:
        services.hand_over(tx, conversation, "bot_off")
    return entry


def post_word(tx: Tx, conversation: Conversation, text: str) -> None:
    customer = conversation.customer
    who = {"role": "visitor", "author": str(customer.pk), "author_name": customer.name}
    services.post(tx, conversation, text=text, data={}, sender=None, client_id=None, **who)
