"""The owner's link as a start prints it and the command line makes it anew."""

from __future__ import annotations

import re
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.platform.test_up import PATIENCE_S, command, environment, free_port, server
from tests.platform.test_up import built as built
from tests.platform.test_up import data as data
from tests.platform.test_up import migrated as migrated


def chatdesk(*args: str, data: Path, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*args, "--data", str(data)),
        env=environment(),
        input=said,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def status(link: str) -> int:
    try:
        with urllib.request.urlopen(link, timeout=PATIENCE_S) as answer:  # noqa: S310  (our own link)
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def welcome(data: Path, port: int) -> tuple[str, str]:
    """What the start printed, and what the command line printed for `user owner-link` while it ran."""
    with server(data, port) as running:
        assert running.stdout is not None
        lines = []
        for line in running.stdout:
            lines.append(line)
            if "Stop" in line:
                break
        text = "".join(lines)
        if found := re.search(r"http\S+/owner/\S+/", text):
            assert status(found[0]) == 200
        again = chatdesk("user", "owner-link", data=data)
        if found:
            assert (status(found[0]), status(again.stdout.strip())) == (410, 200)
        return text, again.stdout + again.stderr


def test_a_start_without_an_administrator_prints_a_link_that_a_newer_one_ends(data: Path):
    port = free_port()

    printed, again = welcome(data, port)

    assert f"http://127.0.0.1:{port}/owner/" in printed
    assert again.startswith(f"http://127.0.0.1:{port}/owner/")


@pytest.mark.timeout(120)
def test_with_an_administrator_there_is_no_link_any_more(data: Path):
    made = chatdesk("user", "ada@example.com", "--role", "admin", data=data, said="correct horse battery\n")
    assert made.returncode == 0, made.stderr

    printed, again = welcome(data, free_port())

    assert "/owner/" not in printed
    assert "The link was used, and an administrator is there" in again
