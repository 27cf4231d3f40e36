"""Invitations: a link for a week, once, and never for somebody who is there already."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import AuditEntry, Invitation, Role, User
from administration import inviting
from administration.slips import Gone, Slip
from chatdesk.kernel.clock import now
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def invite(by: User, email: str = "bo@tea.example", **more: Any) -> str:
    fields: dict[str, Any] = {
        "name": "Bo",
        "role": Role.AGENT,
        "skills": {"zh": 4},
        "team": None,
        "now": now(),
    } | more
    return inviting.invite(by, email=email, **fields)


def accept(token: str, **more: Any) -> User:
    fields: dict[str, Any] = {"name": "Bo", "password": PASSWORD, "locale": "zh", "now": now()} | more
    return inviting.accept(token, **fields)


def test_whoever_accepts_gets_the_account_and_the_seat_they_were_promised(ada: User):
    team = factories.team()

    bo = accept(invite(ada, team=team))

    assert (bo.email, bo.role, bo.team, bo.seat.skills) == ("bo@tea.example", Role.AGENT, team, {"zh": 4})


def test_an_auditor_gets_no_seat(ada: User):
    bo = accept(invite(ada, role=Role.AUDITOR))

    assert not hasattr(bo, "seat")


def test_somebody_with_an_account_is_not_invited(ada: User, mei: User):
    with pytest.raises(Slip) as slip:
        invite(ada, " Mei@Tea.example ")

    assert (slip.value.key, slip.value.field) == ("has_account", "email")
    assert "mei@tea.example has an account already" in slip.value.message
    assert not Invitation.objects.exists()


def test_somebody_switched_off_is_named_as_such(ada: User, mei: User):
    User.objects.filter(pk=mei.pk).update(is_active=False)

    with pytest.raises(Slip) as slip:
        invite(ada, mei.email)

    assert slip.value.key == "is_disabled"


def test_inviting_again_ends_the_older_link(ada: User):
    old = invite(ada)
    token = invite(ada)

    with pytest.raises(Gone) as gone:
        accept(old)

    assert gone.value.key == "invitation_unknown"
    assert accept(token).pk


def test_a_link_is_good_once(ada: User):
    token = invite(ada)
    accept(token)

    with pytest.raises(Gone) as gone:
        accept(token)

    assert gone.value.key == "invitation_used"


def test_a_used_link_stays_used_when_the_account_is_gone(ada: User):
    token = invite(ada)
    accept(token).delete()

    with pytest.raises(Gone):
        accept(token)


def test_a_link_is_good_for_a_week(ada: User):
    token = invite(ada)
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))

    with pytest.raises(Gone) as gone:
        accept(token)

    assert gone.value.key == "invitation_expired"
    assert not User.objects.filter(email="bo@tea.example").exists()


def test_a_renewed_link_holds_for_another_week(ada: User):
    invite(ada)
    Invitation.objects.update(expires_at=now() - timedelta(days=1))

    assert accept(inviting.renew(ada, Invitation.objects.get(), now())).pk


def test_an_accepted_invitation_can_not_be_renewed(ada: User):
    accept(invite(ada))

    with pytest.raises(Slip):
        inviting.renew(ada, Invitation.objects.get(), now())


def test_a_withdrawn_link_is_over(ada: User):
    token = invite(ada)
    inviting.withdraw(ada, Invitation.objects.get())

    with pytest.raises(Gone):
        accept(token)


def test_who_got_an_account_another_way_can_not_accept(ada: User):
    token = invite(ada, "mei@tea.example")
    factories.user("mei")

    with pytest.raises(Gone) as gone:
        accept(token)

    assert gone.value.key == "invitation_used"


def test_invitations_leave_lines_without_names_or_addresses(ada: User):
    accept(invite(ada))

    lines = list(AuditEntry.objects.values_list("verb", "subject", "detail"))
    assert [verb for verb, _, _ in lines] == ["user_invited", "user_created", "setting_changed"]
    assert "tea.example" not in str(lines)
