"""What the installation asks of its staff: a second step at the door, by role."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled

from accounts.models import Policy, User


def needs_second_step(user: User) -> bool:
    return user.role in Policy.current().mfa_required_for


def lacks_second_step(user: User) -> bool:
    """Whether the person's role needs a second step that they haven't turned on."""
    return needs_second_step(user) and not is_mfa_enabled(user)
