"""What the installation asks of its staff: a second step at the door, by role."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from accounts.models import Policy, Role, User


def always() -> frozenset[str]:
    """The roles that need a second step whatever was chosen: administrators, where the world can reach the door."""
    return frozenset({Role.ADMIN.value}) if settings.PUBLIC_URL.startswith("https://") else frozenset()


def needed() -> frozenset[str]:
    """The roles that need a second step."""
    return always() | frozenset(Policy.current().mfa_required_for)


def needs_second_step(user: User) -> bool:
    return user.role in needed()


def lacks_second_step(user: User) -> bool:
    """Whether the person's role needs a second step that they haven't turned on."""
    return needs_second_step(user) and not is_mfa_enabled(user)


def lacking() -> list[User]:
    """Everybody whose role needs a second step that they haven't turned on, by name."""
    taken = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user")
    return list(User.objects.filter(is_active=True, role__in=needed()).exclude(pk__in=taken).order_by("name"))
