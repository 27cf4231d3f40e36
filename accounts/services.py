"""Staff and the keys by which programs act for them."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.models import ApiKey, Role, Team, User
from chatdesk.kernel import ids
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Invalid

PASSWORD_CHARACTERS = 128
USE_NOTED_EVERY = timedelta(minutes=1)


def create_staff(
    email: str,
    name: str,
    *,
    password: str,
    role: str = Role.AGENT,
    locale: str = "en",
    team: Team | None = None,
    by: User | None = None,
) -> User:
    """A new member of staff, made by `by` or on the command line; raises Invalid with the reason, for a person to read."""
    email = email.strip().lower()
    if role not in Role.values:
        raise Invalid(f"there is no role {role!r}; take one of {', '.join(Role.values)}")
    if User.objects.filter(email=email).exists():
        raise Invalid(f"{email} has an account already")
    if len(password) > PASSWORD_CHARACTERS:
        raise Invalid(f"a password has at most {PASSWORD_CHARACTERS} characters")
    user = User(email=email, name=name.strip(), role=role, locale=locale, team=team)
    user.set_password(password)
    try:
        validate_password(password, user)
        user.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from None
    with transaction.atomic():
        user.save()
        audit.record("user_created", actor=by, subject=f"user-{user.pk}", detail={"role": role})
    return user


def issue_key(user: User, name: str) -> str:
    """A new API key that acts as `user`: shown this once, only its digest is kept."""
    key = ids.secret("cd_")
    ApiKey.objects.create(user=user, name=name, digest=ids.digest(key))
    return key


def user_of_key(key: str) -> User | None:
    """Whom `key` acts for, or None: unknown, revoked, or its user is no longer active. One read, a write a minute."""
    known = (
        ApiKey.objects.select_related("user__team")
        .filter(digest=ids.digest(key), revoked_at=None, user__is_active=True)
        .first()
    )
    if known is None:
        return None
    moment = now()
    if known.used_at is None or known.used_at < moment - USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=known.pk).update(used_at=moment)
    return known.user
