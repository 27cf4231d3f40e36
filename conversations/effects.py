"""After a commit: what it has to tell the sockets, in order."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from chatdesk.kernel import clock
from conversations import renewing as renewing
from conversations import selectors
from conversations.hub import Effects, hub
from conversations.models import Conversation
from conversations.protocol import encode

if TYPE_CHECKING:
    from conversations.lines import Line
    from conversations.tx import Tx

log = logging.getLogger("chatdesk.journal")


def publish(txs: list[Tx]) -> None:
    """Best effort: whoever does not hear of it pulls."""
    try:
        hub.publish(effects_of(txs))
    except Exception:
        log.exception("a commit could not be told")


def publish_lines(done: list[Line]) -> None:
    """As `publish`, for plain lines: their cards are read again in a moment, however many lines changed them."""
    written = [line.written for line in done if line.written is not None]
    entries = [(w.conversation_id, w.seq, encode(selectors.entry_frame(w))) for w in written]
    changed = {w.conversation_id for w in written}
    try:
        hub.publish(Effects(entries=entries, changed=changed))
    except Exception:
        log.exception("lines could not be told")


def effects_of(txs: list[Tx]) -> Effects:
    """What the commit has to tell, in order; the last card of each conversation wins."""
    effects, now = Effects(), clock.now()
    cards: dict[int, Conversation] = {}
    for tx in txs:
        effects.entries += [(e.conversation_id, e.seq, encode(selectors.entry_frame(e))) for e in tx.entries]
        effects.notes += [(n.conversation_id, n.n, encode(selectors.note_frame(n))) for n in tx.notes]
        effects.tells += tx.tells
        cards |= tx.touched
    effects.cards = [selectors.card(conversation, now) for conversation in cards.values()]
    return effects
