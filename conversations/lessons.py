"""What the last weeks teach a new engine: how long each kind of conversation took, and how long people waited for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from accounts.models import Site
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation, Entry
from routing.learn import Past

LOOKS_BACK = timedelta(days=14)
MOST = 20_000  # the latest; older ones would change the averages no more


def past(now: datetime) -> list[Past]:
    """What ended in the last two weeks after it had waited or been with an agent, in order; one query."""
    joined = Entry.objects.filter(conversation=OuterRef("pk"), kind="joined")
    since = joined.filter(at__gte=OuterRef("arrived_at")).order_by("seq")
    ended = Conversation.objects.filter(
        site__in=Site.objects.values("pk"), state=State.RESOLVED, resolved_at__gte=now - LOOKS_BACK
    ).exclude(ended_in=State.BOT)
    rows = ended.annotate(
        served=Subquery(since.values("at")[:1]), taken=Subquery(joined.order_by("-seq").values("at")[:1])
    ).order_by("-resolved_at", "-pk")
    names = ("needs", "channel", "ended_in", "arrived_at", "resolved_at", "served", "taken")
    return [lesson(*row) for row in reversed(rows.values_list(*names)[:MOST])]


def lesson(
    needs: dict[str, int],
    channel: str,
    ended_in: str,
    arrived: datetime | None,
    resolved: datetime,
    served: datetime | None,
    taken: datetime | None,
) -> Past:
    """One of them: `served` is when somebody first took it after it had arrived, `taken` when the last one did.

    Who was never served and waited at the end waited in vain. What ended parked tells of its wait only: nobody knows
    when the agent was done with it.
    """
    vain = ended_in in WAITING and served is None
    until = resolved if vain else served
    return Past(
        needs,
        channel,
        waited=(until - arrived).total_seconds() if arrived and until else None,
        worked=(resolved - taken).total_seconds() if taken and ended_in == State.LIVE else None,
        in_vain=vain,
    )
