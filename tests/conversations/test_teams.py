"""What is a team's own: who can serve what it is handed, who helps it out, its limits, its policy and its mode."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Team, User
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Busy
from conversations import dispatch, due, floor, moves
from conversations.journal import journal
from conversations.lifecycle import State
from conversations.models import Conversation
from conversations.requests import request_of, widest
from insights import board
from routing.firm import firm
from routing.models import Lease, Seat
from tests import factories
from tests.conversations.acts import again, ago, hands, live, seated, somebody, time_passes, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def care(db: None) -> Team:
    return factories.team("care")


@pytest.fixture
def abroad(db: None) -> Team:
    return factories.team("abroad")


@pytest.fixture
def mei(care: Team) -> User:
    return seated("mei", skills={"zh": 5, "billing": 4}, team=care)


@pytest.fixture
def ana(abroad: Team) -> User:
    return seated("ana", skills={"en": 5, "billing": 4}, team=abroad)


def waiting(team: Team | None = None, **fields: Any) -> Conversation:
    plain: dict[str, Any] = {"needs": {"zh": 1}, "arrived_at": now(), "team": team, "state": State.QUEUED}
    return factories.conversation(somebody(), **plain | fields)


# --- nobody there can serve it -------------------------------------------------------------------------------------------
def test_a_transfer_to_a_team_that_cannot_serve_it_says_who_is_missing_and_until_when(
    mei: User, ana: User, abroad: Team
) -> None:
    talk = live(mei, needs={"zh": 1, "billing": 2})

    answer = hands(mei, talk, team="abroad")

    assert answer.unserved is not None
    assert answer.unserved.missing == {"zh": 1}
    until = datetime.fromisoformat(str(answer.unserved.until))
    assert abs(until - now() - timedelta(seconds=300)) < timedelta(seconds=5)


def test_a_transfer_to_a_team_that_can_serve_it_says_nothing(mei: User, ana: User, abroad: Team) -> None:
    assert hands(mei, live(mei, needs={"billing": 2}), team="abroad").unserved is None


def test_the_board_counts_who_waits_for_a_team_that_cannot_serve_them(
    mei: User, ana: User, abroad: Team
) -> None:
    talk = waiting(abroad)

    [need] = [need for need in board.snapshot(now()).needs_you if need.code == "unserved_team"]

    assert (need.conversation, need.figures) == (str(talk.pk), {"key": "zh", "team": "Abroad", "waiting": 1})


def test_once_any_team_may_help_it_is_no_longer_the_teams_need(mei: User, ana: User, abroad: Team) -> None:
    waiting(abroad, arrived_at=ago(301))

    assert [need.code for need in board.snapshot(now()).needs_you] == ["over_promise"]


# --- who helps out -------------------------------------------------------------------------------------------------------
def test_the_teams_that_help_out_come_one_after_the_other_then_anybody(care: Team, abroad: Team) -> None:
    night = factories.team("night")
    Team.objects.filter(pk=care.pk).update(overflow=abroad)
    Team.objects.filter(pk=abroad.pk).update(overflow=night)
    talk = again(waiting(care))

    widening = request_of(talk, firm()).steps

    assert widening == ((300.0, ("team", "abroad")), (600.0, ("team", "night")), (900.0, ("any",)))


def test_teams_that_help_each_other_out_in_a_circle_end_it(care: Team, abroad: Team) -> None:
    Team.objects.filter(pk=care.pk).update(overflow=abroad)
    Team.objects.filter(pk=abroad.pk).update(overflow=care)

    assert firm().chains == {"care": ("abroad",), "abroad": ("care",)}


def test_a_language_is_lowered_but_never_dropped(care: Team) -> None:
    factories.skill("zh", kind="language")
    factories.skill("billing")
    talk = again(waiting(care, needs={"zh": 4, "billing": 1}))

    assert dict(widest(talk, firm()).needs) == {"zh": 1}


# --- limits --------------------------------------------------------------------------------------------------------------
def test_a_teams_limits_come_before_its_sites(care: Team, mei: User) -> None:
    site = factories.site(settings={"offer_s": 50, "promise_s": 90})
    Team.objects.filter(pk=care.pk).update(settings={"offer_s": 7})
    talk = waiting(Team.objects.get(pk=care.pk))

    journal.run(lambda tx: moves.offer(tx, tx.lock(talk.pk), mei, {}))

    row = again(talk)
    assert row.site == site
    assert row.offer_expires_at is not None
    assert abs(row.offer_expires_at - now() - timedelta(seconds=7)) < timedelta(seconds=3)
    assert moves.promise_s(row) == 90


def test_a_team_may_forgive_more_missed_offers(care: Team, mei: User) -> None:
    Team.objects.filter(pk=care.pk).update(settings={"missed_offers": 3})
    talk = waiting(state=State.OFFERED, offered_to=mei, offer="o1", offer_expires_at=ago(1))
    Seat.objects.filter(user=mei).update(missed=1)

    time_passes()

    assert again(talk).offered_to is None
    assert Seat.objects.get(user=mei).state == Seat.State.ONLINE


def test_silence_closes_after_the_sites_or_the_teams_own_time(care: Team, mei: User) -> None:
    factories.site(settings={"close_s": 100})
    Team.objects.filter(pk=care.pk).update(settings={"close_s": 10_000})
    held = {"state": State.PARKED, "since": ago(150), "agent_spoke_at": ago(150)}
    of_site, of_team = live(mei, **held), live(mei, team=Team.objects.get(pk=care.pk), **held)
    with_bot = factories.conversation(somebody(), since=ago(150))

    time_passes()

    assert [again(talk).state for talk in (of_site, of_team, with_bot)] == ["resolved", "parked", "resolved"]


def test_a_vip_is_promised_half_the_time(mei: User) -> None:
    vip, other = somebody(), somebody()
    vip.vip = True
    vip.save()

    promised = [moves.promise_s(factories.conversation(who)) for who in (vip, other)]

    assert promised == [30.0, 60.0]


def test_a_seat_takes_no_more_of_a_channel_than_it_may(mei: User) -> None:
    Seat.objects.filter(user=mei).update(channels={"mail": 1})
    live(mei, channel="mail")
    more, chat = waiting(channel="mail"), waiting()

    with pytest.raises(Busy, match="at most 1 at once by mail"):
        journal.run(lambda tx: moves.offer(tx, tx.lock(more.pk), mei, {}))
    journal.run(lambda tx: moves.offer(tx, tx.lock(chat.pk), mei, {}))
    assert floor.look(now()).places[str(mei.pk)].spec.channels == {"mail": 1}


# --- policy and mode -----------------------------------------------------------------------------------------------------
def test_each_team_goes_by_its_own_policy(care: Team, abroad: Team, mei: User, ana: User) -> None:
    Team.objects.filter(pk=care.pk).update(settings={"policy": "edd"})
    waiting(care)
    waiting(abroad, needs={"en": 1})
    seen = floor.look(now())

    made = dispatch.engine_of(seen.firm).follow(seen)

    assert {decision.agent: decision.policy for decision in made} == {
        str(mei.pk): "edd/1",
        str(ana.pk): "promise/1",
    }


def test_whoever_pulls_is_never_pushed_to_but_counts_as_there(care: Team, mei: User) -> None:
    Team.objects.filter(pk=care.pk).update(mode=Team.Mode.PULL)
    talk = waiting(care)
    seen = floor.look(now())

    assert dispatch.engine_of(seen.firm).follow(seen) == []
    assert list(due.due(seen)) == []
    assert again(talk).state == State.QUEUED


def test_the_agent_the_visitor_knows_is_waited_for_where_that_is_set(
    mei: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated("tom", skills={"zh": 5})
    Seat.objects.filter(user=mei).update(capacity=1)
    live(mei)
    waiting(last_agent=mei)
    Lease.objects.update(until=now() + timedelta(hours=1))
    seen = floor.look(now())

    at_once = dispatch.engine_of(seen.firm).follow(seen)
    monkeypatch.setenv("CHATDESK_SET", "sticky_wait_s=30")
    kept = dispatch.engine_of(seen.firm).follow(seen)

    assert (len(at_once), kept) == (1, [])
    assert floor.look(now() + timedelta(seconds=31)).at.tzinfo is UTC
