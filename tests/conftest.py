"""What every test may ask for: people and places by name, and a bus that nobody else listens to."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts import denials
from accounts.models import Role, Site, User
from tests import factories


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL drops no database that a thread of an earlier test is still connected to.

    Emptying the tables between tests takes that nothing guards the audit trail; its own tests put the guard back.
    """
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        import_module("accounts.migrations.0002_audit").unguard(apps, editor)
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(autouse=True)
def nothing_refused_yet() -> None:
    """A refusal is put on record once a minute; the test before this one was another minute."""
    denials.forget()


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
