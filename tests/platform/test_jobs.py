"""Sweeps: each runs, and one that fails stops none of the others."""

from __future__ import annotations

from chatdesk.kernel import jobs


def test_a_sweep_that_fails_does_not_stop_the_next(monkeypatch, caplog):
    monkeypatch.setattr(jobs, "_sweeps", [])
    ran: list[str] = []

    def fails() -> None:
        raise RuntimeError("no such row")

    jobs.sweep(fails)
    jobs.sweep(lambda: ran.append("second"))

    assert jobs.run_sweeps() == 1
    assert ran == ["second"]
    assert "a sweep failed" in caplog.text


def test_registering_twice_runs_once(monkeypatch):
    monkeypatch.setattr(jobs, "_sweeps", [])
    ran: list[int] = []

    def count() -> None:
        ran.append(1)

    jobs.sweep(count)
    jobs.sweep(count)
    jobs.run_sweeps()

    assert ran == [1]
