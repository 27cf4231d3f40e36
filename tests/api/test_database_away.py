"""What the interface says while its database doesn't answer."""

from __future__ import annotations

import json

import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from chatdesk.api import api


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("connection lost")])
def test_a_database_that_is_away_is_no_fault_of_ours_and_worth_another_try(error: Exception) -> None:
    answer = api.on_exception(RequestFactory().get("/api/v1/conversations"), error)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert json.loads(answer.content)["code"] == "unavailable"
    assert "locked" not in answer.content.decode()
