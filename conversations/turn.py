"""The bot's turn: a visitor's message that nobody has answered, in state bot, gets its one reply."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.db.models import OuterRef, Subquery

from bot import services as bot
from bot.phrases import Phrase, say
from bot.policy import Answer, AskSlot, Choices, HandOver, Miss, OpenSlot, Reason, SmallTalk
from bot.slots import FORMAT, Slot
from bot.wishes import Courtesy
from chatdesk.kernel import clock
from conversations import services
from conversations.facts import MessagePosted
from conversations.journal import Tx, journal
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from kb import search

SLOW_S = 3.0  # a bot that takes longer hands over
FORGOTTEN = timedelta(seconds=5)  # a message this old without a reply was left by a crash
GREETED = {
    Courtesy.GREETING: Phrase.WELCOME,
    Courtesy.THANKS: Phrase.THANKED,
    Courtesy.FAREWELL: Phrase.GOODBYE,
    Courtesy.WHO: Phrase.WHO_I_AM,
}
ASKED = {
    Slot.ORDER: (Phrase.ASK_ORDER, Phrase.AGAIN_ORDER),
    Slot.PHONE: (Phrase.ASK_PHONE, Phrase.AGAIN_PHONE),
    Slot.DATE: (Phrase.ASK_DATE, Phrase.AGAIN_DATE),
}
A_DAY = timedelta(days=1)
log = logging.getLogger("chatdesk.bot")


def on_posted(fact: MessagePosted) -> None:
    """Listen: the bot answers visitors only, and only while it has the conversation."""
    if fact.role == "visitor" and fact.state == State.BOT:
        take_turn(fact.entry)


def take_turn(entry_id: int) -> None:
    """Answer this entry, once, if the bot still has the conversation. A bot that fails hands over to a person.

    Just after the start there may be no index yet: the turn stays owed until `sweep` is called with it.
    """
    entry = Entry.objects.select_related("conversation").get(pk=entry_id)
    if not waits_for_bot(entry.conversation, entry) or search.ready() is None:
        return
    started = time.monotonic()
    try:
        reply = bot.consider(heard(entry), clock.now())
    except Exception:
        log.exception("the bot failed; a person takes over")
        reply = None
    if time.monotonic() - started > SLOW_S:
        reply = None
    journal.run(lambda tx: write(tx, entry, reply), conversation=entry.conversation_id)


def waits_for_bot(conversation: Conversation, entry: Entry) -> bool:
    return conversation.state == State.BOT and entry.seq > conversation.answered_seq


def heard(entry: Entry) -> bot.Heard:
    before = Entry.objects.filter(conversation=entry.conversation_id, role="visitor", seq__lt=entry.seq)
    return bot.Heard(
        conversation=str(entry.conversation_id),
        entry=str(entry.pk),
        text=entry.text,
        locale=entry.conversation.locale,
        choice=entry.data.get("choice"),
        earlier=list(before.order_by("-seq").values_list("text", flat=True)[:3]),
        site=entry.conversation.site_id,
        topic=entry.conversation.topic,
        turns=turns_of(entry.conversation),
    )


def turns_of(conversation: Conversation) -> int:
    """How often the bot has spoken to this visitor within a day, over all their conversations."""
    said = Entry.objects.filter(conversation__customer=conversation.customer_id, role="bot")
    return said.filter(at__gt=clock.now() - A_DAY).count()


def write(tx: Tx, entry: Entry, reply: bot.Reply | None) -> None:
    """The reply or the hand-over, together with the record of the decision."""
    row = tx.lock(entry.conversation_id)
    if not waits_for_bot(row, entry):
        return
    if reply is None:
        services.hand_over(tx, row, Reason.FAULT.value)
        return
    reply.turn.save()
    carry_out(tx, row, entry, reply)


def carry_out(tx: Tx, row: Conversation, entry: Entry, reply: bot.Reply) -> None:
    lang = bot.lang_of(heard(entry))
    match reply.step:
        case Answer(article, confidence):
            data = {"article": article, "confidence": round(confidence, 4)}
            say_it(tx, row, entry, reply.answer(article, lang), data=data)
        case AskSlot(told):
            say_it(tx, row, entry, ask_for(told, lang), kind="slot", data=slot_data(told))
        case Choices(articles):
            choices = [{"id": key, "text": reply.library.articles[key].question(lang)} for key in articles]
            say_it(tx, row, entry, say(Phrase.WHICH, lang), kind="choices", data={"choices": choices})
        case Miss():
            say_it(tx, row, entry, say(Phrase.UNKNOWN, lang), data={"missed": True})
        case SmallTalk(courtesy):
            say_it(tx, row, entry, say(GREETED[courtesy], lang))
        case HandOver(reason):
            services.hand_over(tx, row, reason.value)


def ask_for(told: OpenSlot, lang: str) -> str:
    """The question for a slot; again with what is expected."""
    first, again = ASKED[told.slot]
    return say(first if told.asks == 1 else again, lang)


def slot_data(told: OpenSlot) -> dict[str, object]:
    return {"slot": told.slot.value, "format": FORMAT[told.slot]}


def say_it(
    tx: Tx,
    row: Conversation,
    entry: Entry,
    text: str,
    *,
    kind: str = "message",
    data: dict[str, object] | None = None,
) -> None:
    services.bot_says(tx, row, entry, text=text, kind=kind, data=data or {})


def sweep(after: timedelta = FORGOTTEN) -> None:
    """Take the turns that a crash left out, or that waited for the first index, so long after the message."""
    before = clock.now() - after
    said = Entry.objects.filter(conversation=OuterRef("pk"), role="visitor", seq__gt=OuterRef("answered_seq"))
    last = said.order_by("-seq").values("pk")[:1]
    left_out = Conversation.objects.filter(state=State.BOT, visitor_spoke_at__lt=before)
    for entry in (
        left_out.annotate(last=Subquery(last)).exclude(last=None).values_list("last", flat=True)[:100]
    ):
        take_turn(entry)
