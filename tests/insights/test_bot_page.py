"""The page about the bot: for supervisors, honest in figures, and nothing said is shown to whom it isn't for."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role, Site, User
from bot.models import Rules, Turn
from bot.reliability import Row
from chatdesk.kernel.clock import now
from insights.bot_page import points
from insights.bot_words import BOT
from tests import factories

pytestmark = pytest.mark.django_db


def of(role: str) -> Client:
    browser = Client()
    browser.force_login(factories.user(role, role=role))
    return browser


def turn(entry: int, **fields: object) -> Turn:
    plain = {
        "conversation": "1", "entry": str(entry), "query": "where is my tea", "hits": [["tea", 0.9], ["pot", 0.05]],
        "step": "answer", "article": "tea", "confidence": 0.9, "at": now(),
        "reasons": {"need_human": [["urgency", 0.5]], "misses": 0},
    }  # fmt: skip
    return Turn.objects.create(**plain | fields)


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(("role", "status"), [
    (Role.AGENT, 403), (Role.SUPERVISOR, 200), (Role.ADMIN, 200), (Role.AUDITOR, 200),
])  # fmt: skip
def test_it_is_for_whoever_may_see_the_board(role: str, status: int) -> None:
    assert of(role).get("/bot/").status_code == status


def test_strangers_sign_in_first() -> None:
    assert Client().get("/bot/").status_code == 302


def test_the_table_tells_what_was_said_and_what_came_true() -> None:
    for entry in range(4):
        turn(entry, helpful=entry != 0)

    page = of(Role.SUPERVISOR).get("/bot/").content.decode()

    assert "0.9 4 0.90 0.75" in text(page)
    assert "Average gap 0.150" in text(page)
    assert page.count("<circle") == 1


def test_another_limit_shows_what_would_have_changed() -> None:
    turn(1)

    page = text(of(Role.SUPERVISOR).get("/bot/?limit=0.95").content.decode())

    assert "answer 1 0 choices 0 1" in page
    assert "where is my tea tea 0.90 answer choices" in page


@pytest.mark.parametrize("limit", ["x", "2", "nan", "-1"])
def test_a_limit_that_is_no_share_is_told_what_to_write(limit: str) -> None:
    answer = of(Role.SUPERVISOR).get(f"/bot/?limit={limit}")

    assert answer.status_code == 400
    assert "between 0 and 1" in answer.content.decode()


def test_a_decision_shows_its_features() -> None:
    turn(1)

    assert "tea 0.90 · pot 0.05 0.00 urgency 0.50" in text(of(Role.SUPERVISOR).get("/bot/").content.decode())


def test_an_auditor_does_not_read_what_was_said() -> None:
    turn(1)

    assert "where is my tea" not in of(Role.AUDITOR).get("/bot/?limit=0.95").content.decode()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.AUDITOR])
def test_only_administrators_change_its_rules(role: str, site: Site) -> None:
    answer = of(role).post("/bot/rules/demo/", {"hours": "open", "budget": "5", "target": "0.90"})

    assert answer.status_code == 403
    assert not Rules.objects.exists()


def test_the_rules_hold_and_leave_a_line_in_the_trail(site: Site) -> None:
    site.topics = [{"key": "billing", "name": {}}]
    site.save()

    of(Role.ADMIN).post(
        "/bot/rules/demo/", {"hours": "closed", "budget": "5", "target": "0.90", "topics": ["billing"]}
    )

    rules = Rules.objects.get()
    assert (rules.hours, rules.budget, rules.off_for, rules.target) == ("closed", 5, ["billing"], 0.9)
    assert AuditEntry.objects.filter(verb="setting_changed", subject=f"site-{site.pk}").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": "sometimes"},
        {"target": "0.87"},
        {"target": ""},
        {"budget": "-1"},
        {"budget": "²"},
        {"topics": ["x"]},
    ],
)
def test_wrong_rules_change_nothing(wrong: dict[str, object], site: Site) -> None:
    of(Role.ADMIN).post("/bot/rules/demo/", {"hours": "open", "budget": "5", "target": "0.90"} | wrong)

    assert not Rules.objects.exists()


def test_every_word_exists_in_both_languages_and_nothing_is_inline(sam: User) -> None:
    turn(1, helpful=True)
    browser = Client()
    browser.force_login(sam)
    page = browser.get("/bot/?lang=zh").content.decode()

    assert BOT["en"].keys() == BOT["zh"].keys()
    assert BOT["zh"]["replay"] in page
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script>", page)


def test_a_band_stands_where_said_and_true_meet() -> None:
    assert points([Row(0.5, 10, 0.5, 1.0)]) == [{"x": 134, "y": 10, "r": 8}]
