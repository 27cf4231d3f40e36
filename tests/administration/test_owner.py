"""The first administrator's link: good once, for a day, and for one person."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import AuditEntry, OwnerLink, Role, Team, User
from administration import owner
from administration.slips import Gone
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Invalid
from routing.models import Seat, Skill
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def link() -> str:
    """The token of a fresh link."""
    return owner.new_link("http://desk.example", now()).split("/")[-2]


def claim(token: str, email: str = "li@tea.example", **more: str) -> User:
    fields = {"name": "Li", "email": email, "password": PASSWORD, "locale": "zh"} | more
    return owner.claim(token, **fields, now=now())


def test_an_empty_database_gets_two_languages_and_a_team():
    owner.ensure_defaults()

    assert set(Skill.objects.values_list("key", "kind")) == {("zh", "language"), ("en", "language")}
    assert Team.objects.count() == 1


def test_what_was_taken_away_does_not_come_back():
    owner.ensure_defaults()
    Skill.objects.filter(key="en").delete()

    owner.ensure_defaults()

    assert list(Skill.objects.values_list("key", flat=True)) == ["zh"]


def test_the_owner_is_an_administrator_who_can_also_answer():
    owner.ensure_defaults()

    made = claim(link())

    assert (made.role, made.email, made.check_password(PASSWORD)) == (Role.ADMIN, "li@tea.example", True)
    assert (made.seat.skills, made.seat.team) == ({"zh": 5}, Team.objects.get())
    assert Team.objects.get().name == "客服组"


def test_only_a_digest_of_the_link_is_kept():
    token = link()

    assert token not in str(list(OwnerLink.objects.values_list()))


def test_a_link_is_good_once():
    token = link()
    claim(token)

    with pytest.raises(Gone) as gone:
        claim(token, "second@tea.example")

    assert gone.value.key == "owner_there"
    assert User.objects.count() == 1


def test_a_used_link_stays_used_when_its_administrator_is_gone():
    token = link()
    claim(token)
    User.objects.update(is_active=False)

    with pytest.raises(Gone) as gone:
        claim(token, "second@tea.example")

    assert gone.value.key == "owner_unknown"


def test_a_link_is_good_for_a_day():
    token = link()
    OwnerLink.objects.update(expires_at=now() - timedelta(seconds=1))

    with pytest.raises(Gone) as gone:
        claim(token)

    assert gone.value.key == "owner_expired"
    assert "chatdesk user owner-link" in gone.value.message


def test_a_new_link_ends_the_old_one():
    old = link()
    token = link()

    with pytest.raises(Gone) as gone:
        claim(old)

    assert gone.value.key == "owner_unknown"
    assert claim(token).pk


def test_a_refused_password_leaves_the_link_good():
    token = link()

    with pytest.raises(Invalid):
        claim(token, password="short")

    assert claim(token).pk


def test_with_an_administrator_there_is_no_link():
    factories.user("ada", role=Role.ADMIN)

    with pytest.raises(Gone):
        link()


def test_a_link_made_before_somebody_else_became_administrator_is_over():
    token = link()
    factories.user("ada", role=Role.ADMIN)

    with pytest.raises(Gone) as gone:
        claim(token)

    assert gone.value.key == "owner_there"


def test_an_owner_leaves_a_line_in_the_audit_trail():
    made = claim(link())

    line = AuditEntry.objects.get(verb="setting_changed")
    assert (line.actor, line.subject, line.detail) == (made.pk, f"user-{made.pk}", {"owner": True})


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_exactly_one_wins():
    token, start = link(), threading.Barrier(2)
    outcomes: list[str] = []

    def come(email: str) -> None:
        start.wait()
        try:
            outcomes.append(claim(token, email).email)
        except Gone as gone:
            outcomes.append(gone.key)
        finally:
            connection.close()

    people = [threading.Thread(target=come, args=(f"{name}@tea.example",)) for name in ("li", "bo")]
    for one in people:
        one.start()
    for one in people:
        one.join()

    assert sorted(outcomes)[1] == "owner_there"
    assert User.objects.count() == Seat.objects.count() == 1
