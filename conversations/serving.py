"""What an agent may do, each as one journal operation, under the assignment's epoch where it touches the visitor."""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import Verb, may
from chatdesk.kernel.errors import ClientIdConflict, Closed, Invalid, NotAllowed, NotFound, Stale, TooLarge
from conversations import access, holds, hub, moves, parking, services
from conversations.facts import RoutingChanged
from conversations.frames import beside, desk, told
from conversations.frames.parts import Colleague
from conversations.journal import Tx
from conversations.lifecycle import HELD, Move, Outcome, State
from conversations.models import Conversation, Mention, Note
from conversations.protocol import DESK_TEXT
from conversations.texts import clean
from routing.models import Seat

REASON_TEXT = 80  # characters of why somebody is on a break
CHOSEN = ("online", "busy", "break", "offline")
BY_HAND = {"zh": "坐席自己接入", "en": "Taken by hand"}
TAKEN_OVER = {"zh": "由主管接管", "en": "Taken over by a supervisor"}


def say(tx: Tx, user: User, frame: desk.DeskSay) -> told.Ok:
    """The agent's line to the visitor, written once whatever is repeated."""
    text = clean(frame.text, DESK_TEXT)
    access.require(user, Verb.ANSWER)
    data = services.parts(frame.reply_to, frame.attachments)
    if entry := services.known(f"a{user.pk}", frame.client_id, text, data):
        return services.said(frame.ref, entry, dup=True)
    conversation = holds.held(tx, user, frame.conversation, frame.epoch)
    if conversation.assignee_id != user.pk:
        raise NotAllowed("take the conversation first, then write to the visitor")
    services.check_parts(conversation, data)
    if conversation.state == State.PARKED:
        parking.unpark(tx, conversation, user)
    conversation.answered_seq = conversation.last_seq
    who = {"role": "agent", "author": str(user.pk), "author_name": user.name, "sender": f"a{user.pk}"}
    entry = services.post(tx, conversation, text=text, data=data, client_id=frame.client_id, **who)
    conversation.desk_read = conversation.last_seq
    return services.said(frame.ref, entry)


def note(tx: Tx, user: User, frame: desk.WriteNote) -> told.Ok:
    """A line for colleagues; also in resolved conversations, it is not for the visitor. Who is named in it is told."""
    text = clean(frame.text, DESK_TEXT)
    access.require(user, Verb.ANSWER)
    row = Note.objects.filter(author=user, client_id=frame.client_id).first()
    if row is not None and row.text != text:
        raise ClientIdConflict("this client_id was used for another text; make a new one")
    dup = row is not None
    if row is None:
        conversation = tx.lock(access.find(user, frame.conversation).pk)
        named = colleagues(user, frame.mentions or [])
        row = tx.append_note(
            conversation, author=user, author_name=user.name, client_id=frame.client_id, text=text
        )
        mention(tx, user, row, named)
    return told.Ok(ref=frame.ref, conversation=str(row.conversation_id), n=row.n, id=str(row.pk), dup=dup)


def colleagues(user: User, mentions: list[str]) -> list[User]:
    """The members of staff behind these ids, oneself left out; raises NotFound for an id that is nobody's."""
    if len(mentions) > services.LISTED:
        raise TooLarge(f"at most {services.LISTED} colleagues in one note")
    ids = {int(one) for one in mentions if one.isdecimal() and len(one) <= 18}
    found = [one for one in User.objects.filter(pk__in=ids, is_active=True) if may(one.role, Verb.ANSWER)]
    if len(found) < len(set(mentions)):
        raise NotFound("one of those named is no colleague; choose them from the list")
    return [one for one in found if one.pk != user.pk]


def mention(tx: Tx, user: User, note: Note, named: list[User]) -> None:
    """Let those who are named know, and see what it is about."""
    Mention.objects.bulk_create(Mention(note=note, agent=one) for one in named)
    by = Colleague(id=str(user.pk), name=user.name)
    for one in named:
        frame = beside.Mentioned(conversation=str(note.conversation_id), n=note.n, by=by)
        tx.tell(hub.agent(one.pk), frame)


def take(tx: Tx, user: User, frame: desk.Take | desk.Takeover) -> told.Ok:
    """Take it without being asked, through the same reserve; `busy` names the limit, `stale` the winner."""
    takeover = isinstance(frame, desk.Takeover)
    access.require(user, Verb.TAKEOVER if takeover else Verb.TAKE)
    conversation = tx.lock(takeable(user, frame.conversation))
    if conversation.assignee_id == user.pk and conversation.state == State.LIVE:
        return told.Ok(
            ref=frame.ref, conversation=str(conversation.pk), epoch=str(conversation.epoch), dup=True
        )
    if conversation.assignee is not None and conversation.state == State.LIVE and not takeover:
        raise Stale(f"{conversation.assignee.name} has taken it")
    if conversation.assignee_id == user.pk:
        parking.unpark(tx, conversation, user, BY_HAND)
    else:
        move, why = (Move.TAKEOVER, TAKEN_OVER) if takeover else (Move.TAKE, BY_HAND)
        moves.record_by_hand(tx, conversation, user, why)
        moves.assign(tx, conversation, user, move, why)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), epoch=str(conversation.epoch))


