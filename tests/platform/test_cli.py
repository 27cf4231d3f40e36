"""The command line: exactly its commands, and sentences instead of tracebacks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatdesk.kernel.release import VERSION

ROOT = Path(__file__).resolve().parents[2]


def run(*args: str, data: Path, said: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CHATDESK_")}
    environment |= {"PYTHONPATH": str(ROOT), "CHATDESK_DATA": str(data), "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "chatdesk", *args],
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


def test_version_prints_the_version(tmp_path):
    assert run("version", data=tmp_path).stdout == f"{VERSION}\n"


def test_an_unknown_command_exits_two(tmp_path):
    assert run("upp", data=tmp_path).returncode == 2


def test_an_account_may_come_with_an_api_key(tmp_path):
    environment = os.environ | {"CHATDESK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "chatdesk.settings"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True, timeout=60
    )

    done = run("user", "ada@example.com", "--key", "import", data=tmp_path, said="correct horse battery\n")

    assert done.returncode == 0, done.stderr
    assert "ada@example.com may sign in as agent" in done.stdout
    assert "API key import, shown this once: cd_" in done.stdout


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_that_is_none_exits_two(tmp_path, port):
    assert run("up", "--port", port, data=tmp_path).returncode == 2


def test_an_account_needs_a_server_that_ran_before(tmp_path):
    done = run("user", "ada@example.com", data=tmp_path, said="correct horse battery\n")

    assert done.returncode == 2
    assert "run `chatdesk up` first" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bot_is_judged_on_the_held_out_questions(tmp_path):
    done = run("bot", "eval", data=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "100 held-out demo questions, 40 of them out of scope" in done.stdout
