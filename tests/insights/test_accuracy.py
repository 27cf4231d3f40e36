"""How good the waits were that visitors were told: each figure against a second working-out, the plain way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Site
from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from conversations.models import Conversation, Entry, Estimate
from insights import accuracy, metrics
from insights.metrics import Foretold
from tests import factories
from tests.api.conftest import Caller

SECONDS = st.integers(0, 3600)


def foretold(ends: list[int], waited: int, at: int) -> Foretold:
    """At one of its own three figures, or after so many seconds."""
    low, mean, high = sorted(ends)
    return Foretold(low, high, mean, [low, mean, high, waited][at])


WAITS = st.builds(foretold, st.lists(SECONDS, min_size=3, max_size=3), SECONDS, st.integers(0, 3))


@given(st.lists(WAITS, max_size=20))
def test_shares_and_bias_are_as_defined(told: list[Foretold]) -> None:
    found = metrics.accuracy(told)

    assert found.waits == len(told)
    if not told:
        assert (found.bias, found.within_low, found.within_high, found.inside) == (None,) * 4
        return
    below = [one for one in told if not one.waited_s > one.low_s]
    over = [one for one in told if one.waited_s > one.high_s]
    between = [one for one in told if one not in over and not one.waited_s < one.low_s]
    assert found.within_low == round(len(below) / len(told), 3)
    assert found.within_high == round(1 - len(over) / len(told), 3)
    assert found.inside == round(len(between) / len(told), 3)
    took = sum(one.waited_s for one in told)
    mean, real = sum(one.mean_s for one in told) / len(told), took / len(told)
    assert found.bias == (pytest.approx(mean / real - 1, rel=1e-6, abs=6e-4) if took else None)


def test_a_wait_foretold_twice_too_long_has_a_bias_of_one() -> None:
    assert metrics.accuracy([Foretold(80, 130, 100, 50)]).bias == 1.0


MINUTE = timedelta(minutes=1)


def told(
    site: Site, *then: tuple[str, float], ago: timedelta = timedelta(hours=3), **fields: Any
) -> Estimate:
    """An estimate, and the lines that followed it, each so many seconds later."""
    at = now() - ago
    talk = factories.conversation(factories.customer(site), state=State.RESOLVED, arrived_at=at, **fields)
    factories.entry(talk, "", role="system", kind="queued", at=at - MINUTE)
    for kind, after in then:
        factories.entry(talk, "", role="system", kind=kind, at=at + timedelta(seconds=after))
    return Estimate.objects.create(
        conversation=talk, arrived_at=at, at=at, low_s=60.0, high_s=120.0, mean_s=90.0
    )


def plainly(days: int = 7) -> list[float]:
    """The seconds from each estimate to its agent, from whole tables."""
    found = []
    for one in Estimate.objects.all():
        if one.at < now() - timedelta(days=days):
            continue
        lines = Entry.objects.filter(conversation=one.conversation, at__gte=one.at).order_by("seq")
        ends = [line for line in lines if line.kind in {"joined", "resolved", "queued", "reopened"}]
        if ends and ends[0].kind == "joined":
            found.append((ends[0].at - one.at).total_seconds())
    return found


@pytest.mark.django_db
def test_only_waits_of_the_last_week_that_an_agent_ended_count(site: Site) -> None:
    told(site, ("message", 5), ("joined", 100))
    told(site, ("joined", 30), ("joined", 500))
    told(site, ("resolved", 50), ("reopened", 900), ("joined", 1000))  # left; somebody came another day
    told(site, ("queued", 400), ("joined", 500))  # went to the bot and asked again
    told(site)  # waits still
    told(site, ("joined", 10), ago=timedelta(days=8))

    found = accuracy.of_waits(None, None, now())

    assert sorted(plainly()) == [30.0, 100.0]
    assert (found.waits, found.bias) == (2, round((180 - 130) / 130, 3))
    assert (found.within_low, found.inside, found.within_high) == (0.5, 0.5, 1.0)


@pytest.mark.django_db
def test_site_and_team_narrow_it(site: Site) -> None:
    care = factories.team("care")
    told(site, ("joined", 100), team=care)
    told(factories.site("other"), ("joined", 30))

    asked: list[tuple[str | None, str | None]] = [(None, None), (site.key, None), (None, "care")]
    counts = [accuracy.of_waits(of, team, now()).waits for of, team in asked]

    assert counts == [2, 1, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("supervisor", 200), ("admin", 200), ("auditor", 200)]
)
def test_who_may_see_it(role: str, status: int) -> None:
    assert Caller(factories.user(role=role)).get("/board/wait_accuracy").status_code == status


@pytest.mark.django_db
def test_the_board_says_how_good_the_waits_were(site: Site) -> None:
    told(site, ("joined", 100))
    vera = Caller(factories.user(role="supervisor"))

    assert vera.get(f"/board/wait_accuracy?site={site.key}").json() == {
        "days": 7, "waits": 1, "bias": -0.1, "within_low": 0.0, "within_high": 1.0, "inside": 1.0,
    }  # fmt: skip
    assert vera.get("/board/wait_accuracy?site=nowhere").status_code == 404


@pytest.mark.django_db
def test_an_estimate_goes_with_its_conversation(site: Site) -> None:
    told(site)

    Conversation.objects.all().delete()

    assert Estimate.objects.count() == 0
