"""Colleagues: invited by a link that is good once and for a week, and what an administrator may change of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import Invitation, Role, Team, User
from accounts.services import create_staff
from administration import letters
from administration.slips import Gone, Slip
from chatdesk.kernel import ids
from routing.models import Seat

VALID = timedelta(days=7)


@transaction.atomic
def invite(
    by: User, *, email: str, name: str, role: str, skills: Mapping[str, int], team: Team | None, now: datetime
) -> str:
    """The token of a link for `email`, told this once, and mailed where that can be. Inviting again ends the older link;
    raises Slip where the address has an account.
    """
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known is not None:
        raise Slip("has_account" if known.is_active else "is_disabled", field="email", email=email)
    token = ids.secret()
    fields = {
        "name": name.strip() or email.partition("@")[0],
        "role": role,
        "locale": by.locale,
        "team": team,
        "skills": dict(skills),
        "digest": ids.digest(token),
        "invited_by": by,
        "expires_at": now + VALID,
        "accepted_at": None,
    }
    made, _ = Invitation.objects.update_or_create(email=email, defaults=fields)
    letters.invite(made, token)
    audit.record("user_invited", actor=by, subject=letters.subject(made), detail={"role": role})
    return token


@transaction.atomic
def renew(by: User, invitation: Invitation, now: datetime) -> str:
    """A new link for somebody invited before; the old one is over."""
    token = ids.secret()
    again = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if not again.update(digest=ids.digest(token), expires_at=now + VALID):
        raise Slip("accepted_already", email=invitation.email)
    letters.invite(invitation, token)
    audit.record("user_invited", actor=by, subject=letters.subject(invitation), detail={"again": True})
    return token


@transaction.atomic
def withdraw(by: User, invitation: Invitation) -> None:
    """The link is over before anybody used it."""
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()[0]:
        audit.record(
            "setting_changed", actor=by, subject=letters.subject(invitation), detail={"withdrawn": True}
        )


def known(token: str, now: datetime) -> Invitation:
    """Whom this link invites; raises Gone with what to do where it is used, too old, or none of ours."""
    found = Invitation.objects.filter(digest=ids.digest(token)).first()
    if found is None:
        raise Gone("invitation_unknown")
    if found.accepted_at is not None:
        raise Gone("invitation_used")
    if found.expires_at <= now:
        raise Gone("invitation_expired")
    return found


@transaction.atomic
def accept(token: str, *, name: str, password: str, locale: str, now: datetime) -> User:
    """The invited person's account and seat; the link is used up in the same transaction, so once."""
    taken = Invitation.objects.filter(digest=ids.digest(token), accepted_at=None, expires_at__gt=now).update(
        accepted_at=now
    )
    if not taken:
        known(token, now)
        raise Gone("invitation_used")
    asked = Invitation.objects.select_related("team").get(digest=ids.digest(token))
    if User.objects.filter(email=asked.email).exists():
        raise Gone("invitation_used")
    who = create_staff(
        asked.email,
        name,
        password=password,
        role=asked.role,
        locale=locale,
        team=asked.team,
        by=asked.invited_by,
    )
    if asked.role != Role.AUDITOR:
        Seat.objects.create(user=who, team=asked.team, skills=asked.skills)
    subject = f"user-{who.pk}"
    audit.record("setting_changed", actor=who, subject=subject, detail={"invitation": asked.pk})
    return who
