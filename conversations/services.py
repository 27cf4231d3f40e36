"""What is written into a conversation by whom: saying something once, the bot's words, and what the system adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.services import topic
from bot.summary import pressing
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import ClientIdConflict, Invalid, NotFound, TooLarge
from conversations import moves
from conversations.facts import MessagePosted
from conversations.frames import told
from conversations.journal import Tx, journal
from conversations.lifecycle import Move
from conversations.models import Conversation, Entry
from conversations.texts import preview

LISTED = 10  # items of a list in a frame


def known(sender: str, client_id: str, text: str, data: Mapping[str, Any]) -> Entry | None:
    """What `sender` said under this `client_id` before; raises ClientIdConflict if it was something else."""
    entry = Entry.objects.filter(sender=sender, client_id=client_id).first()
    if entry is not None and (entry.text, entry.data) != (text, dict(data)):
        raise ClientIdConflict("this client_id was used for another text; make a new one")
    return entry


def post(tx: Tx, conversation: Conversation, *, text: str, kind: str = "message", **fields: Any) -> Entry:
    """Append what somebody said and let the others know; `fields` are Entry's (role, author, sender, client_id …)."""
    entry = tx.append(conversation, kind, text=text, **fields)
    conversation.last_line = {"text": preview(text), "role": entry.role, "at": stamp(tx.now)}
    if entry.role == "visitor":
        conversation.visitor_spoke_at = tx.now
    elif entry.role == "agent":
        conversation.agent_spoke_at = tx.now
        moves.calm(conversation)
        first_answer(conversation, tx.now)
    tx.announce(MessagePosted(conversation.pk, entry.pk, entry.role, conversation.state))
    return entry


def first_answer(conversation: Conversation, now: datetime) -> None:
    """Keep how long the visitor waited for a person's first word; later words, and who never waited, change nothing."""
    if conversation.first_answered_at is not None or conversation.arrived_at is None:
        return
    waited = (now - conversation.arrived_at).total_seconds()
    conversation.first_answered_at, conversation.first_response_s = now, round(waited, 1)
    conversation.promise_kept = waited <= conversation.promise_s


def said(ref: int, entry: Entry, *, dup: bool = False) -> told.Ok:
    """The answer to a frame that said something."""
    return told.Ok(
        ref=ref,
        conversation=str(entry.conversation_id),
        seq=entry.seq,
        id=str(entry.pk),
        at=stamp(entry.at),
        dup=dup,
    )


def parts(reply_to: int | None, attachments: list[str] | None) -> dict[str, Any]:
    """The optional parts of a message; they belong to what a `client_id` stands for. Raises TooLarge."""
    if len(attachments or ()) > LISTED:
        raise TooLarge(f"at most {LISTED} files at once; send the rest in another message")
    replies = {"reply_to": reply_to} if reply_to is not None else {}
    return replies | ({"attachments": attachments} if attachments else {})


def check_parts(conversation: Conversation, data: Mapping[str, Any]) -> None:
    """Raises Invalid for a reply to a line that isn't there, NotFound for an unknown file."""
    if "attachments" in data:
        raise NotFound("there is no such file; upload it first")
    if "reply_to" in data and not 1 <= data["reply_to"] <= conversation.last_seq:
        raise Invalid(f"there is no line {data['reply_to']} to reply to")


def bot_says(
    tx: Tx, conversation: Conversation, answers: Entry, *, text: str, kind: str, data: dict[str, Any]
) -> None:
    """The bot's one reply to the visitor's entry `answers`; its client_id derives from that entry, so it can't double."""
    client_id = f"bot-{answers.pk:08d}"
    if Entry.objects.filter(sender="bot", client_id=client_id).exists():
        return
    post(
        tx,
        conversation,
        text=text,
        kind=kind,
        data=data,
        role="bot",
        author_name="",
        sender="bot",
        client_id=client_id,
    )
    conversation.answered_seq = max(conversation.answered_seq, answers.seq)
    conversation.bot_answered = conversation.bot_answered or "article" in data


def hand_over(tx: Tx, conversation: Conversation, reason: str) -> None:
    """From the bot to the desk; the topic that people need is the visitor's choice, else the bot's best guess."""
    conversation.answered_seq = conversation.last_seq
    if conversation.priority == "normal":
        conversation.priority = pressing(str(conversation.pk)) or conversation.priority
    moves.enqueue(
        tx, conversation, Move.HAND_OVER, reason, topic=conversation.topic or topic(str(conversation.pk))
    )


def post_system(conversation: int, *, kind: str, data: dict[str, Any], client_id: str) -> None:
    """Add a system entry once; again with the same `client_id` does nothing. Blocks until it is committed."""

    def operation(tx: Tx) -> None:
        row = tx.lock(conversation)
        if not Entry.objects.filter(sender="system", client_id=client_id).exists():
            tx.append(row, kind, data=data, sender="system", client_id=client_id)

    journal.run(operation, conversation=conversation)
