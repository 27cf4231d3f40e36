"""The frame of the staff pages: ways by permission, words by language, nothing inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts import audit_words, own_words, words
from accounts.models import Role, User
from accounts.pages import RAIL, initials
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = {
    "frame": words.FRAME,
    "own": own_words.OWN,
    "audit": audit_words.AUDIT,
    "door": words.WORDS,
    "refused": words.REFUSED,
}


def page(of: User, path: str = "/account/", **headers: str) -> str:
    browser = Client()
    browser.force_login(of)
    answer = browser.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_answers_nobody_is_led_from_the_desk_to_the_audit_trail(db: None) -> None:
    browser = Client()
    browser.force_login(factories.user(role=Role.AUDITOR))

    assert browser.get("/desk/")["Location"] == "/audit/"


@pytest.mark.parametrize(("role", "ways"), [
    (Role.AGENT, {"/desk/"}),
    (Role.SUPERVISOR, {"/desk/", "/board/", "/board/routing/", "/bot/"}),
    (Role.ADMIN, {"/desk/", "/board/", "/board/routing/", "/bot/", "/settings/", "/audit/"}),
    (Role.AUDITOR, {"/board/", "/board/routing/", "/bot/", "/audit/"}),
])  # fmt: skip
def test_the_rail_leads_only_where_the_role_may_go(role: str, ways: set[str]) -> None:
    shown = page(factories.user(role=role))

    assert {
        link.href for link in RAIL if f'<a href="{link.href}" ' in shown or f'<a href="{link.href}"' in shown
    } == ways


def test_a_stranger_is_sent_to_sign_in() -> None:
    assert Client().get("/account/")["Location"] == "/sign-in/?next=/account/"


def test_a_page_speaks_the_language_that_was_chosen_and_remembers_it(mei: User) -> None:
    browser = Client()
    browser.force_login(mei)

    assert "Your account" in browser.get("/account/", headers={"Accept-Language": "en"}).content.decode()
    assert "我的账号" in browser.get("/account/?lang=zh").content.decode()
    assert "我的账号" in browser.get("/account/", headers={"Accept-Language": "en"}).content.decode()


def test_a_page_has_nothing_inline(mei: User) -> None:
    shown = page(mei)

    assert not re.search(r"\bstyle=|<style|\bon\w+=|<script(?! src=)", shown)


def test_a_name_is_escaped() -> None:
    assert "<B>Bo" not in page(factories.user("<b>bo"))


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_words(name: str) -> None:
    assert PAGES[name]["en"].keys() == PAGES[name]["zh"].keys()


@pytest.mark.parametrize(
    ("name", "mark"),
    [("Zhou Yutong", "ZY"), ("周雨桐", "周"), ("mei", "M"), ("", ""), ("Ana M. Novak", "AN")],
)
def test_a_person_has_the_mark_that_the_desk_gives(name: str, mark: str) -> None:
    assert initials(name) == mark


def test_every_icon_that_a_page_names_is_drawn() -> None:
    drawn = set(
        re.findall(r'id="(\w+)"', (Path(settings.HOME) / "accounts/static/accounts/icons.svg").read_text())
    )
    named = {link.icon for link in RAIL}
    for template in (Path(settings.HOME) / "accounts/templates").rglob("*.html"):
        named |= set(re.findall(r'icon\.html" with name="(\w+)"', template.read_text()))

    assert named <= drawn


def test_every_verb_that_is_recorded_has_its_words() -> None:
    root = Path(settings.HOME)
    apps = ["accounts", "administration", "conversations", "insights", "customers", "tickets", "chatdesk"]
    sources = [path for app in apps for path in (root / app).rglob("*.py") if "migrations" not in path.parts]
    recorded = {
        verb
        for path in sources
        for verb in re.findall(r"""audit\.record\(\s*"(\w+)""", path.read_text(encoding="utf-8"))
    }

    assert {"sign_in", "denied"} <= recorded
    assert {verb for verb in recorded if f"v_{verb}" not in audit_words.AUDIT["en"]} == set()
