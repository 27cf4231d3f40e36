"""The lists behind the figures, by REST: who may open them, what they hold, and what the whole board costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Site, User
from bot.models import Turn
from chatdesk.kernel.clock import now, stamp
from conversations.lifecycle import State
from conversations.models import Conversation
from insights import behind, board, figures
from routing.models import Calendar
from tests import factories
from tests.api.conftest import Caller
from tests.insights.conftest import trail

pytestmark = pytest.mark.django_db
QUERIES = 16


@pytest.fixture
def vera(db: None) -> Caller:
    """A supervisor's program."""
    return Caller(factories.user("vera", role="supervisor"))


def waiting(site: Site, name: str = "Lin Yue", **fields: Any) -> Conversation:
    return factories.conversation(factories.customer(site, name=name), state=State.QUEUED, **fields)


@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("supervisor", 200), ("admin", 200), ("auditor", 200)]
)
def test_who_may_open_a_list(role: str, status: int) -> None:
    answer = Caller(factories.user(role=role)).get("/board/waiting")

    assert answer.status_code == status


def test_a_no_is_on_record(mei: User) -> None:
    assert Caller(mei).get("/board/waiting").json()["code"] == "not_allowed"
    assert trail() == [("denied", "/api/v1/board/waiting", "denied")]


@pytest.mark.parametrize("path", ["/board/weather", "/board/waiting?site=no", "/board/waiting?team=no"])
def test_what_isnt_there_is_not_found(vera: Caller, path: str) -> None:
    answer = vera.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_list_has_cards_and_goes_on_by_cursor(vera: Caller, site: Site) -> None:
    rows = [waiting(site) for _ in range(3)]

    first = vera.get("/board/waiting?limit=2").json()
    rest = vera.get(f"/board/waiting?limit=2&cursor={first['next']}").json()

    assert (first["figure"], first["value"], rest["next"]) == ("waiting", 3, None)
    ids = [card["id"] for card in first["items"] + rest["items"]]
    assert ids == [str(row.pk) for row in reversed(rows)]
    assert first["items"][0]["customer"]["name"] == "Lin Yue"


def test_a_cursor_of_somebody_elses_is_invalid(vera: Caller) -> None:
    assert vera.get("/board/waiting?cursor=xyz").json()["code"] == "invalid"


@pytest.mark.parametrize("figure", behind.ALL)
def test_an_auditor_gets_numbers_and_no_person(site: Site, figure: str) -> None:
    said = {"text": "my card is 4111", "role": "visitor", "at": "2026-03-10T12:00:00.000Z"}
    waiting(site, last_line=said)
    ended = {"outcome": "left", "ended_in": "queued", "score": 4, "last_line": said}
    factories.conversation(factories.customer(site, name="Lin Yue"), state=State.RESOLVED, **ended)

    answer = Caller(factories.user(role="auditor")).get(f"/board/{figure}")

    assert answer.status_code == 200
    assert not any(word in answer.content.decode() for word in ("Lin Yue", "4111"))


@pytest.mark.parametrize("figure", behind.ALL)
def test_each_list_has_as_many_as_its_figure_says(vera: Caller, site: Site, figure: str) -> None:
    moment = now()
    common = {
        "arrived_at": moment,
        "first_answered_at": moment,
        "first_response_s": 9.0,
        "promise_kept": True,
    }
    for state in State:
        held = {"assignee": factories.user(), **common} if state in ("live", "parked") else {}
        asked = {"offered_to": factories.user(), "offer": "o"} if state == State.OFFERED else {}
        spoke = {"visitor_spoke_at": moment}
        factories.conversation(factories.customer(site), state=state, **held, **asked, **spoke)
    for ended_in, outcome in (("queued", "left"), ("live", "resolved"), ("live", "ticket"), ("bot", "left")):
        ended = {"ended_in": ended_in, "outcome": outcome, "score": 5, "bot_answered": True}
        factories.conversation(factories.customer(site), state=State.RESOLVED, **ended)

    found = vera.get(f"/board/{figure}?limit=200").json()

    whole = {"oldest_wait": 1, "first_response": 2, "csat": 4}
    assert len(found["items"]) == whole.get(figure, found["value"]) > 0


def test_a_team_is_shown_its_own_and_what_any_team_may_take(vera: Caller, site: Site) -> None:
    care, abroad = factories.team("care"), factories.team("abroad")
    anna = factories.user(team=care)
    factories.seat(anna, team=care)
    directed, common = waiting(site, team=care), waiting(site)
    waiting(site, team=abroad)
    held = factories.conversation(factories.customer(site), state=State.LIVE, assignee=anna, last_agent=anna)

    def listed(figure: str) -> set[str]:
        return {card["id"] for card in vera.get(f"/board/{figure}?team=care").json()["items"]}

    assert listed("waiting") == {str(directed.pk), str(common.pk)}
    assert listed("live") == {str(held.pk)}


def test_yesterday_by_the_sites_own_clock_is_not_today(vera: Caller, site: Site) -> None:
    """Where it is always soon after midnight, what began an hour ago was yesterday."""
    moment = now()
    zone = f"Etc/GMT{moment.hour:+d}" if moment.hour <= 12 else f"Etc/GMT-{24 - moment.hour}"
    Calendar.objects.create(site=site, zone=zone)
    factories.conversation(factories.customer(site), created_at=moment - timedelta(hours=1))
    factories.conversation(factories.customer(site), created_at=moment)

    assert vera.get("/board/conversations?site=demo").json()["value"] == 1


