"""Callers of the REST face: programs with an API key."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import issue_key
from tests import factories
from tickets.models import Ticket

API = "/api/v1"


class Caller:
    """A program with an API key."""

    def __init__(self, user: User) -> None:
        self.client, self.headers = Client(), {"Authorization": f"Bearer {issue_key(user, 'test')}"}

    def get(self, path: str) -> Any:
        return self.client.get(API + path, headers=self.headers)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        call = getattr(self.client, method)
        return call(API + path, body, content_type="application/json", headers=self.headers | headers)


@pytest.fixture
def agent(mei: User) -> Caller:
    return Caller(mei)


@pytest.fixture
def admin(ada: User) -> Caller:
    return Caller(ada)


@pytest.fixture
def ticket(db: None) -> Ticket:
    return factories.ticket()
