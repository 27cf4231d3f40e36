"""The table of roles and verbs."""

from __future__ import annotations

import pytest

from accounts.models import Role
from accounts.permissions import TABLE, Verb, may, verbs


def test_every_role_has_a_row_and_no_row_is_without_role() -> None:
    assert set(TABLE) == set(Role.values)


@pytest.mark.parametrize("verb", [Verb.ANSWER, Verb.TAKE, Verb.NOTE, Verb.WORK_TICKETS])
def test_an_agent_does_the_daily_work(verb: Verb) -> None:
    assert may("agent", verb)


@pytest.mark.parametrize(
    "verb",
    [Verb.TAKEOVER, Verb.WATCH, Verb.SEE_ALL, Verb.MANAGE_SETTINGS, Verb.MANAGE_KNOWLEDGE, Verb.READ_AUDIT],
)
def test_an_agent_may_not_reach_over_others(verb: Verb) -> None:
    assert not may("agent", verb)


def test_a_supervisor_takes_over_but_changes_no_settings() -> None:
    assert may("supervisor", Verb.TAKEOVER)
    assert not may("supervisor", Verb.MANAGE_SETTINGS)


def test_an_auditor_reads_the_trail_and_no_conversation() -> None:
    assert verbs("auditor") == ["see_board", "read_audit"]


def test_an_unknown_role_may_nothing() -> None:
    assert verbs("root") == []
