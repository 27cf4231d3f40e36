"""What follows from a sign-in, by whatever way: a line in the audit trail, and one in the list of sessions."""

from __future__ import annotations

from typing import Any

from accounts import audit, sessions
from accounts.models import User
from chatdesk.kernel.http import client_address


def signed_in(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if not isinstance(user, User) or request is None:
        return
    audit.record("sign_in", actor=user, address=client_address(request))
    sessions.begin(request, user)


def code_used(sender: Any, request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    audit.record(
        "second_step", actor=user, detail={"by": authenticator.type}, address=client_address(request)
    )
