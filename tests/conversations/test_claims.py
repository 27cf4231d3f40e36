"""Several processes that claim the same conversations at once never share one, nor give an agent more than their slots."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import have_postgresql

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(170)
@pytest.mark.parametrize("database", [
    [], pytest.param(["--postgresql"], marks=pytest.mark.skipif(not have_postgresql(), reason="PostgreSQL is not here")),
], ids=["sqlite", "postgresql"])  # fmt: skip
def test_claims_at_once_leave_no_double_assignment(database: list[str]) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CHATDESK_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.claims", "--claims", "400", "--processes", "4", *database],
        cwd=ROOT, env=clean, capture_output=True, text=True, timeout=160, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"400 claims by 4 processes .* double assignments 0, over capacity 0", done.stdout), (
        done.stdout
    )
