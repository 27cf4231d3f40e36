"""An administrator in front of a browser, in a firm with one site, two languages and a team."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from django.http import HttpRequest
from django.test import Client

from accounts.models import Site, User
from administration import owner
from tests import factories


class Admin:
    """Somebody signed in, who reads pages and sends forms."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, Client(headers={"Accept-Language": "en"})
        self.client.force_login(user)
        self.shows_password()

    def shows_password(self, seconds_ago: float = 0.0) -> None:
        """As whoever signed in at the door so long ago."""
        request = HttpRequest()
        request.session = session = self.client.session
        session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)
        record_authentication(request, self.user, "password")
        session[AUTHENTICATION_METHODS_SESSION_KEY][0]["at"] -= seconds_ago
        session.save()

    def reads(self, path: str, **query: str) -> str:
        """The page, which must be there."""
        answer = self.client.get(path, query)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def sends(self, path: str, **fields: Any) -> str:
        """Send a form; the page that it leads to."""
        answer = self.client.post(path, fields, follow=True)
        assert answer.status_code in (200, 400), (path, answer.status_code)
        return answer.content.decode()


@pytest.fixture
def firm(db: None) -> None:
    owner.ensure_defaults()


@pytest.fixture
def admin(firm: None, ada: User) -> Admin:
    return Admin(ada)


@pytest.fixture
def shop(firm: None) -> Site:
    return factories.site("shop", name="Tea", origins=["https://shop.example", "http://testserver"])
