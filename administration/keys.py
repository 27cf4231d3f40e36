"""API keys: made for somebody with what they may be used for, shown once, revoked for good."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts import audit
from accounts.models import ApiKey, User
from accounts.services import issue_key
from chatdesk.kernel.clock import now


@transaction.atomic
def issue(by: User, user: User, *, name: str, scopes: Sequence[str]) -> str:
    """A new key that acts as `user`, told this once. No scopes: whatever the user's role may."""
    key = issue_key(user, name)
    row = ApiKey.objects.filter(user=user, name=name).latest("pk")
    ApiKey.objects.filter(pk=row.pk).update(scopes=list(scopes))
    audit.record(
        "setting_changed", actor=by, subject=f"key-{row.pk}", detail={"created": True, "for": user.pk}
    )
    return key


@transaction.atomic
def revoke(by: User, key: ApiKey) -> None:
    """It acts for nobody any more."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now()):
        audit.record("setting_changed", actor=by, subject=f"key-{key.pk}", detail={"revoked": True})
