"""What touches security asks for the password again; what is shown once lies nowhere in the open."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from accounts.models import ApiKey, Policy, Role, Site, User
from accounts.services import issue_key, user_of_key
from chatdesk.kernel.errors import Invalid
from tests import factories
from tests.administration.conftest import Admin
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
CONFIRM = "/account/confirm/?next="


def asked(admin: Admin, mei: User) -> dict[str, dict[str, Any]]:
    return {
        "/settings/keys/": {"name": "import", "user": mei.pk, "scopes": ["read"]},
        "/settings/site/shop/reveal/": {},
        "/settings/site/shop/rotate/": {},
        "/settings/security/": {"role": ["agent"]},
        f"/settings/people/{mei.pk}/role/": {"role": "admin"},
        f"/settings/people/{mei.pk}/disable/": {},
        f"/people/{mei.pk}/": {"act": "disable"},
    }


def test_after_ten_minutes_the_password_is_asked_before_anything_is_done(
    admin: Admin, shop: Site, mei: User
) -> None:
    admin.shows_password(seconds_ago=660)
    secret = shop.identity_secret

    for path, fields in asked(admin, mei).items():
        assert admin.client.post(path, fields)["Location"].startswith(CONFIRM), path
    mei.refresh_from_db()
    shop.refresh_from_db()
    assert (mei.is_active, mei.role, shop.identity_secret) == (True, Role.AGENT, secret)
    assert not ApiKey.objects.exists()
    assert Policy.current().mfa_required_for == []


def test_with_the_password_it_goes_on(admin: Admin, mei: User) -> None:
    admin.shows_password(seconds_ago=660)
    to = admin.client.post(f"/settings/people/{mei.pk}/disable/")["Location"]

    admin.client.post(to, {"password": "not it"})
    mei.refresh_from_db()
    assert mei.is_active
    admin.client.post(to, {"password": PASSWORD}, follow=True)

    mei.refresh_from_db()
    assert not mei.is_active


def test_looking_and_what_is_harmless_ask_for_nothing(admin: Admin, shop: Site, mei: User) -> None:
    admin.shows_password(seconds_ago=660)

    for path in ("/settings/keys/", "/settings/security/", "/settings/site/shop/", f"/people/{mei.pk}/"):
        admin.reads(path)
    assert "has a seat" in admin.sends(f"/settings/people/{mei.pk}/seat/")


def test_a_key_shown_once_does_not_lie_in_the_session_row(admin: Admin, mei: User) -> None:
    admin.client.post("/settings/keys/", {"name": "import", "user": mei.pk, "scopes": ["read"]})
    rows = [session.get_decoded() for session in Session.objects.all()]

    key = admin.reads("/settings/keys/").split('id="key">')[1].split("<")[0]

    assert user_of_key(key) == mei
    assert key not in str(rows)


def test_what_was_not_looked_at_within_ten_minutes_is_not_shown_any_more(
    admin: Admin, mei: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin.client.post("/settings/keys/", {"name": "import", "user": mei.pk, "scopes": ["read"]})
    monkeypatch.setattr("administration.views.frame.ONCE_S", -1)

    assert 'id="key"' not in admin.reads("/settings/keys/")


# --- scopes ----------------------------------------------------------------------------------------------------------
def test_a_key_without_a_scope_is_not_made(admin: Admin, mei: User) -> None:
    page = admin.sends("/settings/keys/", name="import", user=mei.pk)

    assert "Choose at least one." in page
    with pytest.raises(Invalid, match="one or more of read, write, desk"):
        issue_key(mei, "import", scopes=[])
    with pytest.raises(Invalid, match="one or more"):
        issue_key(mei, "import", scopes=["root"])
    assert not ApiKey.objects.exists()


def test_a_key_of_old_without_scopes_still_opens_everything_and_says_so(admin: Admin, mei: User) -> None:
    issue_key(mei, "old")
    assert "an old key" not in admin.reads("/settings/keys/")
    ApiKey.objects.update(scopes=[])

    assert all(ApiKey.objects.get().allows(scope) for scope in ApiKey.SCOPES)
    assert "an old key" in admin.reads("/settings/keys/")


def test_a_key_made_on_the_command_line_names_what_it_may(mei: User) -> None:
    issue_key(mei, "import")

    assert ApiKey.objects.get().scopes == ["read", "write", "desk"]


# --- queries and names -----------------------------------------------------------------------------------------------
def test_the_list_of_skills_costs_the_same_however_many_there_are(
    admin: Admin, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        factories.skill(f"topic{number}")
    admin.reads("/settings/skills/")

    with django_assert_max_num_queries(12):
        admin.reads("/settings/skills/")


def test_each_time_zone_is_offered_once_and_one_of_a_former_name_is_kept(admin: Admin, shop: Site) -> None:
    page = admin.reads("/settings/site/shop/")
    assert page.count('<option value="Asia/Shanghai"') == 1
    assert "Asia/Chongqing" not in page
    assert "US/Pacific" not in page
    Site.objects.update(zone="Asia/Chongqing")

    assert '<option value="Asia/Chongqing" selected' in admin.reads("/settings/site/shop/")
