"""Health: alive is not the same as ready, and not ready says why."""

from __future__ import annotations

import pytest
from django.test import AsyncClient

from chatdesk.kernel.release import VERSION


async def test_alive_asks_nothing_of_the_database():
    assert (await AsyncClient().get("/healthz")).status_code == 200


@pytest.mark.django_db(transaction=True)
async def test_without_a_router_it_is_not_ready_and_says_so():
    answer = await AsyncClient().get("/readyz")

    assert answer.status_code == 503
    assert "no router leads" in answer.json()["reasons"]


async def test_the_version_is_shown():
    assert (await AsyncClient().get("/version")).json() == {"version": VERSION}
