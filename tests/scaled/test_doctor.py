"""The doctor on what several processes share: each thing really made wrong once, and a line that says what to do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import redis as client

from chatdesk.doctor import examination, shared
from tests import servers
from tests.platform.folders import bad
from tests.platform.test_up import ROOT, environment
from tests.scaled.conftest import NewDatabase

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def url(new_database: NewDatabase) -> str:
    """A database with tables."""
    made = new_database()
    migrate = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
    subprocess.run(migrate, env=environment(CHATDESK_DATABASE_URL=made), cwd=ROOT, check=True, timeout=180)
    return made


@pytest.fixture(scope="module")
def redis() -> Iterator[servers.Redis]:
    if servers.CHOSEN is None:
        pytest.skip("neither Redis nor Valkey is installed here")
    with servers.redis() as server:
        yield server


def runs(url: str, code: str) -> str:
    """What this code of ours prints on that database."""
    given = environment(CHATDESK_DATABASE_URL=url, DJANGO_SETTINGS_MODULE="chatdesk.settings")
    words = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    return (
        subprocess.run(words, env=given, cwd=ROOT, check=True, stdout=-1, timeout=60).stdout.decode().strip()
    )


def test_a_database_that_forgets_after_a_power_cut_is_named(url: str):
    """Ours for tests is one: it runs with fsync=off."""
    bad(shared.postgresql(url), "problem", "fsync is off", "ALTER SYSTEM RESET fsync")


def test_a_durable_one_is_shown_with_its_connections(url: str, cluster: servers.Postgresql):
    cluster.stop()
    cluster.start("fsync=on")
    try:
        found = shared.postgresql(url)
        cluster.sql("ALTER DATABASE postgres SET synchronous_commit = off")
        bad(shared.postgresql(f"{cluster.link}/postgres"), "problem", "synchronous_commit is off", "RESET")
    finally:
        cluster.sql("ALTER DATABASE postgres RESET synchronous_commit")
        cluster.stop()
        cluster.start()

    assert found.state == "ok"
    assert "PostgreSQL 15, 1 of 100 connections" in found.found


def test_two_processes_on_one_postgresql_without_redis_are_named(url: str):
    bad(shared.alone(url), "warning", "one process only", "CHATDESK_REDIS_URL")
    with (
        psycopg.connect(url, application_name="chatdesk 17@tea"),
        psycopg.connect(url, application_name="chatdesk 18@tea"),
        psycopg.connect(url, application_name="chatdesk 18@tea"),
    ):
        bad(shared.alone(url), "problem", "2 have this database open (17@tea, 18@tea)", "CHATDESK_REDIS_URL")


def test_our_processes_are_told_apart_by_postgresql(url: str):
    code = (
        "import os; from django.db import connection as c; k = c.cursor(); k.execute('SHOW application_name');"
        " print(k.fetchone()[0] == f'chatdesk {os.getpid()}@{os.uname().nodename}'[:63])"
    )

    assert runs(url, code) == "True"


def test_a_router_that_leads_one_that_is_gone_and_none_at_all_are_told_apart(url: str):
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("DELETE FROM routing_leader")
        bad(shared.router(url), "problem", "none has ever led", "chatdesk router")
        runs(url, "from routing.models import Leader; Leader.objects.create(pk=1, holder='a', epoch=1)")
        link.execute("UPDATE routing_leader SET until = now() - interval '90 s'")
        bad(shared.router(url), "problem", "none leads since 90 s", "chatdesk router")
        link.execute("UPDATE routing_leader SET until = now() + interval '5 s'")
        assert shared.router(url).state == "ok"


def test_a_redis_that_carries_is_named_with_its_version(redis: servers.Redis):
    found = shared.redis(redis.url)

    assert found.state == "ok", found
    assert found.found.startswith(("Redis ", "Valkey "))


def test_a_redis_that_lets_us_hear_nothing_is_named(redis: servers.Redis):
    link: Any = client.Redis.from_url(redis.url)
    link.execute_command("ACL", "SETUSER", "deaf", "on", "nopass", "~*", "+@all", "resetchannels")
    link.close()

    bad(shared.redis(redis.url.replace("//", "//deaf:x@")), "problem", "isn't heard", "allchannels")


def test_a_redis_that_is_not_there_is_named():
    bad(shared.redis("redis://127.0.0.1:1/0"), "problem", "doesn't serve", "CHATDESK_REDIS_URL")


def test_without_an_answer_from_postgresql_each_check_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("CHATDESK_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")
    found = {one.check: one for one in examination.examine(tmp_path)}

    for name in ("postgresql", "processes"):
        assert found[name].state == "problem"
        assert "PostgreSQL doesn't say" in found[name].found
