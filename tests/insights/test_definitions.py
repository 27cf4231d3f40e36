"""Each figure's definition, by one conversation at a time: in which figures it counts, and in which it doesn't."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from accounts.models import Site
from chatdesk.kernel.clock import now
from conversations.lifecycle import HELD, State
from insights import behind, figures, reference
from tests import factories

pytestmark = pytest.mark.django_db

S = State
TODAY, YESTERDAY = timedelta(0), timedelta(days=1, minutes=1)
SILENT, SPEAKING = timedelta(seconds=601), timedelta(seconds=30)
ENDED = {"state": S.RESOLVED, "resolved_at": TODAY}
ALONE = {"bot_answered": True}  # with the bot, which gave an answer
ANSWERED = {"first_answered_at": TODAY, "first_response_s": 30.0, "promise_kept": True}

CASES: dict[str, tuple[dict[str, Any], str]] = {
    "waits": ({"state": S.QUEUED}, "waiting oldest_wait"),
    "is offered": ({"state": S.OFFERED}, "waiting oldest_wait offered"),
    "is live": ({"state": S.LIVE}, "live"),
    "is parked": ({"state": S.PARKED}, "parked"),
    "speaks with the bot": ({"state": S.BOT, "visitor_spoke_at": SPEAKING}, "bot"),
    "fell silent with the bot": ({"state": S.BOT, "visitor_spoke_at": SILENT}, ""),
    "never spoke": ({"state": S.BOT}, ""),
    "began today": ({"state": S.LIVE, "created_at": TODAY}, "live conversations"),
    "was answered by the bot and went away": (
        {"state": S.BOT, "created_at": TODAY, "visitor_spoke_at": SILENT} | ALONE,
        "conversations bot_resolved",
    ),
    "was answered by the bot and speaks on": (
        {"state": S.BOT, "created_at": TODAY, "visitor_spoke_at": SPEAKING} | ALONE,
        "conversations bot",
    ),
    "went away without an answer": (
        {"state": S.BOT, "created_at": TODAY, "visitor_spoke_at": SILENT},
        "conversations",
    ),
    "left the bot with an answer": (
        ENDED | ALONE | {"created_at": TODAY, "ended_in": "bot", "outcome": "left"},
        "conversations bot_resolved",
    ),
    "left a message with the bot": (
        ENDED | ALONE | {"created_at": TODAY, "ended_in": "bot", "outcome": "message"},
        "conversations tickets",
    ),
    "had asked for a person, then chose the bot": (
        ENDED | ALONE | {"created_at": TODAY, "ended_in": "bot", "outcome": "left", "arrived_at": TODAY},
        "conversations",
    ),
    "was the bot's yesterday": (ENDED | ALONE | {"ended_in": "bot", "outcome": "left"}, ""),
    "was handled": (ENDED | {"ended_in": "live", "outcome": "resolved"}, "handled"),
    "was handled and closed while parked": (ENDED | {"ended_in": "parked", "outcome": "resolved"}, "handled"),
    "was handled into a ticket": (ENDED | {"ended_in": "live", "outcome": "ticket"}, "handled tickets"),
    "was left while an agent had it": (ENDED | {"ended_in": "live", "outcome": "left"}, "handled"),
    "was handled yesterday": (
        {"state": S.RESOLVED, "resolved_at": YESTERDAY, "ended_in": "live", "outcome": "ticket", "score": 5},
        "",
    ),
    "was handled today and goes on": (
        {"state": S.QUEUED, "resolved_at": TODAY, "ended_in": "live", "outcome": "resolved", "score": 5},
        "waiting oldest_wait",
    ),
    "left while waiting": (ENDED | {"ended_in": "queued", "outcome": "left"}, "abandoned"),
    "left while an agent was asked": (ENDED | {"ended_in": "offered", "outcome": "left"}, "abandoned"),
    "waited in vain": (ENDED | {"ended_in": "queued", "outcome": "ticket"}, "tickets"),
    "was to be called back": (ENDED | {"ended_in": "queued", "outcome": "callback"}, "tickets"),
    "was answered in time": ({"state": S.LIVE} | ANSWERED, "live first_response within_promise"),
    "was answered too late": (
        {"state": S.LIVE} | ANSWERED | {"promise_kept": False},
        "live first_response",
    ),
    "was answered yesterday": ({"state": S.LIVE} | ANSWERED | {"first_answered_at": YESTERDAY}, "live"),
    "was rated": (ENDED | {"ended_in": "bot", "outcome": "left", "score": 1}, "csat"),
}
AGES = ("created_at", "resolved_at", "arrived_at", "first_answered_at", "visitor_spoke_at")


@pytest.mark.parametrize(("fields", "counts"), CASES.values(), ids=CASES)
def test_a_conversation_counts_where_its_definition_says(
    site: Site, fields: dict[str, Any], counts: str
) -> None:
    moment = now()
    ages = {"created_at": YESTERDAY} | {key: fields[key] for key in AGES if key in fields}
    told = fields | {key: moment - age for key, age in ages.items()}
    if fields["state"] in HELD:
        told["assignee"] = factories.user()
    if fields["state"] == S.OFFERED:
        told |= {"offered_to": factories.user(), "offer": "offer-1"}
    row = factories.conversation(factories.customer(site), **told)

    found = {
        figure
        for figure in behind.ALL
        if behind.look(figure, None, None, moment).rows.filter(pk=row.pk).exists()
    }

    assert found == set(counts.split())


def test_every_figure_is_in_some_case() -> None:
    assert {figure for _, counts in CASES.values() for figure in counts.split()} == set(behind.ALL)


def test_every_definition_is_worded() -> None:
    for definition in (figures.NOW | figures.TODAY).values():  # type: ignore[operator]
        assert definition.__doc__


@pytest.mark.parametrize(("times", "middle"), [([5.0], 5.0), ([9.0, 1.0], 1.0), ([9.0, 1.0, 4.0], 4.0)])
def test_the_middle_of_the_first_responses_is_the_lower_one(
    site: Site, times: list[float], middle: float
) -> None:
    for seconds in times:
        answered: dict[str, Any] = {"first_answered_at": now(), "first_response_s": seconds}
        factories.conversation(factories.customer(site), **answered)

    assert behind.look("first_response", None, None, now()).value == middle


def test_without_answers_and_ratings_there_is_no_middle_and_no_mean(site: Site) -> None:
    values = [
        behind.look(figure, None, None, now()).value for figure in ("first_response", "csat", "oldest_wait")
    ]

    assert values == [None, None, 0.0]


def test_the_page_of_the_figures_is_fresh() -> None:
    printed = Path(django_settings.HOME) / "docs" / "reference" / "figures.md"

    assert printed.read_text(encoding="utf-8") == reference.page(), (
        "print it anew: python -m insights.reference > docs/reference/figures.md"
    )
