"""Staff accounts and the keys that act for them."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import ApiKey, User
from accounts.services import create_staff, issue_key, user_of_key
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Invalid
from tests import factories


def test_a_key_acts_for_its_user(mei: User) -> None:
    assert user_of_key(issue_key(mei, "import")) == mei


def test_only_a_digest_of_the_key_is_kept(mei: User) -> None:
    key = issue_key(mei, "import")

    assert key not in str(list(ApiKey.objects.values_list()))


def test_a_revoked_key_acts_for_nobody(mei: User) -> None:
    key = issue_key(mei, "import")
    ApiKey.objects.update(revoked_at=now())

    assert user_of_key(key) is None


def test_a_key_ends_with_its_user(mei: User) -> None:
    key = issue_key(mei, "import")
    User.objects.update(is_active=False)

    assert user_of_key(key) is None


@pytest.mark.parametrize("key", ["", "cd_nothing", "é"])
def test_an_unknown_key_acts_for_nobody(db: None, key: str) -> None:
    assert user_of_key(key) is None


def test_a_second_use_within_a_minute_writes_nothing(
    mei: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = issue_key(mei, "import")
    user_of_key(key)

    with django_assert_num_queries(1):
        user_of_key(key)


def test_new_staff_sign_in_with_their_mail_address(db: None) -> None:
    made = create_staff(" Bo@Tea.example ", "Bo", password=factories.PASSWORD)

    assert (made.email, made.role, made.check_password(factories.PASSWORD)) == (
        "bo@tea.example",
        "agent",
        True,
    )


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"role": "root"}, "role"),
        ({"password": "short"}, "12"),
        ({"password": "x" * 129}, "128"),
        ({"email": "no address"}, "email"),
        ({"email": "mei@tea.example"}, "already"),
    ],
)
def test_bad_staff_are_refused_with_the_reason(mei: User, change: dict[str, str], because: str) -> None:
    asked = {"email": "bo@tea.example", "name": "Bo", "password": factories.PASSWORD} | change

    with pytest.raises(Invalid, match=because):
        create_staff(**asked)  # type: ignore[arg-type]
