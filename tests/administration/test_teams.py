"""A team's page: its policy, who helps it out, and the times that are its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.models import Policy, Team
from chatdesk.kernel import clock
from routing.models import Calendar
from tests import factories
from tests.administration.conftest import Admin

pytestmark = pytest.mark.django_db


def test_a_team_is_given_its_policy_its_helper_and_its_times(admin: Admin):
    care, night = factories.team("care"), factories.team("night")
    fields = {"name": "Care", "mode": "pull", "policy": "edd", "overflow": night.pk}

    admin.sends("/settings/teams/care/", **fields)
    admin.sends("/settings/teams/care/", times="1", **{"times-offer_s": "7", "times-wrap_up_s": "30"})

    care.refresh_from_db()
    assert (care.mode, care.overflow) == ("pull", night)
    assert care.settings == {"policy": "edd", "offer_s": 7.0, "wrap_up_s": 30.0}
    assert 'value="7"' in admin.reads("/settings/teams/care/")


def test_teams_that_would_help_each_other_out_in_a_circle_are_refused(admin: Admin):
    care, night = factories.team("care"), factories.team("night")
    Team.objects.filter(pk=night.pk).update(overflow=care)

    page = admin.sends("/settings/teams/care/", name="Care", mode="pull", overflow=night.pk)

    assert "Care → Night → Care" in page
    care.refresh_from_db()
    assert care.overflow is None


def test_a_wrong_time_of_a_team_is_refused_beside_its_field(admin: Admin):
    factories.team("care")

    assert "whole number" in admin.sends(
        "/settings/teams/care/", times="1", **{"times-missed_offers": "a few"}
    )
    assert Team.objects.get(key="care").settings == {}


def test_the_firms_own_reasons_of_a_break_are_kept_one_a_line(admin: Admin):
    admin.sends("/settings/teams/", breaks=" Lunch \n\nSchool run\nLunch")

    assert Policy.current().breaks == ["Lunch", "School run"]
    assert "School run" in admin.reads("/settings/teams/")


def test_too_many_reasons_of_a_break_are_refused(admin: Admin):
    assert "At most 12 reasons" in admin.sends("/settings/teams/", breaks="\n".join(map(str, range(13))))
    assert Policy.current().breaks == []


def test_public_holidays_are_filled_in_and_kept_only_when_saved(
    admin: Admin, monkeypatch: pytest.MonkeyPatch
):
    factories.team("care")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    week = dict.fromkeys(("monday", "friday"), "09:00-18:00") | {"zone": "Asia/Shanghai"}
    own = "2026-10-01 10:00-12:00 we are here"

    page = admin.sends("/settings/hours/team/care/", holidays="1", dates=own, **week)

    assert "2026-10-01 10:00–12:00 we are here" in page
    assert "2026-10-02 closed" in page
    assert "look them through" in page.lower()
    assert not Calendar.objects.exists()
