"""The outbox where something goes wrong: tried again, given up on, seen by whoever runs it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chatdesk.kernel import outbox
from chatdesk.kernel.clock import now
from chatdesk.kernel.models import OutboxRow
from chatdesk.kernel.outbox import Effect, Later, Never
from tests.platform.owing import World, later, owe, world

__all__ = ["world"]  # a fixture
pytestmark = pytest.mark.django_db


# --- not done --------------------------------------------------------------------------------------------------------
def test_a_failure_is_kept_and_tried_again_under_the_same_id(world: World) -> None:
    world.trouble = [Later("busy", "the kettle is busy")]
    made = owe()

    assert outbox.run() == 0
    row = OutboxRow.objects.get()
    assert (row.error, row.says, row.attempts, row.state) == ("busy", "the kettle is busy", 1, "waiting")
    assert row.due_at > now() + timedelta(seconds=10)
    later(1)
    assert outbox.run() == 1
    assert [id for id, _ in world.heard] == [made]
    assert OutboxRow.objects.get().error == ""


def test_one_that_can_not_be_done_does_not_stop_the_next(world: World) -> None:
    world.trouble = [Later("busy", "the kettle is busy")]
    owe("oolong")
    owe("puer")

    assert outbox.run() == 1
    assert [tea for _, tea in world.heard] == ["puer"]


def test_where_it_is_about_all_of_a_kind_the_others_are_left_for_the_next_run(world: World) -> None:
    world.trouble = [Later("down", "no water", rests=True)] * 2
    for tea in ("oolong", "puer"):
        owe(tea)

    assert outbox.run() == 0
    assert sorted(OutboxRow.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_fault_of_ours_is_logged_and_tried_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.trouble = [KeyError("mei@tea.example")]
    owe()
    outbox.run()

    assert "an effect failed" in caplog.text
    assert "mei" not in OutboxRow.objects.get().says
    assert OutboxRow.objects.get().error == "fault"


def test_what_can_never_be_done_is_given_up_on_at_once_and_loudly(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.trouble = [Never("refused", "no such cup")]
    owe()
    outbox.run()

    assert outbox.standing().given_up == 1
    assert [line.levelname for line in caplog.records if "given up on" in line.message] == ["ERROR"]


def test_after_so_many_attempts_it_is_given_up_on_and_on_demand_tried_again(world: World) -> None:
    world.trouble = [Later("busy", "the kettle is busy")] * outbox.MOST
    owe()
    for _ in range(outbox.MOST):
        later(200)
        outbox.run()

    assert OutboxRow.objects.get().state == "failed"
    later(200)
    assert outbox.run() == 0
    assert outbox.retry() == 1
    assert outbox.run() == 1


def test_one_that_ends_its_process_each_time_is_given_up_on(world: World) -> None:
    owe()
    for _ in range(outbox.MOST):
        later(200)
        assert outbox.claim({"tea"})
    later(200)
    outbox.run()

    assert OutboxRow.objects.get().error == "interrupted"


def test_what_was_sealed_under_another_key_is_given_up_on(world: World, settings: Any) -> None:
    owe()
    settings.SECRET_KEY = "another"
    outbox.run()

    assert OutboxRow.objects.get().error == "unreadable"


def test_who_lost_the_lease_does_not_undo_what_the_other_did(world: World) -> None:
    owe()

    def slow(effect: Effect) -> None:
        later(1)
        outbox.delivers("tea", world.hear)
        assert outbox.run() == 1
        raise Later("busy", "too late")

    outbox.delivers("tea", slow)
    outbox.run()

    row = OutboxRow.objects.get()
    assert (row.state, row.error, len(world.heard)) == ("done", "", 1)


@given(st.integers(1, 200))
def test_pauses_grow_to_a_longest_and_never_vanish(attempts: int) -> None:
    pause = outbox.pause(attempts)

    assert outbox.FIRST / 2 <= pause <= outbox.LONGEST
    assert pause <= outbox.FIRST * 2 ** min(attempts - 1, 20)


def test_attempts_go_on_for_half_a_day() -> None:
    assert sum((outbox.pause(n) for n in range(1, outbox.MOST)), timedelta()) > timedelta(hours=6)


def test_what_was_done_long_ago_is_forgotten(world: World) -> None:
    owe()
    outbox.run()
    outbox.tidy()
    assert OutboxRow.objects.exists()
    OutboxRow.objects.update(done_at=now() - timedelta(days=31))

    outbox.tidy()

    assert not OutboxRow.objects.exists()


# --- seen ------------------------------------------------------------------------------------------------------------
def test_figures_tell_what_waits_how_long_and_what_was_given_up_on(world: World) -> None:
    owe()
    OutboxRow.objects.update(created_at=now() - timedelta(seconds=90))
    world.trouble = [Never("refused", "no such cup")]

    assert 'chatdesk_outbox_waiting{kind="tea"} 1.0' in figures()
    assert 90 <= outbox.standing().oldest_s < 120
    outbox.run()
    assert "chatdesk_outbox_given_up 1.0" in figures()


def figures() -> str:
    return Client().get("/metrics").content.decode()


def test_what_waited_in_a_backup_is_held_until_somebody_asks(world: World) -> None:
    owe()

    assert outbox.hold("restored", "it was waiting when the backup was made") == 1
    assert (outbox.run(), outbox.retry(), outbox.run()) == (0, 1, 1)
