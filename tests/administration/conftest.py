"""An administrator in front of a browser, in a firm with one site, two languages and a team."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Site, User
from administration import owner
from tests import factories


class Admin:
    """Somebody signed in, who reads pages and sends forms."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, Client(headers={"Accept-Language": "en"})
        self.client.force_login(user)

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