@pytest.mark.parametrize("named", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_zone_that_nobody_knows_is_the_installations(site: Site, named: str) -> None:
    Calendar.objects.create(site=site, zone=named)

    assert str(figures.zone("demo")) == "UTC"


def test_sites_that_disagree_are_counted_by_the_installations_clock(site: Site) -> None:
    Calendar.objects.create(site=site, zone="Asia/Tokyo")
    assert str(figures.zone(None)) == "Asia/Tokyo"

    Calendar.objects.create(site=factories.site("other"), zone="Asia/Shanghai")
    assert str(figures.zone(None)) == "UTC"
    assert str(figures.zone("other")) == "Asia/Shanghai"


@pytest.mark.parametrize("number", [1, 40])
def test_a_board_costs_as_many_queries_however_much_there_is(site: Site, number: int) -> None:
    factories.team("care")
    for _ in range(number):
        factories.seat()
        talk = factories.conversation(factories.customer(site), visitor_spoke_at=now(), bot_answered=True)
        Turn.objects.create(
            conversation=str(talk.pk), entry=str(talk.pk), query="q", confidence=0.5, at=now()
        )
        waiting(site, needs={"en": 1})
        held = {"assignee": factories.user(), "first_answered_at": now(), "first_response_s": 3.0}
        factories.conversation(factories.customer(site), state=State.LIVE, **held)

    with CaptureQueriesContext(connection) as asked:
        shown = board.snapshot(now(), "demo", "care")

    assert len(asked) <= QUERIES, [query["sql"] for query in asked]
    assert shown.waiting == number


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the words of SQLite's planner")
@pytest.mark.parametrize("figure", [*figures.NOW, *figures.TODAY])
@pytest.mark.parametrize("where", [(None, None), ("demo", None), (None, "care")])
def test_the_past_is_not_read(site: Site, figure: str, where: tuple[str | None, str | None]) -> None:
    """By an index of the board, and where it is about today by its time: anything else would grow with every year."""
    factories.team("care")
    at = figures.moment(now(), None)
    definition = (figures.NOW | figures.TODAY)[figure]  # type: ignore[operator]

    plan = figures.within(*where).filter(definition(at)).order_by().explain()

    [step] = [line for line in plan.splitlines() if " conversations_conversation " in line]
    assert "INDEX board_by_" in step, plan
    assert "_at>?" in step or figure in ("waiting", "offered", "live", "parked"), plan


def test_rows_stand_in_the_order_of_concern(site: Site) -> None:
    moment, agent = now(), factories.user()
    ago = [moment - timedelta(seconds=seconds) for seconds in (100, 50, 30, 20, 10)]
    late = waiting(site, arrived_at=ago[1], promise_s=30)
    patient = waiting(site, arrived_at=ago[0], promise_s=180)
    held: dict[str, Any] = {"state": State.LIVE, "assignee": agent}
    old = factories.conversation(factories.customer(site), **held, since=ago[1])
    new = factories.conversation(factories.customer(site), **held, since=ago[4])
    silent = factories.conversation(factories.customer(site), **held, since=ago[0], labels=["unanswered"])
    bot = factories.conversation(factories.customer(site), visitor_spoke_at=ago[2])
    aside = factories.conversation(factories.customer(site), state=State.PARKED, assignee=agent)

    shown = board.snapshot(moment)

    order = [late, patient, silent, new, old, bot, aside]
    assert [row.id for row in shown.rows] == [str(row.pk) for row in order]
    assert shown.oldest is not None
    assert shown.oldest.conversation == str(patient.pk)
    assert shown.oldest_wait_s == 100.0


def test_who_has_just_begun_to_wait_is_the_oldest_where_nobody_else_waits(site: Site) -> None:
    moment = now()
    held = {"assignee": factories.user(), "arrived_at": moment - timedelta(minutes=5)}
    factories.conversation(factories.customer(site), state=State.LIVE, **held)
    came = waiting(site, arrived_at=moment)

    oldest = board.snapshot(moment).oldest

    assert oldest is not None
    assert oldest.conversation == str(came.pk)


def test_a_row_of_the_bot_says_how_sure_it_was_last(site: Site) -> None:
    talk = factories.conversation(factories.customer(site), visitor_spoke_at=now())
    said = {"conversation": str(talk.pk), "query": "q", "at": now()}
    for entry, confidence in (("1", 0.4), ("2", 0.9)):
        Turn.objects.create(entry=entry, step="answer", confidence=confidence, **said)

    assert [row.bot_confidence for row in board.snapshot(now()).rows] == [0.9]

    Turn.objects.create(entry="3", step="miss", confidence=0.2, **said)

    assert [row.bot_confidence for row in board.snapshot(now()).rows] == [None]


def test_a_conversation_keeps_its_beginning_when_its_state_changes(site: Site) -> None:
    begun = now() - timedelta(minutes=9)
    talk = factories.conversation(factories.customer(site), visitor_spoke_at=now(), since=now())
    type(talk).objects.filter(pk=talk.pk).update(created_at=begun)

    assert [row.began for row in board.snapshot(now()).rows] == [stamp(begun)]


def test_who_has_no_open_line_is_offline_whatever_they_chose(site: Site) -> None:
    factories.seat(factories.user("tom"))

    [tom] = board.snapshot(now()).people

    assert (tom.state, board.snapshot(now()).free) == ("offline", 0)


def test_without_hours_a_sites_day_begins_in_its_own_zone(site: Site) -> None:
    Site.objects.update(zone="Asia/Shanghai")

    assert str(figures.zone("demo")) == str(figures.zone(None)) == "Asia/Shanghai"
