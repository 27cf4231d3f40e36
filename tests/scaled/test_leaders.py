"""While the leading router is killed every few seconds, nobody is assigned twice and nobody is left waiting."""

from __future__ import annotations

import pytest

from tests.bench import leaders


@pytest.mark.long
@pytest.mark.timeout(280)
def test_killing_the_leader_again_and_again_breaks_no_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert leaders.main(["--minutes", "0.25", "--rate", "30"]) == 0
    assert "double assignments 0, rules broken at the end {}" in capsys.readouterr().out
