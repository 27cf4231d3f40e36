"""API keys: made for somebody, with what they may be used for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import ApiKey, User
from accounts.services import issue_key
from chatdesk.kernel import ids


@transaction.atomic
def issue(by: User, user: User, *, name: str, scopes: Sequence[str]) -> str:
    """A new key that acts as `user`, told this once. No scopes: whatever the user's role may."""
    key = issue_key(user, name, by=by)
    ApiKey.objects.filter(digest=ids.digest(key)).update(scopes=list(scopes))
    return key
