"""Heavy work is done once for all who ask, apart from the server, and never for long."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from chatdesk.kernel.errors import Unavailable
from insights.routing import once, work

HOUR = {
    "agents": [{"id": "a", "skills": {"en": 1}, "capacity": 2, "team": None, "channels": None}],
    "streams": [
        {"name": "q", "rate": 0.005, "needs": {"en": 1}, "promise": 60.0, "work": 300.0, "spread": 1.0,
         "patience": 600.0, "steps": [[60.0, ["any"]]]}
    ],
    "changes": [0, 1], "visitors": 80, "policy": "promise",
}  # fmt: skip


def test_who_asks_the_same_meanwhile_waits_for_the_same() -> None:
    made, begun, go = [], threading.Event(), threading.Event()

    def make() -> str:
        made.append(1)
        begun.set()
        assert go.wait(5)
        return "answer"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(once.once, ("k",), make)
        assert begun.wait(5)
        others = [pool.submit(once.once, ("k",), make) for _ in range(2)]
        go.set()
        assert [each.result(5) for each in (first, *others)] == ["answer"] * 3
    assert len(made) == 1
    assert once.once(("k",), make) == "answer"
    assert len(made) == 1


def test_another_question_is_another_work() -> None:
    assert [once.once((name,), partial(str, name)) for name in ("a", "b")] == ["a", "b"]


def test_an_answer_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "KEPT_S", 0.05)
    asked: list[int] = []
    for _ in range(2):
        once.once(("k",), lambda: asked.append(1))
        time.sleep(0.1)

    assert len(asked) == 2


def test_no_more_than_a_few_answers_are_kept() -> None:
    for number in range(once.KEPT + 5):
        once.once((number,), lambda: None)

    assert len(once._known) == once.KEPT


def test_an_error_reaches_who_asked_and_is_not_kept() -> None:
    def fail() -> None:
        raise Unavailable("no")

    for _ in range(2):
        with pytest.raises(Unavailable, match="no"):
            once.once(("k",), fail)
    assert once.once(("k",), lambda: 1) == 1


def test_a_rehearsal_answers_from_a_process_of_its_own() -> None:
    told: Any = work.rehearse("what_if", HOUR)

    assert told["method"] == "erlang_a"
    assert [row["agents"] for row in told["rows"]] == [0, 1]
    assert told["rows"][0]["mean_wait_s"] > told["rows"][1]["mean_wait_s"] > 0


def test_one_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Unavailable, match="longer than 0 s"):
        work.rehearse("what_if", HOUR, most_s=0.05)


def test_one_that_fails_says_so_and_the_next_one_is_let_in() -> None:
    for _ in range(2):
        with pytest.raises(Unavailable, match="could not be worked out"):
            work.rehearse("what_if", {})
