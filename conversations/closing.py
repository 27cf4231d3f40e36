"""What falls due where nobody waits: parked conversations come back, and those that everybody left are closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Site
from bot import verdict
from chatdesk.kernel import limits
from conversations import moves, parking
from conversations.journal import Tx
from conversations.lifecycle import Outcome, State
from conversations.models import Conversation
from conversations.terms import terms

LEFT_AT_ONCE = 50  # closed in one round; the next follows within the second
Act = Callable[[Tx, Conversation], None]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do, to a conversation if one is named; `do` checks the locked row again, for it may have moved on."""

    conversation: int | None
    do: Callable[[Tx], None]


def to(row: Conversation, act: Act) -> Due:
    """`act` on this row, locked."""
    return Due(row.pk, lambda tx: act(tx, tx.lock(row.pk)))


def silent_due(now: datetime) -> Iterator[Due]:
    """What was parked until now comes back; what was parked without a time, or left with the bot, and stays silent is
    closed after its site's or team's `close_s`.
    """
    parked = Conversation.objects.filter(state=State.PARKED)
    for row in parked.filter(parked_until__lte=now).only("pk"):
        yield to(row, come_back)
    sites: dict[float, list[int]] = {}
    for pk, settings in Site.objects.values_list("pk", "settings"):
        sites.setdefault(limits.of(settings).close_s, []).append(pk)
    for close_s, pks in sites.items():
        before = now - timedelta(seconds=close_s)
        for row in left_alone(before).filter(site__in=pks).only("pk")[:LEFT_AT_ONCE]:
            yield to(row, close_left_alone(before))
    for row in parked.filter(parked_until=None).select_related("site", "team"):
        if row.since <= now - timedelta(seconds=terms(row).close_s):
            yield to(row, close)


def left_alone(before: datetime) -> QuerySet[Conversation]:
    """With the bot, and the visitor has said nothing since `before`."""
    silent = Q(visitor_spoke_at=None) | Q(visitor_spoke_at__lte=before)
    return Conversation.objects.filter(silent, state=State.BOT, since__lte=before)


def come_back(tx: Tx, row: Conversation) -> None:
    if row.state == State.PARKED and row.parked_until is not None and row.parked_until <= tx.now:
        parking.come_back(tx, row, parking.IS_UP)


def close(tx: Tx, row: Conversation) -> None:
    if row.state == State.PARKED and row.parked_until is None:
        moves.resolve(tx, row, Outcome.RESOLVED, by=moves.BY_ITSELF)


def close_left_alone(before: datetime) -> Act:
    """Nobody is told and nothing is asked: who comes back within a day goes on where they were."""

    def act(tx: Tx, row: Conversation) -> None:
        silent = row.visitor_spoke_at is None or row.visitor_spoke_at <= before
        if row.state == State.BOT and row.since <= before and silent:
            outcome = Outcome.RESOLVED if verdict.helped(str(row.pk)) else Outcome.CLOSED
            moves.resolve(tx, row, outcome, by=moves.BY_ITSELF)

    return act
