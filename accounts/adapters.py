"""Where allauth asks us: whose address it keeps, what it says, how it keeps the secret of a second step."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.addresses import truncated
from accounts.models import User
from accounts.own_words import OWN
from accounts.words import language
from chatdesk.kernel import sealing
from chatdesk.kernel.http import client_address

SEALED = "second step"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are invited, never sign up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the list of sessions keeps: the network, not the machine."""
        return truncated(client_address(request)) or "0.0.0.0"  # noqa: S104

    def is_safe_url(self, url: str | None) -> bool:
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def add_message(self, *_: Any, **__: Any) -> None:
        """Our pages say what was done, in their own words."""

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Letters go out by the outbox alone; a change of one's security stands in the audit trail."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who showed password or code within ten minutes, at the door too, isn't asked again."""
        request = context.request
        known = get_authentication_records(request, request.user)
        return not any(time.time() - one["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for one in known)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def reauthenticate(self, user: Any, password: str) -> bool:
        return isinstance(user, User) and user.check_password(password)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        return refused(code)


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of second steps are sealed with the installation's key: a copy of the database opens none."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(SEALED, text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(SEALED, encrypted_text)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        return refused(code)


def refused(code: str) -> ValidationError:
    said = OWN[language(context.request)]
    return ValidationError(said.get(code, said["incorrect_code"]), code=code)
