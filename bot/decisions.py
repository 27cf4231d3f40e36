"""The log of the bot's decisions, read: the turns of a time, the labels that followed, and the nightly learning from them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from bot import labels, targets
from bot.labels import Label, Seen, Used
from bot.models import Relearnt, Rules, Suggestion, Turn
from bot.policy import DEFAULT_BANDS, Bands
from bot.reliability import calibration_error
from kb import lessons

WINDOW = timedelta(days=30)
KEPT = timedelta(days=90)  # so long stand the visitors' words beside a decision
EVERY = timedelta(hours=20)  # a night is due so long after the one before
MOST_TURNS = 20_000  # read at once; the latest


def seen(turn: Turn) -> Seen:
    return Seen(
        turn.query,
        [(key, share) for key, share in turn.hits],
        turn.step,
        turn.article,
        turn.reasons.get("offered") or (),
        turn.helpful,
    )


def turns_since(since: datetime) -> list[Turn]:
    """The turns since then, oldest first."""
    return list(Turn.objects.filter(at__gt=since).order_by("-pk")[:MOST_TURNS])[::-1]


def labelled(since: datetime) -> list[Label]:
    """What has been learnt about questions since then, from visitors and from agents."""
    turns = sorted(turns_since(since), key=lambda turn: (turn.conversation, turn.pk))
    told = [
        label
        for _, talk in groupby(turns, key=lambda turn: turn.conversation)
        for label in labels.of_talk([seen(turn) for turn in talk])
    ]
    used = Suggestion.objects.filter(at__gt=since).values_list("query", "article", "confidence", "act")
    return told + list(labels.of_agents(Used(*row) for row in used))


def relearn_if_due(now: datetime) -> bool:
    """Once a night: the labels of the last 30 days become the base's lessons, for every process. True if it was due."""
    last = Relearnt.objects.order_by("-at").values_list("at", flat=True).first()
    if last is not None and now - last < EVERY:
        return False
    found = labelled(now - WINDOW)
    lessons.replace([(label.query, label.article) for label in found], now)
    judged = [label.judged for label in found]
    error = calibration_error(judged) if found else None
    Relearnt.objects.create(at=now, labels=len(found), error=error, limits=targets.limits(judged))
    forget_words(now - KEPT)
    return True


def bands(rules: Rules | None) -> Bands:
    """The limits in force on a site: its target precision, and what last night found for it. One query."""
    target = rules.target if rules else DEFAULT_BANDS.sure
    known = Relearnt.objects.order_by("-at").values_list("limits", flat=True).first()
    return targets.bands(target, known or {})


def forget_words(before: datetime) -> int:
    """Take what visitors wrote out of decisions older than this; what was decided stays as figures. Returns how many."""
    turns = Turn.objects.filter(at__lt=before).exclude(query="").update(query="")
    return turns + Suggestion.objects.filter(at__lt=before).exclude(query="").update(query="")
