"""What an administrator does for the security of others."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import services
from accounts.models import ApiKey, AuditEntry, Role, User
from chatdesk.kernel.errors import Invalid
from tests import factories
from tests.accounts.acts import lines, signed_in, text
from tests.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 Version/18.5 Mobile/15E148 Safari/604.1"


# --- others ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("supervisor", 403), ("auditor", 403), ("admin", 200)]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_administrators_see_the_security_of_others(
    mei: User, role: str, status: int, method: str
) -> None:
    browser = signed_in(factories.user("kit", role=role))

    answer = getattr(browser, method)(f"/people/{mei.pk}/")

    assert answer.status_code == (302 if method == "post" and status == 200 else status)


def test_an_administrator_ends_the_sessions_of_others(mei: User, ada: User) -> None:
    browser, admin = signed_in(mei), signed_in(ada)
    row = UserSession.objects.get(user=mei)

    assert "End" in text(admin.get(f"/people/{mei.pk}/"))
    admin.post(f"/people/{mei.pk}/", {"only": row.pk})

    assert browser.get("/account/").status_code == 302
    assert lines("session_ended") == [(ada.pk, f"user-{mei.pk}", "ok")]


def test_an_administrator_shuts_out_and_lets_in_again(mei: User, ada: User) -> None:
    admin = signed_in(ada)
    admin.post(f"/people/{mei.pk}/", {"act": "disable"})
    assert sign_in(Client(), mei.email).status_code == 400

    admin.post(f"/people/{mei.pk}/", {"act": "enable"})
    assert sign_in(Client(), mei.email).status_code == 302
    assert lines("user_disabled") == lines("user_enabled") == [(ada.pk, f"user-{mei.pk}", "ok")]


def test_a_lost_phone_is_forgotten(mei: User, ada: User) -> None:
    Authenticator.objects.create(user=mei, type="totp", data={"secret": ""})

    signed_in(ada).post(f"/people/{mei.pk}/", {"act": "step_reset"})

    assert not Authenticator.objects.exists()
    assert lines("second_step_off") == [(ada.pk, f"user-{mei.pk}", "ok")]


def test_ones_own_second_step_is_not_taken_away_without_the_password(ada: User) -> None:
    browser = signed_in(ada)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": ""})

    browser.post(f"/people/{ada.pk}/", {"act": "step_reset"})

    assert Authenticator.objects.exists()
    assert lines("second_step_off") == []


@pytest.mark.parametrize("act", ["", "nonsense", "__class__"])
def test_an_unknown_act_does_nothing(mei: User, ada: User, act: str) -> None:
    assert signed_in(ada).post(f"/people/{mei.pk}/", {"act": act}).status_code == 302
    assert User.objects.get(pk=mei.pk).is_active


def test_a_person_who_is_not_there_is_not_found(ada: User) -> None:
    assert signed_in(ada).get("/people/999999/").status_code == 404


def test_nobody_disables_themselves(ada: User) -> None:
    with pytest.raises(Invalid, match="yourself"):
        services.disable_user(ada, by=ada)


@pytest.mark.parametrize("act", [
    lambda user, by: services.disable_user(user, by=by), lambda user, by: services.change_role(user, "agent", by=by),
])  # fmt: skip
def test_the_last_administrator_stays(ada: User, mei: User, act: Any) -> None:
    with pytest.raises(Invalid, match="last administrator"):
        act(ada, mei)

    factories.user("bo", role=Role.ADMIN)
    act(ada, mei)


def test_a_role_that_is_none_is_refused(mei: User, ada: User) -> None:
    with pytest.raises(Invalid, match="root"):
        services.change_role(mei, "root", by=ada)


def test_a_change_of_role_is_on_record_with_both(mei: User, ada: User) -> None:
    services.change_role(mei, "supervisor", by=ada)
    services.change_role(mei, "supervisor", by=ada)

    assert AuditEntry.objects.get(verb="role_changed").detail == {"was": "agent", "becomes": "supervisor"}


def test_keys_made_and_revoked_are_on_record(mei: User, ada: User) -> None:
    services.issue_key(mei, "import", by=ada)
    row = ApiKey.objects.get()
    services.revoke_key(row, by=ada)
    services.revoke_key(row, by=ada)

    assert lines("key_made") == lines("key_revoked") == [(ada.pk, f"key-{row.pk}", "ok")]


def test_a_deed_without_its_line_is_not_done(mei: User, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise ValidationError("disk full")

    monkeypatch.setattr("accounts.audit._append", full)

    with pytest.raises(ValidationError):
        services.disable_user(mei, by=ada)
    assert User.objects.get(pk=mei.pk).is_active
