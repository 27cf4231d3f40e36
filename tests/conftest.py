"""What every test may ask for: people and places by name, and a bus that nobody else listens to."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Role, Site, User
from tests import factories


@pytest.fixture
def site(db: None) -> Site:
    return factories.site()


@pytest.fixture
def mei(db: None) -> User:
    """An agent."""
    return factories.user("mei")


@pytest.fixture
def sam(db: None) -> User:
    """A supervisor."""
    return factories.user("sam", role=Role.SUPERVISOR)


@pytest.fixture
def ada(db: None) -> User:
    """An admin."""
    return factories.user("ada", role=Role.ADMIN)


@pytest.fixture
def browser() -> Client:
    """A browser that checks CSRF as a real one makes us."""
    return Client(enforce_csrf_checks=True)
