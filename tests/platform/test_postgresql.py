"""Backup and restore of PostgreSQL, with its own tools; where a server is given by CHATDESK_DATABASE_URL."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.platform.folders import chatdesk, refused
from tests.platform.test_up import ROOT, environment

SERVER = os.environ.get("CHATDESK_DATABASE_URL", "")
pytestmark = pytest.mark.skipif(not SERVER, reason="no PostgreSQL given by CHATDESK_DATABASE_URL")


@pytest.fixture
def url() -> Iterator[str]:
    """A database of its own, with tables."""
    name = f"chatdesk_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}".encode())
        made = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        migrate = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
        subprocess.run(migrate, env=environment(CHATDESK_DATABASE_URL=made), check=True, timeout=60)
        yield made
        link.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def kept(url: str) -> tuple[str, list[str]]:
    """The epoch, and what somebody added."""
    with psycopg.connect(url) as link:
        row = link.execute("SELECT epoch FROM conversations_incarnation").fetchone()
        added = link.execute("SELECT model FROM django_content_type WHERE app_label = 'tea'").fetchall()
        assert row is not None
        return row[0], [model for (model,) in added]


def test_a_backup_comes_back_under_a_new_epoch(url: str, tmp_path: Path):
    data, file = tmp_path / "data", tmp_path / "a.zip"
    data.mkdir(mode=0o700)
    (data / "secret.key").write_text("the key\n")
    done = chatdesk("backup", str(file), data=data, CHATDESK_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    before, _ = kept(url)
    with psycopg.connect(url) as link:
        link.execute("INSERT INTO django_content_type (app_label, model) VALUES ('tea', 'longjing')")
    assert kept(url) == (before, ["longjing"])

    done = chatdesk("restore", str(file), data=data, CHATDESK_DATABASE_URL=url)

    assert done.returncode == 0, done.stderr
    after, models = kept(url)
    assert models == []
    assert after != before
    assert len(list((data / "backups").glob("*-before-restore.zip"))) == 1
    assert "is whole" in chatdesk("audit", "verify", data=data, CHATDESK_DATABASE_URL=url).stdout


def test_without_its_tools_it_says_what_to_install(url: str, tmp_path: Path):
    done = chatdesk(
        "backup", str(tmp_path / "a.zip"), data=tmp_path, CHATDESK_DATABASE_URL=url, PATH="/nowhere"
    )

    assert "pg_dump is not on PATH" in refused(done)
    assert not (tmp_path / "a.zip").exists()
