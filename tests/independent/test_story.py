"""The independent client lives through the story on a freshly started product."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.independent.product import ROOT, started


@pytest.mark.timeout(180)
def test_a_stranger_lives_through_the_whole_story_in_both_languages(tmp_path: Path) -> None:
    with started(tmp_path) as product:
        told = subprocess.run(
            [sys.executable, "-m", "tests.independent.story", str(product.demo)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.rstrip().endswith(" passed, 0 failed")
