"""`chatdesk simulate` against the product as a user starts it: practice visitors meet practice agents."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.independent.product import ROOT, started


def simulate(*words: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("CHATDESK_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "chatdesk", "simulate", *words],
        cwd=ROOT, env=clean, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


@pytest.mark.timeout(180)
def test_practice_visitors_meet_practice_agents_and_their_waits_are_told(tmp_path: Path) -> None:
    with started(tmp_path) as product:
        done = simulate(
            "--data", str(product.data), "--rate", "40", "--minutes", "0.2", "--agents", "3", "--work", "2"
        )

    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"(\d+) visitors came: (\d+) met an agent", done.stdout)
    assert found is not None, done.stdout
    assert int(found[1]) >= 3
    assert int(found[2]) >= int(found[1]) - 1  # one may have run out of patience
    assert "offers were made to practice agents" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--url", "http://127.0.0.1:9"), "no chatdesk answers at http://127.0.0.1:9"),
        (("--data", "nowhere"), "name it by --url"),
        (("--url", "http://127.0.0.1:9", "--agents", "2"), "there are 0 demo agents"),
        (("--url", "http://127.0.0.1:9", "--locales", "fr"), "choose of zh, en, ja"),
    ],
)
def test_what_cannot_be_practised_is_said(words: tuple[str, ...], says: str) -> None:
    done = simulate(*words)

    assert done.returncode == 2
    assert says in " ".join((done.stdout + done.stderr).split())
