"""Failpoints: armed only in tests, loud when malformed, deadly when hit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from chatdesk.env import BadSetting
from chatdesk.kernel import failpoints

HIT = "from chatdesk.kernel import failpoints; failpoints.hit('before_commit'); print('survived')"


def run(**env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", HIT], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )


def test_an_armed_point_kills_the_process_at_once():
    done = run(CHATDESK_TESTING="1", CHATDESK_FAILPOINTS="before_commit:1")

    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")


def test_another_point_does_not():
    assert run(CHATDESK_TESTING="1", CHATDESK_FAILPOINTS="after_commit:1").stdout == "survived\n"


def test_without_testing_it_is_ignored_with_a_warning():
    done = run(CHATDESK_TESTING="0", CHATDESK_FAILPOINTS="before_commit:1")

    assert done.stdout == "survived\n"
    assert "needs CHATDESK_TESTING=1" in done.stderr


def test_with_a_public_url_it_is_refused():
    done = run(
        CHATDESK_TESTING="1",
        CHATDESK_FAILPOINTS="before_commit:1",
        CHATDESK_PUBLIC_URL="https://chat.example",
    )

    assert done.returncode == 1
    assert "is refused where CHATDESK_PUBLIC_URL is set" in done.stderr


@pytest.mark.parametrize(
    "text", ["before_comit:1", "before_commit", "before_commit:2", "before_commit:often"]
)
def test_a_malformed_one_stops_the_start(text):
    with pytest.raises(BadSetting, match="CHATDESK_FAILPOINTS"):
        failpoints.parse(text)
