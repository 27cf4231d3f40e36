"""The visitor says whether the bot's answer helped: a label for the base, and after a no what else it may be."""

from __future__ import annotations

from accounts.models import Site
from bot import verdict
from bot.models import Turn
from bot.phrases import Phrase, say
from chatdesk.kernel.errors import Invalid
from conversations import services, visiting
from conversations.frames import told, visitor
from conversations.journal import Tx
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from customers.models import Customer
from kb import search


def solved(tx: Tx, site: Site, customer: Customer, frame: visitor.Solved) -> told.Ok:
    """Keep the verdict on the answer of line `seq`; again replaces. Raises Invalid where that line is no answer."""
    conversation = visiting.current(tx, site, customer, frame.conversation)
    line = Entry.objects.filter(conversation=conversation, seq=frame.seq, role="bot").first()
    turn = turn_of(line) if line is not None and "article" in line.data else None
    if line is None or turn is None:
        raise Invalid("that line is no answer of the assistant's; name one that is")
    dup = turn.helpful is frame.solved
    if not dup:
        verdict.keep(turn, helped=frame.solved)
        if not frame.solved and conversation.state == State.BOT and line.seq == conversation.last_seq:
            offer_others(tx, conversation, turn)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), dup=dup)


def turn_of(line: Entry) -> Turn | None:
    """The decision behind a line of the bot; its client_id names the entry that it answers."""
    answers = (line.client_id or "").removeprefix("bot-").lstrip("0")
    return Turn.objects.filter(entry=answers, conversation=str(line.conversation_id)).first()


def offer_others(tx: Tx, conversation: Conversation, turn: Turn) -> None:
    """What was next likely, as choices; with nothing likely it is a miss, and the widget offers a person."""
    articles = search.articles()
    keys = verdict.others(turn, articles)
    if not keys:
        return
    lang = "zh" if conversation.locale.lower().startswith("zh") else "en"
    choices = [{"id": key, "text": articles[key].question(lang)} for key in keys]
    services.post(
        tx,
        conversation,
        text=say(Phrase.OTHERWISE, lang),
        kind="choices",
        data={"choices": choices},
        role="bot",
        author_name="",
        sender="bot",
        client_id=f"bot-no-{turn.pk:08d}",
    )