def takeable(user: User, conversation: str) -> int:
    """Its id, if the user may see it or has just lost it to a colleague (who is then named instead of hidden)."""
    if conversation.isdecimal() and len(conversation) <= 18:
        row = Conversation.objects.filter(pk=int(conversation), state__in=list(HELD)).first()
        if row is not None:
            return row.pk
    return access.find(user, conversation).pk


def resolve(tx: Tx, user: User, frame: desk.Resolve) -> told.Ok:
    """End it, as resolved or into a ticket."""
    access.require(user, Verb.ANSWER)
    if frame.outcome not in (Outcome.RESOLVED, Outcome.TICKET):
        raise Invalid("an outcome is resolved or ticket")
    conversation = holds.reached(tx, user, frame.conversation)
    by = moves.by_agent(user)
    if conversation.state == State.RESOLVED:
        return already_resolved(user, conversation, frame)
    holds.check(user, conversation, frame.epoch)
    if frame.summary and frame.summary.strip():
        text = clean(frame.summary, DESK_TEXT)
        client_id = f"summary-{conversation.pk}-{conversation.rounds}"
        tx.append_note(conversation, author=user, author_name=user.name, client_id=client_id, text=text)
    if frame.outcome == Outcome.TICKET:
        moves.leave_unresolved(tx, conversation, Outcome.TICKET, "agent", by=by)
    else:
        moves.resolve(tx, conversation, Outcome.RESOLVED, by=by)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk))


def already_resolved(user: User, conversation: Conversation, frame: desk.Resolve) -> told.Ok:
    ending = conversation.entries.filter(kind="resolved").order_by("-seq").first()
    if ending is not None and ending.data == {"outcome": frame.outcome, "by": moves.by_agent(user)}:
        return told.Ok(ref=frame.ref, conversation=str(conversation.pk), dup=True)
    raise Closed("this conversation is resolved; reopen it to go on")


def reopen(tx: Tx, user: User, frame: desk.Reopen) -> told.Ok:
    """Back to the desk with the last agent preferred, or to the bot where no agent had it."""
    access.require(user, Verb.ANSWER)
    conversation = tx.lock(access.find(user, frame.conversation).pk)
    if conversation.state != State.RESOLVED:
        return told.Ok(ref=frame.ref, conversation=str(conversation.pk), dup=True)
    others = Conversation.objects.open().filter(site=conversation.site, customer=conversation.customer)
    if other := others.first():
        raise Stale(f"the visitor has another conversation open: {other.pk}")
    tx.append(conversation, "reopened", data={"by": moves.by_agent(user)})
    if conversation.last_agent_id:
        moves.reopen(tx, conversation)
    else:
        moves.make(tx, conversation, Move.REOPEN_BOT)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk))


def read(tx: Tx, user: User, frame: desk.DeskRead) -> None:
    """The desk has seen everything up to `seq`; only the assignee's reading is told to the visitor."""
    row = (
        access.visible(user).filter(pk=frame.conversation).first() if frame.conversation.isdecimal() else None
    )
    if row is None:
        return
    conversation = tx.lock(row.pk)
    seen = min(frame.seq, conversation.last_seq)
    if seen > conversation.desk_read and conversation.assignee_id == user.pk:
        conversation.desk_read = seen
        tx.touch(conversation)
        tx.tell(
            hub.talk(conversation.pk), told.Seen(conversation=str(conversation.pk), role="agent", seq=seen)
        )


def set_state(tx: Tx, user: User, frame: desk.SetState) -> told.Ok:
    """The agent's own choice; colleagues see it at once, and the router gives or takes accordingly."""
    if frame.state not in CHOSEN:
        raise Invalid(f"{frame.state!r} is no state to choose; choose one of {', '.join(CHOSEN)}")
    reason = (frame.reason or "").strip()
    if len(reason) > REASON_TEXT:
        raise TooLarge(f"a reason has at most {REASON_TEXT} characters; this one has {len(reason)}")
    seat = Seat.objects.select_for_update().filter(user=user).first()
    if seat is None:
        raise NotAllowed("you have no seat, so there is no state to choose; an admin can give you one")
    dup = seat.state == frame.state and seat.reason == reason
    if not dup:
        seat.state, seat.reason, seat.since = frame.state, reason, tx.now
        seat.missed, seat.until = 0, None
        seat.save()
        tx.announce(RoutingChanged())  # the router tells the desk
    return told.Ok(ref=frame.ref, dup=dup)
