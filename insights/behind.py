"""What stands behind each figure: its value, and the conversations that make it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg

from chatdesk.kernel.errors import NotFound
from conversations import selectors
from conversations.models import ConversationQuerySet
from insights import figures, reading

OLDEST = "oldest_wait"
ALL = (*figures.NOW, OLDEST, *figures.TODAY)


@dataclass(frozen=True, slots=True)
class Behind:
    """`value` is a number of conversations, or what is made of them: seconds, a mean; None where there are none."""

    value: float | None
    rows: ConversationQuerySet


def look(figure: str, site: str | None, team: str | None, now: datetime) -> Behind:
    """The figure as the board shows it; raises NotFound for an unknown figure, site or team."""
    if figure not in ALL:
        raise NotFound(f"there is no figure {figure!r}; there are {', '.join(ALL)}")
    at, scope = figures.moment(now, site), figures.within(site, team)
    if figure == OLDEST:
        return _oldest(scope, at)
    definition = (figures.NOW | figures.TODAY)[figure]  # type: ignore[operator]
    rows = scope.filter(definition(at))
    match figure:
        case "first_response":
            return Behind(reading.median_response_s(scope, at, rows.count()), rows)
        case "csat":
            mean = rows.aggregate(mean=Avg("score"))["mean"]
            return Behind(None if mean is None else round(mean, 2), rows)
        case _:
            return Behind(rows.count(), rows)


def _oldest(scope: ConversationQuerySet, at: figures.Moment) -> Behind:
    """The one that has waited longest, and for how many seconds."""
    first = scope.filter(figures.waiting(at)).order_by("arrived_at", "pk").first()
    if first is None:
        return Behind(0.0, scope.none())
    return Behind(selectors.waited_s(first, at.now), scope.filter(pk=first.pk))
