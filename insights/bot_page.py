"""The supervisor's page about the bot: how honest its confidence is, what another limit would change, its last decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.models import Site
from accounts.own import me
from accounts.pages import only, staff_page
from accounts.permissions import Verb, may
from accounts.words import language
from bot import decisions, targets
from bot.duty import Duty, Hours
from bot.models import Relearnt, Rules, Turn
from bot.policy import DEFAULT_BANDS
from bot.reliability import Row, calibration_error, table
from bot.replay import Replay, replay
from chatdesk.kernel.clock import now
from insights.bot_words import BOT

DAY = timedelta(days=1)
LAST, CHANGED = 40, 20  # rows shown
SIDE, LEFT, TOP = 200, 34, 10  # of the picture
LARGEST_BUDGET = 10_000
TARGETS = [targets.written(target) for target in targets.TARGETS]


@require_safe
@only(Verb.SEE_BOARD)
def show(request: HttpRequest) -> HttpResponseBase:
    words, moment, role = BOT[language(request)], now(), me(request).role
    judged = [label.judged for label in decisions.labelled(moment - decisions.WINDOW)]
    rows, limit = table(judged), limit_of(request.GET.get("limit", ""))
    named = may(role, Verb.SEE_ALL)
    return staff_page(
        request,
        "insights/bot.html",
        BOT,
        here="bot",
        status=400 if limit is None else 200,
        named=named,
        rows=rows,
        points=points(rows),
        labels=len(judged),
        error=calibration_error(judged),
        learnt=Relearnt.objects.order_by("-at").first(),
        bands=decisions.bands(None),
        steps=[(words.get(step, step), count) for step, count in counted(moment).most_common()],
        limit=request.GET.get("limit", "") or f"{DEFAULT_BANDS.sure:.2f}",
        bad_limit=limit is None,
        replay=told(replayed(moment, limit), words) if limit is not None and "limit" in request.GET else None,
        last=[view(turn, words, named=named) for turn in Turn.objects.order_by("-pk")[:LAST]],
        sites=all_rules(language(request)) if may(role, Verb.MANAGE_SETTINGS) else [],
        hours=[(one.value, words[one.value]) for one in Hours],
        targets=[(one, f"{round(100 * float(one))} %") for one in TARGETS],
    )  # fmt: skip


@require_POST
@only(Verb.MANAGE_SETTINGS)
def keep_rules(request: HttpRequest, key: str) -> HttpResponseBase:
    """Put the rules of one site in force."""
    site, words = get_object_or_404(Site, key=key), BOT[language(request)]
    budget, hours = request.POST.get("budget", ""), request.POST.get("hours", "")
    topics = request.POST.getlist("topics")
    known = {topic["key"] for topic in site.topics}
    target = request.POST.get("target", "")
    whole = budget.isascii() and budget.isdecimal() and int(budget[:9]) <= LARGEST_BUDGET
    fits = hours in set(Hours) and target in TARGETS and set(topics) <= known
    if not whole or not fits:
        messages.error(request, words["bad_rules"])
        return redirect("bot")
    chosen = {"hours": hours, "budget": int(budget), "off_for": topics, "target": float(target)}
    Rules.objects.update_or_create(site=site, defaults=chosen)
    audit.record("setting_changed", actor=me(request), subject=f"site-{site.pk}", detail={"part": "bot"})
    messages.success(request, words["saved"])
    return redirect("bot")


def limit_of(text: str) -> float | None:
    """The limit asked for, the one in force for none; None for what is no share."""
    try:
        limit = float(text) if text else DEFAULT_BANDS.sure
    except ValueError:
        return None
    return limit if 0 <= limit <= 1 else None


def replayed(moment: datetime, limit: float) -> Replay:
    return replay([decisions.seen(turn) for turn in decisions.turns_since(moment - DAY)], limit)


def told(found: Replay, words: dict[str, str]) -> dict[str, Any]:
    steps = ("answer", "choices", "miss")
    return {
        "counts": [(words[step], found.was[step], found.would_be[step]) for step in steps],
        "changed": [(one, words[one.was], words[one.would_be]) for one in found.changed[:CHANGED]],
    }


def counted(moment: datetime) -> Counter[str]:
    """How often each step was taken within the window."""
    steps = Turn.objects.filter(at__gt=moment - decisions.WINDOW).values_list("step", flat=True)
    return Counter(steps)


def points(rows: Sequence[Row]) -> list[dict[str, int]]:
    """Where the bands stand in the picture, in its units; a larger dot for more questions."""
    most = max((row.count for row in rows), default=1)
    return [
        {
            "x": LEFT + round(SIDE * row.promised),
            "y": TOP + SIDE - round(SIDE * row.came_true),
            "r": 3 + round(5 * row.count / most),
        }
        for row in rows
    ]


def view(turn: Turn, words: dict[str, str], *, named: bool) -> dict[str, Any]:
    """One decision with its features; who may not see every conversation isn't shown what was said."""
    reasons = turn.reasons
    return {
        "turn": turn,
        "query": turn.query if named else words["hidden"],
        "step": words.get(turn.step, turn.step),
        "hits": [(key, f"{share:.2f}") for key, share in turn.hits[:3]],
        "parts": [(name, f"{share:.2f}") for name, share in reasons.get("need_human", ())],
        "misses": reasons.get("misses", 0),
    }


def all_rules(lang: str) -> list[dict[str, Any]]:
    """Each site with the rules in force there and its topics by name."""
    return [rules_view(site, lang) for site in Site.objects.order_by("key")]


def rules_view(site: Site, lang: str) -> dict[str, Any]:
    rules = Rules.objects.filter(site=site).first()
    topics = [(topic["key"], topic["name"].get(lang) or topic["key"]) for topic in site.topics]
    target = targets.written(rules.target if rules else DEFAULT_BANDS.sure)
    sure = decisions.bands(rules).sure
    duty = rules.duty() if rules else Duty()
    return {"site": site, "duty": duty, "topics": topics, "target": target, "sure": sure}
