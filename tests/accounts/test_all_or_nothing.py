"""A new password, the end of the other sessions and their line in the trail are one commit: where one fails, all are as before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client

from accounts import resetting
from accounts.models import User
from tests.accounts.acts import NEW, signed_in
from tests.accounts.test_sign_in import sign_in
from tests.factories import PASSWORD

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the trigger that fails is written for SQLite"),
]
FAILS = (
    "CREATE TRIGGER full_trail BEFORE INSERT ON accounts_auditentry WHEN NEW.verb = 'password_changed'"
    " BEGIN SELECT RAISE(ABORT, 'the trail is full'); END"
)


@pytest.fixture
def full_trail(db: None) -> Iterator[None]:
    """The line about a changed password can't be written."""
    with connection.cursor() as cursor:
        cursor.execute(FAILS)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full_trail")


def as_before(mei: User, elsewhere: Client) -> None:
    mei.refresh_from_db()
    assert mei.check_password(PASSWORD)
    assert elsewhere.get("/account/").status_code == 200


def test_a_changed_password_that_can_not_be_put_on_record_is_not_changed(mei: User, full_trail: None) -> None:
    elsewhere, here = signed_in(mei), signed_in(mei)
    here.raise_request_exception = False

    answer = here.post("/account/password/", {"current": PASSWORD, "new": NEW, "again": NEW})

    assert answer.status_code == 500
    as_before(mei, elsewhere)
    assert UserSession.objects.filter(user=mei).count() == 2


def test_a_password_by_link_that_can_not_be_put_on_record_is_not_changed(mei: User, full_trail: None) -> None:
    elsewhere, browser = signed_in(mei), Client(raise_request_exception=False)
    page = browser.get(resetting.link(mei.email, ""))["Location"]

    assert browser.post(page, {"new": NEW, "again": NEW}).status_code == 500

    as_before(mei, elsewhere)
    assert sign_in(Client(), mei.email, PASSWORD).status_code == 302
