"""Which conversations each figure counts: one definition, used for the figure and for the list behind it.

A figure of today counts since local midnight. Site and team narrow all of them alike, by `within`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Case, IntegerField, Q, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from accounts.models import Site
from chatdesk.kernel import limits
from conversations.board_feed import known
from conversations.lifecycle import HELD, TICKETED, WAITING, State
from conversations.models import Conversation, ConversationQuerySet
from insights.metrics import midnight
from routing.models import Calendar


@dataclass(frozen=True, slots=True)
class Moment:
    """When is asked: now, the last local midnight, and since when a visitor has to have spoken not to be away."""

    now: datetime
    midnight: datetime
    spoke: datetime


def moment(now: datetime, site: str | None) -> Moment:
    silent = timedelta(seconds=limits.current().park_s)
    return Moment(now=now, midnight=midnight(now, zone(site)), spoke=now - silent)


def zone(site: str | None) -> tzinfo:
    """The zone of the site's hours, else its own; without a site named, of all sites' where they agree; else the
    installation's.
    """
    hours, sites = Calendar.objects.exclude(site=None), Site.objects.all()
    if site:
        hours, sites = hours.filter(site__key=site), sites.filter(key=site)
    zones = set(hours.values_list("zone", flat=True)) or set(sites.values_list("zone", flat=True))
    try:
        return ZoneInfo(zones.pop() if len(zones) == 1 else settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def within(site: str | None, team: str | None) -> ConversationQuerySet:
    """The conversations of a site and of a team; a key that nobody has is not found (NotFound).

    A conversation is its own team's; where it has none, the team's of the seat that has it, is asked, or had it last.
    One that waits and belongs to no team is shown to every team, since each may be given it.
    """
    known(site, team)
    sites = Site.objects.filter(key=site) if site is not None else Site.objects.all()
    rows = Conversation.objects.filter(site__in=list(sites.values_list("pk", flat=True)))
    if team is None:
        return rows
    seats = [f"{who}__seat__team__key" for who in ("assignee", "offered_to", "last_agent")]
    common = Q(whose=None, state__in=list(WAITING))
    return rows.annotate(whose=Coalesce("team__key", *seats)).filter(Q(whose=team) | common)


# --- now -------------------------------------------------------------------------------------------------------------
def waiting(at: Moment) -> Q:
    """In queued or offered."""
    return Q(state__in=list(WAITING))


def offered(at: Moment) -> Q:
    """Waiting, and an agent is being asked."""
    return Q(state=State.OFFERED)


def live(at: Moment) -> Q:
    """An agent has it and talks."""
    return Q(state=State.LIVE)


def parked(at: Moment) -> Q:
    """An agent has it put aside, or its visitor fell silent; it takes none of the agent's units."""
    return Q(state=State.PARKED)


def bot(at: Moment) -> Q:
    """With the bot, and the visitor spoke within `park_s`; who was silent longer has gone."""
    return Q(state=State.BOT, visitor_spoke_at__gte=at.spoke)


# --- today -----------------------------------------------------------------------------------------------------------
def conversations(at: Moment) -> Q:
    """Begun today."""
    return Q(created_at__gte=at.midnight)


def bot_resolved(at: Moment) -> Q:
    """Begun today, the bot gave an answer from the base, no person was ever asked for or had it, and it is over.

    Over: resolved without a ticket, or the visitor has been silent for `park_s`. As a share of `conversations`: the bot's.
    """
    alone = Q(bot_answered=True, arrived_at=None, last_agent=None) & conversations(at)
    ended_well = Q(state=State.RESOLVED) & ~Q(outcome__in=list(TICKETED))
    over = ended_well | Q(state=State.BOT, visitor_spoke_at__lt=at.spoke)
    # As a case, not as an alternative: SQLite would go by state for each half and read the whole past.
    return alone & Q(Exact(Case(When(over, then=1), default=0, output_field=IntegerField()), 1))


def ended(at: Moment) -> Q:
    """Resolved today, and not reopened since."""
    return Q(state=State.RESOLVED, resolved_at__gte=at.midnight)


def handled(at: Moment) -> Q:
    """Ended today while a person had it, live or parked, whatever the outcome."""
    return ended(at) & Q(ended_in__in=list(HELD))


def tickets(at: Moment) -> Q:
    """Ended today as a ticket, a message or a call-back: a ticket carries it on."""
    return ended(at) & Q(outcome__in=list(TICKETED))


def abandoned(at: Moment) -> Q:
    """Ended today by the visitor leaving (outcome left) while waiting in queued or offered."""
    return ended(at) & Q(outcome="left", ended_in__in=list(WAITING))


def first_response(at: Moment) -> Q:
    """Answered by a person for the first time today, after a wait; the figure is the lower median in seconds.

    The wait runs from the last time it was queued before that (`arrived_at`) to the agent's first word.
    """
    return Q(first_answered_at__gte=at.midnight)


def within_promise(at: Moment) -> Q:
    """Of `first_response`, those whose wait was no longer than promised. As a share of it: the service level."""
    return first_response(at) & Q(promise_kept=True)


def csat(at: Moment) -> Q:
    """Ended today and rated; the figure is the mean score, 1 to 5."""
    return ended(at) & Q(score__isnull=False)


Definition = Callable[[Moment], Q]
NOW: Mapping[str, Definition] = {f.__name__: f for f in (waiting, offered, live, parked, bot)}
TODAY: Mapping[str, Definition] = {
    f.__name__: f
    for f in (
        conversations, bot_resolved, handled, tickets, abandoned, first_response, within_promise, csat,
    )
}  # fmt: skip
