"""Who may use the routing tools."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SUPERVISORS = [("agent", 403), ("supervisor", 200), ("admin", 200), ("auditor", 200)]
OPEN_TO_SUPERVISORS = ["live", "decisions", "heat"]


@pytest.mark.parametrize("tool", OPEN_TO_SUPERVISORS)
@pytest.mark.parametrize(("role", "status"), SUPERVISORS)
def test_who_may_ask(tool: str, role: str, status: int) -> None:
    assert Caller(factories.user(role=role)).get(f"/routing/{tool}").status_code == status


@pytest.mark.parametrize("tool", OPEN_TO_SUPERVISORS)
def test_a_site_that_is_not_there_is_not_found(vera: Caller, tool: str) -> None:
    answer = vera.get(f"/routing/{tool}?site=nowhere")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
