"""Who may come in: settings and first run are the administrators', two doors take a one-time link."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern

from accounts.models import AuditEntry, Invitation, Role, Site, User
from administration import inviting, owner, urls
from chatdesk.kernel.clock import now
from routing.models import Skill
from tests import factories
from tests.administration.conftest import Admin
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
FILLED = {"key": "shop", "pk": "1"}
ROW = "6f1c1f3e-0000-4000-8000-000000000000"


def paths() -> Iterator[str]:
    """An address for every route that only administrators may use."""
    for prefix, routes in (("/settings/", urls.SETTINGS), ("/start/", urls.START)):
        for route in routes:
            yield prefix + address(route)


def address(route: URLPattern) -> str:
    """The route with something plain for each of its parts, of several words the first."""
    text = re.sub(r"<slug:(\w+)>", lambda part: FILLED[part[1]], str(route.pattern)).strip("^$")
    text = text.replace("<uuid:pk>", ROW)
    words = re.compile(r"\(\?P<(\w+)>([^)]*)\)")
    return words.sub(lambda part: part[2].split("|")[0] if "|" in part[2] else FILLED[part[1]], text)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", sorted(set(paths())))
def test_a_stranger_is_asked_to_sign_in(path: str, method: str):
    answer = getattr(Client(), method)(path)

    assert answer.status_code == 405 or answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.AUDITOR])
@pytest.mark.parametrize("path", sorted(set(paths())))
def test_settings_are_the_administrators(path: str, role: str):
    browser = Client()
    browser.force_login(factories.user(role=role))

    assert {browser.get(path).status_code, browser.post(path).status_code} <= {403, 405}


def test_a_refusal_says_whom_to_ask_and_leaves_a_line(sam: User):
    browser = Client(headers={"Accept-Language": "en"})
    browser.force_login(sam)

    assert "ask an administrator" in browser.get("/settings/people/").content.decode()
    assert AuditEntry.objects.filter(verb="denied", actor=sam.pk, subject="/settings/people/").exists()


@pytest.mark.parametrize("path", [
    "/settings/", "/settings/site/shop/", "/settings/site/new/", "/settings/people/", "/settings/teams/",
    "/settings/teams/new/", "/settings/teams/support/", "/settings/hours/site/shop/", "/settings/hours/team/support/",
    "/settings/skills/", "/settings/skills/zh/", "/settings/seats/", "/settings/keys/", "/settings/faqs/",
    "/settings/faqs/new/", "/settings/faqs/import/", "/start/", "/start/site/", "/start/colour/", "/start/people/",
    "/start/faqs/", "/start/try/", "/start/install/", "/start/totp/", "/try/shop/",
])  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_there_in_both_languages(admin: Admin, shop: Site, path: str, lang: str):
    page = admin.reads(path, lang=lang)

    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    assert "style=" not in page


def test_the_try_out_page_is_for_whoever_works_here(shop: Site, mei: User):
    assert Client().get("/try/shop/")["Location"].startswith("/sign-in/")

    browser = Client()
    browser.force_login(mei)
    assert 'data-site="shop"' in browser.get("/try/shop/").content.decode()


# --- the owner's door ------------------------------------------------------------------------------------------------
def door(browser: Client, path: str, **fields: str) -> str:
    return browser.post(
        path, {"name": "Li", "email": "li@tea.example", "password": PASSWORD} | fields
    ).content.decode()


def owner_path() -> str:
    return owner.new_link("", now())


def test_the_owner_is_signed_in_and_led_to_the_first_run(firm: None):
    browser = Client()

    answer = browser.post(owner_path(), {"name": "Li", "email": "li@tea.example", "password": PASSWORD})

    assert answer["Location"] == "/start/"
    assert browser.get("/start/").status_code == 200


@pytest.mark.parametrize(("fields", "says"), [
    ({"password": "short"}, "At least 12 characters"),
    ({"password": "1qaz2wsx3edc"}, "Too many people use this password"),
    ({"email": "no address"}, "Write an address like"),
    ({"name": ""}, "Fill this in"),
])  # fmt: skip
def test_what_is_wrong_with_the_owners_form_stands_beside_the_field(
    firm: None, fields: dict[str, str], says: str
):
    path = owner_path()

    assert says in door(Client(), path, **fields)
    assert not User.objects.exists()
    assert "Make your account" in Client().get(path).content.decode()


def test_an_address_that_has_an_account_costs_no_link(firm: None, mei: User):
    path = owner_path()

    assert "has an account already" in door(Client(), path, email=mei.email.upper())
    assert "Make your account" in Client().get(path).content.decode()


def test_a_refused_form_leaves_no_token_in_the_trail(firm: None, sam: User):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(sam)

    assert browser.post(owner_path(), {}).status_code == 403
    assert AuditEntry.objects.get(verb="denied").subject == "/owner/<slug:token>/"


def test_a_used_link_says_so_in_the_readers_language(firm: None):
    path = owner_path()
    door(Client(), path)

    answer = Client().get(path, headers={"Accept-Language": "zh"})

    assert answer.status_code == 410
    assert "管理员已经设置好了" in answer.content.decode()


def test_a_link_that_never_was_says_where_to_find_the_newest(firm: None):
    assert "chatdesk user owner-link" in Client().get("/owner/made-up/").content.decode()


# --- the invited colleague's ---------------------------------------------------------------------------------------
@pytest.fixture
def invited(admin: Admin) -> str:
    team = factories.team()
    token = inviting.invite(
        admin.user, email="bo@tea.example", name="Bo", role=Role.AGENT, skills={"zh": 5}, team=team, now=now()
    )
    return f"/invitation/{token}/"


def test_an_invited_agent_is_signed_in_and_led_to_the_desk(invited: str):
    answer = Client().post(invited, {"name": "Bo Li", "password": PASSWORD})

    bo = User.objects.get(email="bo@tea.example")
    assert (answer["Location"], bo.name, bo.seat.skills) == ("/desk/", "Bo Li", {"zh": 5})


def test_an_accepted_invitation_says_to_sign_in(invited: str):
    Client().post(invited, {"name": "Bo Li", "password": PASSWORD})

    answer = Client().get(invited)

    assert answer.status_code == 410
    assert "sign in with your address" in answer.content.decode()


def test_a_weak_password_leaves_the_invitation_good(invited: str):
    assert (
        "At least 12 characters"
        in Client().post(invited, {"name": "Bo", "password": "short"}).content.decode()
    )
    assert Invitation.objects.get().accepted_at is None


def test_a_form_of_another_site_is_refused(admin: Admin, browser: Client):
    browser.force_login(admin.user)

    assert browser.post("/settings/skills/zh/", {"remove": "1"}).status_code == 403
    assert Skill.objects.filter(key="zh").exists()
