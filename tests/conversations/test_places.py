"""What a waiting visitor is told: their place, how long it may take, and what they may choose instead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chatdesk.kernel.clock import now
from conversations import floor
from conversations.floor import Mirror
from conversations.frames import told as frames
from conversations.lifecycle import State
from conversations.models import Conversation
from conversations.places import Line, unforetold
from routing.models import Calendar, Seat
from tests import factories
from tests.conversations.acts import ago, live, seated
from tests.conversations.test_waiting import waits

pytestmark = pytest.mark.django_db
NEVER: list[list[list[int]]] = [[]] * 7
ALWAYS = [[[0, 1440]]] * 7


class Router:
    """The engine and the line as the router has them, looking when the test says."""

    def __init__(self) -> None:
        self.mirror, self.line = Mirror("promise"), Line()

    def looks(self, *, later: float = 0) -> dict[str, frames.Queue]:
        """Whom it tells what now; what the engine decides is not carried out."""
        seen = floor.look(now() + timedelta(seconds=later))
        self.mirror.follow(seen)
        return {frame.conversation: frame for _, frame in self.line.news(seen, self.mirror.estimate)}


@pytest.fixture
def router() -> Router:
    return Router()


def told(*talks: Conversation) -> list[tuple[int, bool]]:
    said = Router().looks()
    return [(said[str(talk.pk)].position, "message" in said[str(talk.pk)].options) for talk in talks]


def options(talk: Conversation) -> list[str]:
    return Router().looks()[str(talk.pk)].options


def busy(**fields: object) -> None:
    """One agent, who has a conversation and room for no other."""
    live(seated("mei", capacity=1, **fields))


def test_the_place_counts_those_who_compete_for_the_same_agents() -> None:
    seated("mei")
    first, second = waits(arrived_at=ago(9)), waits(arrived_at=ago(5))

    assert told(first, second) == [(1, False), (2, False)]


def test_who_waits_long_may_choose_otherwise() -> None:
    seated("mei")

    assert told(waits(arrived_at=ago(61))) == [(1, True)]


def test_where_nobody_can_take_it_the_choices_come_at_once() -> None:
    talk = waits()

    assert options(talk) == ["wait", "message", "callback", "bot"]


def test_beyond_the_cap_of_the_queue_the_choices_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATDESK_SET", "queue_cap=1")
    seated("mei")
    first, second = waits(arrived_at=ago(9)), waits(arrived_at=ago(5))

    assert told(first, second) == [(1, False), (2, True)]


# --- how long it may take --------------------------------------------------------------------------------------------
def test_who_waits_hears_the_engines_band_in_whole_seconds(router: Router) -> None:
    busy()
    talk = waits()

    wait = router.looks()[str(talk.pk)].wait

    estimate = router.mirror.estimate(talk.pk)
    assert estimate is not None
    assert wait is not None
    low, high = estimate.band()
    assert (wait.low_s <= low < wait.low_s + 1, wait.high_s - 1 < high <= wait.high_s) == (True, True)


def test_who_is_behind_others_hears_of_a_longer_wait(router: Router) -> None:
    busy()
    first, second = waits(arrived_at=ago(9)), waits(arrived_at=ago(5))

    said = router.looks()

    waited = [said[str(talk.pk)].wait for talk in (first, second)]
    assert waited[0] is not None
    assert waited[1] is not None
    assert (waited[0].low_s < waited[1].low_s, waited[0].high_s < waited[1].high_s) == (True, True)


def test_where_nobody_can_take_it_no_wait_is_invented(router: Router) -> None:
    talk = waits()

    assert router.looks()[str(talk.pk)].wait is None
    assert router.line.foretold() == []


def test_while_an_agent_is_asked_the_wait_is_the_offers_at_most(router: Router) -> None:
    mei, talk = seated("mei"), waits()
    asked = {"offered_to": mei, "offer": "an-offer", "offer_expires_at": ago(-20)}
    Conversation.objects.filter(pk=talk.pk).update(state=State.OFFERED, **asked)

    wait = router.looks()[str(talk.pk)].wait

    assert wait is not None
    assert (wait.low_s, wait.high_s) == (0, 20)
    assert router.line.foretold() == []


def test_the_wait_is_told_again_every_ten_seconds_and_not_before(router: Router) -> None:
    busy()
    talk = waits()
    router.looks()

    assert [bool(router.looks(later=after)) for after in (1, 9, 10.1, 11, 20.2)] == [
        False, False, True, False, True,
    ]  # fmt: skip
    assert router.line.frame(talk.pk) is not None


def test_a_change_of_place_is_told_at_once_with_a_new_wait(router: Router) -> None:
    busy()
    first, second = waits(arrived_at=ago(9)), waits(arrived_at=ago(5))
    before = router.looks()[str(second.pk)]
    Conversation.objects.filter(pk=first.pk).update(state=State.RESOLVED)

    after = router.looks(later=1)[str(second.pk)]

    assert (before.position, after.position) == (2, 1)
    assert before.wait is not None
    assert after.wait is not None
    assert after.wait.high_s < before.wait.high_s


def test_a_wait_is_told_as_soon_as_it_can_be_foretold(router: Router) -> None:
    busy(state=Seat.State.BUSY)  # keeps what they have; when they take more, place and choices stay the same
    talk = waits()
    assert router.looks()[str(talk.pk)].wait is None
    Seat.objects.update(state=Seat.State.ONLINE)

    assert router.looks(later=1)[str(talk.pk)].wait is not None


@pytest.mark.parametrize(("patience", "early"), [("1", False), ("100000", True)])
def test_a_wait_beyond_the_patience_shows_the_choices_at_once(
    patience: str, early: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATDESK_SET", f"patience_s={patience}")
    busy()

    assert options(waits()) == (["wait", "bot"] if early else ["wait", "message", "callback", "bot"])


def test_the_first_estimate_of_a_wait_is_kept_and_later_ones_are_not(router: Router) -> None:
    busy()
    talk = waits()

    router.looks()
    first = router.line.foretold()
    router.looks(later=11)

    assert [(one.conversation_id, one.arrived_at) for one in first] == [(talk.pk, talk.arrived_at)]
    assert 0 < first[0].low_s < first[0].mean_s < first[0].high_s
    assert router.line.foretold() == []


# --- opening hours ---------------------------------------------------------------------------------------------------
def test_out_of_the_sites_hours_the_choices_come_at_once_and_waiting_is_one_if_somebody_is_there() -> None:
    seated("mei")
    talk = waits()
    Calendar.objects.create(site=talk.site, week=NEVER)

    assert options(talk) == ["wait", "message", "callback", "bot"]


def test_out_of_hours_with_nobody_there_waiting_is_no_choice() -> None:
    talk = waits()
    Calendar.objects.create(site=talk.site, week=NEVER)

    assert options(talk) == ["message", "callback", "bot"]


def test_the_hours_of_the_team_that_it_is_for_count_too() -> None:
    seated("mei")
    talk = waits(team=factories.team("repairs"))
    Calendar.objects.create(team=talk.team, week=NEVER)

    assert options(talk) == ["wait", "message", "callback", "bot"]


def test_within_the_hours_nothing_changes() -> None:
    seated("mei")
    talk = waits(team=factories.team("repairs"))
    Calendar.objects.create(team=talk.team, week=ALWAYS)
    Calendar.objects.create(site=talk.site, week=ALWAYS)

    assert options(talk) == ["wait", "bot"]


def test_a_closed_teams_agents_are_not_there_for_who_waits() -> None:
    care = factories.team("care")
    seated("mei", team=care)
    talk = waits()
    Calendar.objects.create(team=care, week=NEVER)

    said = Router().looks()[str(talk.pk)]

    assert (said.wait, "message" in said.options) == (None, True)


def test_the_engine_gives_nothing_to_a_closed_teams_agents(router: Router) -> None:
    care = factories.team("care")
    seated("mei", team=care)
    tom, talk = seated("tom", team=factories.team("global")), waits()
    Calendar.objects.create(team=care, week=NEVER)

    decided = router.mirror.follow(floor.look(now()))

    assert [(one.conversation, one.agent) for one in decided] == [(str(talk.pk), str(tom.pk))]


def test_far_back_a_step_forward_is_told_at_once_and_the_wait_in_its_turn(
    router: Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conversations.places.NEAR", 1)
    busy()
    first, _, last = (waits(arrived_at=ago(age)) for age in (9, 7, 5))
    before = router.looks()[str(last.pk)]
    Conversation.objects.filter(pk=first.pk).update(state=State.RESOLVED)

    soon, later = (router.looks(later=after)[str(last.pk)] for after in (5, 10.5))

    assert [frame.position for frame in (before, soon, later)] == [3, 2, 2]
    assert soon.wait == before.wait
    assert before.wait is not None
    assert later.wait is not None
    assert later.wait.high_s < before.wait.high_s


def test_where_no_engine_is_at_hand_the_place_comes_without_a_wait() -> None:
    busy()
    first, second = waits(arrived_at=ago(9)), waits(arrived_at=ago(5))
    seen = floor.look(now())

    frame = unforetold(seen, second.pk)

    assert frame is not None
    assert (frame.position, frame.wait, frame.options) == (2, None, ["wait", "bot"])
    assert unforetold(seen, first.pk + second.pk) is None
