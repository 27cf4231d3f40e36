"""The job queue in memory: who waits for a job is woken by it, and doesn't find it at the next poll."""

from __future__ import annotations

import threading

import pytest
from kombu import Connection

from chatdesk.kernel import memory


def test_a_job_wakes_the_worker_long_before_it_would_poll(monkeypatch):
    monkeypatch.setattr(memory, "POLL_S", 60.0)
    heard: list[object] = []
    with Connection("memory://localhost") as link, link.SimpleQueue("woken") as queue:
        waiting = threading.Thread(target=lambda: heard.append(queue.get(timeout=30).payload), daemon=True)
        waiting.start()
        waiting.join(0.2)  # it sleeps by now
        with Connection("memory://localhost") as other, other.SimpleQueue("woken") as sender:
            sender.put({"n": 7})
            waiting.join(5)

    assert heard == [{"n": 7}]


def test_a_wait_for_nothing_ends_in_time():
    with (
        Connection("memory://localhost") as link,
        link.SimpleQueue("quiet") as queue,
        pytest.raises(queue.Empty),
    ):
        queue.get(timeout=0.2)
