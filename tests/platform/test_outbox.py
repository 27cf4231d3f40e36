"""The outbox: owed with what causes it, done at least once, by one at a time, under one id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction

from chatdesk.kernel import outbox
from chatdesk.kernel.ids import request_id
from chatdesk.kernel.models import OutboxRow
from chatdesk.kernel.outbox import Effect
from conversations.journal import Tx, journal
from tests.platform.owing import World, later, owe, world

__all__ = ["world"]  # a fixture
pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)  # commits


# --- with what causes it ---------------------------------------------------------------------------------------------
@real
def test_what_is_rolled_back_is_not_owed(world: World) -> None:
    def spill() -> None:
        with transaction.atomic():
            outbox.put("tea", {"tea": "oolong"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spill()

    assert (outbox.run(), world.heard) == (0, [])


@real
def test_nothing_is_owed_outside_of_a_transaction(world: World) -> None:
    with pytest.raises(outbox.OutsideTransaction):
        outbox.put("tea", {"tea": "oolong"})


@real
def test_whoever_does_it_is_woken_after_the_commit_and_not_before(world: World) -> None:
    woken: list[bool] = []
    outbox.wakes(lambda: woken.append(connection.in_atomic_block))

    with transaction.atomic():
        outbox.put("tea", {"tea": "oolong"})
        assert OutboxRow.objects.owed().exists()  # with the rest, not after it
        assert woken == []

    assert woken == [False]


@real
def test_who_can_not_be_woken_stops_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    outbox.wakes(lambda: 1 // 0)

    owe()

    assert OutboxRow.objects.owed().count() == 1
    assert "nobody could be woken" in caplog.text


@real
def test_an_operation_of_the_journal_owes_under_its_own_id_and_a_failing_one_owes_nothing(
    world: World,
) -> None:
    def owes(tx: Tx) -> UUID:
        return outbox.put("tea", {"tea": request_id.get()})

    def fails(tx: Tx) -> None:
        outbox.put("tea", {"tea": "spilt"})
        raise ZeroDivisionError

    token = request_id.set("c0ffee-0001.7")
    try:
        done, failed = journal.submit(owes), journal.submit(fails)
        made = done.result(10)
        assert failed.exception(10)
    finally:
        request_id.reset(token)
        journal.stop()

    assert list(OutboxRow.objects.values_list("pk", "request_id")) == [(made, "c0ffee-0001.7")]


def test_what_is_owed_is_sealed_until_it_is_done_and_then_forgotten(world: World) -> None:
    owe("mei@tea.example")

    assert "mei" not in OutboxRow.objects.get().payload
    outbox.run()
    assert OutboxRow.objects.get().payload == ""


# --- done ------------------------------------------------------------------------------------------------------------
def test_each_is_done_once_and_in_its_turn(world: World) -> None:
    ids = [owe(tea) for tea in ("oolong", "longjing", "puer")]

    assert outbox.run() == 3
    assert world.heard == list(zip(ids, ["oolong", "longjing", "puer"], strict=True))
    assert outbox.run() == 0


def test_the_log_of_what_is_done_has_the_id_of_what_caused_it(world: World) -> None:
    seen: list[str] = []
    outbox.delivers("tea", lambda effect: seen.append(request_id.get()))
    token = request_id.set("c0ffee-0002")
    owe()
    request_id.reset(token)

    outbox.run()

    assert seen == ["c0ffee-0002"]
    assert request_id.get() != "c0ffee-0002"


@real
def test_two_at_once_never_do_the_same(world: World) -> None:
    """Each waits for the other with its first in hand, so both are surely at it."""
    both = threading.Barrier(2, timeout=10)
    first, lock = threading.local(), threading.Lock()

    def hear(effect: Effect) -> None:
        if not hasattr(first, "met"):
            first.met = True
            both.wait()
        with lock:
            world.hear(effect)

    outbox.delivers("tea", hear)
    ids = {owe(str(n)) for n in range(20)}

    def work() -> None:
        outbox.run()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Counter(id for id, _ in world.heard) == Counter(ids)


def test_nobody_is_at_what_somebody_has_leased(world: World) -> None:
    owe()

    assert outbox.claim({"tea"}) is not None
    assert outbox.claim({"tea"}) is None


def test_a_lease_that_ran_out_lets_another_do_it(world: World) -> None:
    made = owe()
    outbox.claim({"tea"})
    later(1)

    assert outbox.run() == 1
    assert [id for id, _ in world.heard] == [made]


def test_a_kind_that_nobody_here_delivers_waits_for_a_process_that_does(world: World) -> None:
    with transaction.atomic():
        outbox.put("coffee", {})

    assert outbox.run() == 0
    assert outbox.standing().waiting == {"coffee": 1}


# --- a crash between effect and mark ---------------------------------------------------------------------------------
BEGINS = """
import sys, django; django.setup()
from pathlib import Path
from chatdesk.kernel import outbox
outbox.delivers("tea", lambda effect: Path(sys.argv[1]).open("a").write(f"{effect.id}\\n"))
"""
OWES = """
from django.core.management import call_command
from django.db import transaction
call_command("migrate", "kernel", verbosity=0)
with transaction.atomic():
    outbox.put("tea", {})
outbox.run()
"""
LATER = """
from django.db.models import F
from chatdesk.kernel.models import OutboxRow
early = outbox.run()
OutboxRow.objects.update(lease_until=F("created_at"))
print(early, outbox.run(), OutboxRow.objects.get().pk)
"""


def test_killed_before_the_mark_it_is_done_again_under_the_same_id(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    env = {"PATH": os.environ["PATH"], "CHATDESK_DATA": str(tmp_path), "CHATDESK_SECRET_KEY": "k" * 50}
    env |= {"DJANGO_SETTINGS_MODULE": "chatdesk.settings", "CHATDESK_TESTING": "1"}

    def python(program: str, **more: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", BEGINS + program, str(heard)]
        return subprocess.run(
            words, capture_output=True, text=True, check=False, env=env | more, cwd=settings.HOME
        )

    killed = python(OWES, CHATDESK_FAILPOINTS="outbox_before_mark:1")
    again = python(LATER)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    early, late, made = again.stdout.split()
    assert (early, late) == ("0", "1")
    assert heard.read_text().split() == [made, made]
