"""Staff and the keys by which programs act for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, sessions
from accounts.facts import Disabled, Revoked, RoleChanged
from accounts.models import ApiKey, Policy, Role, Team, User
from chatdesk.kernel import bus, ids
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


def disable_user(user: User, *, by: User) -> None:
    """Shut `user` out: sessions end, sockets close within a second, keys stop. Nothing is deleted; raises Invalid."""
    with transaction.atomic():
        _not_oneself_nor_the_last(user, by)
        User.objects.filter(pk=user.pk).update(is_active=False)
        audit.record("user_disabled", actor=by, subject=f"user-{user.pk}")
        sessions.end(user, by=by)
        transaction.on_commit(lambda: bus.announce(Disabled(user.pk)))
    user.is_active = False


def enable_user(user: User, *, by: User) -> None:
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=True)
        audit.record("user_enabled", actor=by, subject=f"user-{user.pk}")
    user.is_active = True


def take_second_step_away(user: User, *, by: User) -> None:
    """For a colleague's lost phone: no second step, no recovery codes, signed out everywhere. Raises Invalid for oneself,
    who turns it off with the password.
    """
    if user.pk == by.pk:
        raise Invalid("turn your own second step off under Account, where your password is asked for")
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        audit.record("second_step_off", actor=by, subject=f"user-{user.pk}")
        sessions.end(user, by=by)


def change_role(user: User, role: str, *, by: User) -> None:
    """Give `user` another role, which holds at once, in open sockets too; raises Invalid."""
    if role not in Role.values:
        raise Invalid(f"there is no role {role!r}; take one of {', '.join(Role.values)}")
    if role == user.role:
        return
    with transaction.atomic():
        _not_oneself_nor_the_last(user, by)
        User.objects.filter(pk=user.pk).update(role=role)
        detail = {"was": user.role, "becomes": role}
        audit.record("role_changed", actor=by, subject=f"user-{user.pk}", detail=detail)
        transaction.on_commit(lambda: bus.announce(RoleChanged(user.pk)))
    user.role = role


def require_second_step(roles: list[str], *, by: User) -> None:
    """From now on who has one of `roles` takes a second step at the door; raises Invalid."""
    if unknown := set(roles) - set(Role.values):
        raise Invalid(f"there is no role {min(unknown)!r}; take some of {', '.join(Role.values)}")
    with transaction.atomic():
        Policy.objects.update_or_create(pk=Policy.ONLY, defaults={"mfa_required_for": sorted(set(roles))})
        audit.record(
            "setting_changed",
            actor=by,
            subject="policy",
            detail={"mfa_required_for": ", ".join(sorted(roles))},
        )


def name_breaks(reasons: list[str], *, by: User) -> None:
    """The reasons that agents may give for a break; none: the usual three."""
    with transaction.atomic():
        Policy.objects.update_or_create(pk=Policy.ONLY, defaults={"breaks": reasons})
        audit.record("setting_changed", actor=by, subject="policy", detail={"breaks": len(reasons)})


def _not_oneself_nor_the_last(user: User, by: User) -> None:
    """Raises Invalid where nobody would be left to undo it."""
    if user.pk == by.pk:
        raise Invalid("you can't do this to yourself; ask another administrator")
    others = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMIN and not others.exists():
        raise Invalid("this is the last administrator; make another one first")


def issue_key(user: User, name: str, *, by: User | None = None, scopes: Sequence[str] = ApiKey.SCOPES) -> str:
    """A new API key that acts as `user`: shown this once, only its digest is kept. Raises Invalid without a scope."""
    if not scopes or set(scopes) - set(ApiKey.SCOPES):
        raise Invalid(f"a key needs one or more of {', '.join(ApiKey.SCOPES)}")
    key = ids.secret("cd_")
    with transaction.atomic():
        made = ApiKey.objects.create(user=user, name=name, digest=ids.digest(key), scopes=list(scopes))
        detail: dict[str, str | int | bool] = {"user": user.pk, "scopes": " ".join(scopes)}
        audit.record("key_made", actor=by, subject=f"key-{made.pk}", detail=detail)
    return key


def revoke_key(key: ApiKey, *, by: User | None = None) -> None:
    """The key opens nothing any more; sockets that came in by it close within a second."""
    with transaction.atomic():
        if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now()):
            return
        audit.record("key_revoked", actor=by, subject=f"key-{key.pk}", detail={"user": key.user_id})
        transaction.on_commit(lambda: bus.announce(Revoked(key.user_id, keys=frozenset({key.pk}))))


def user_of_key(key: str) -> User | None:
    """Whom `key` acts for, or None; see `key_shown`."""
    known = key_shown(key)
    return known.user if known else None


def key_shown(key: str) -> ApiKey | None:
    """The row of `key`, or None: unknown, revoked, or its user is no longer active. One read, a write a minute."""
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
    return known
