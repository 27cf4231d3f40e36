"""The rows behind the board, each read in one query whose cost follows what is open and what was today, not the past."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Avg, BooleanField, Count, ExpressionWrapper, Max, Q

from bot.models import Turn
from chatdesk.kernel.clock import stamp
from conversations import selectors
from conversations.frames.board import BoardArrivals, BoardToday
from conversations.lifecycle import State
from conversations.models import Conversation, ConversationQuerySet
from conversations.requests import in_force
from insights import figures, metrics
from insights.figures import Definition, Moment
from insights.metrics import Person, Silence, Waiter
from routing.firm import Firm
from routing.models import Seat

ROWS = 200
ANSWER = "answer"  # a turn of the bot that answered
FLOOR = [State.QUEUED, State.OFFERED, State.LIVE, State.PARKED]


def on_the_floor(scope: ConversationQuerySet) -> tuple[list[Conversation], Counter[int | None]]:
    """What of `scope` waits or is held by agents, and the units in use by each user, whatever the filter."""
    shown = ExpressionWrapper(Q(pk__in=scope.filter(state__in=FLOOR).values("pk")), BooleanField())
    found = Conversation.objects.filter(state__in=FLOOR).annotate(shown=shown)
    rows = list(
        found.select_related("customer", "assignee", "offered_to", "site", "team").order_by(
            "arrived_at", "pk"
        )
    )
    load = Counter(row.assignee_id for row in rows if row.state == State.LIVE)
    load.update(row.offered_to_id for row in rows if row.offered_to_id)
    return [row for row in rows if row.shown], load  # type: ignore[attr-defined]


def with_bot(scope: ConversationQuerySet, at: Moment) -> list[tuple[Conversation, float | None]]:
    """The latest that are with the bot, each with how sure it was of its last turn, if that was an answer."""
    rows = list(scope.filter(figures.bot(at)).select_related("customer").order_by("-visitor_spoke_at")[:ROWS])
    turns = Turn.objects.filter(conversation__in=[str(row.pk) for row in rows]).order_by("pk")
    last = {turn.conversation: turn for turn in turns.only("conversation", "step", "confidence")}
    return [(row, _sure(last.get(str(row.pk)))) for row in rows]


def _sure(turn: Turn | None) -> float | None:
    return turn.confidence if turn is not None and turn.step == ANSWER else None


def people(team: str | None, load: Counter[int | None], now: datetime) -> list[Person]:
    """Every active seat, or a team's, as colleagues see it."""
    seats = Seat.objects.filter(user__is_active=True).select_related("user", "team").order_by("pk")
    if team is not None:
        seats = seats.filter(team__key=team)
    leased = seats.annotate(leased_until=Max("user__leases__until"))
    return [_person(seat, seat.leased_until, load[seat.user_id], now) for seat in leased]


def _person(seat: Seat, until: datetime | None, load: int, now: datetime) -> Person:
    there = until is not None and until > now
    return Person(
        id=str(seat.user_id),
        name=seat.user.name,
        state=seat.state if there else "offline",
        since=seat.since if there or until is None else max(seat.since, until),
        load=load,
        capacity=seat.capacity,
        skills=seat.skills,
        team=seat.team.key if seat.team else None,
        missed=seat.missed,
        reason=seat.reason if there and seat.state == Seat.State.BREAK else "",
    )


def waiter(row: Conversation, of: Firm, now: datetime) -> Waiter:
    return Waiter(
        conversation=str(row.pk),
        needs=row.needs,
        waited_s=selectors.waited_s(row, now),
        promise_s=row.promise_s,
        offered=row.state == State.OFFERED,
        teams=in_force(row, of, now.timestamp()).teams if row.team_id else None,
    )


def silence(row: Conversation, now: datetime) -> Silence:
    silent = (now - (row.visitor_spoke_at or row.since)).total_seconds()
    name = row.assignee.name if row.assignee else ""
    return Silence(str(row.pk), str(row.assignee_id), name, round(max(0.0, silent), 1))


def today(scope: ConversationQuerySet, at: Moment) -> BoardToday:
    """The counts of today: one query for each of the three times that they go by, and one for the median."""
    begun = counted(scope, at, figures.conversations, "conversations", "bot_resolved")
    ended = counted(scope, at, figures.ended, "handled", "tickets", "abandoned", "csat")
    answered = counted(scope, at, figures.first_response, "first_response", "within_promise")
    return BoardToday(
        conversations=begun["conversations"],
        bot_resolved=begun["bot_resolved"],
        handled=ended["handled"],
        tickets=ended["tickets"],
        abandoned=ended["abandoned"],
        answered=answered["first_response"],
        within_promise=answered["within_promise"],
        first_response_p50_s=median_response_s(scope, at, answered["first_response"]),
        csat=None if ended["mean"] is None else round(ended["mean"], 2),
        ratings=ended["csat"],
    )


def counted(scope: ConversationQuerySet, at: Moment, among: Definition, *names: str) -> dict[str, Any]:
    """The figures of these names, all of which count `among` some, and the `mean` of their scores."""
    counts = {name: Count("pk", filter=figures.TODAY[name](at)) for name in names}
    return scope.filter(among(at)).aggregate(**counts, mean=Avg("score"))


def median_response_s(scope: ConversationQuerySet, at: Moment, answered: int) -> float | None:
    """The lower median of today's first responses; None where there are none."""
    if not answered:
        return None
    times = scope.filter(figures.first_response(at)).order_by("first_response_s")
    middle = (answered - 1) // 2
    return times.values_list("first_response_s", flat=True)[middle : middle + 1].first()


def arrivals(scope: ConversationQuerySet, at: Moment) -> BoardArrivals:
    """Today's conversations by quarter of an hour."""
    begun = scope.filter(figures.conversations(at)).values_list("created_at", flat=True)
    counts = metrics.quarters(begun, at.midnight, at.now)
    return BoardArrivals(start=stamp(at.midnight), step_s=metrics.STEP_S, counts=counts)
