"""One PostgreSQL for all of these tests, with a database of its own for whoever asks, and a shop that may move there."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.platform.test_up import ROOT, environment
from tests.scaled.fleet import Fleet

FILL = """
import django, pathlib, sys
django.setup()
from chatdesk.demo import fill
fill.ensure(pathlib.Path(sys.argv[1]), url="http://127.0.0.1:8000", say=print)
from accounts import audit
from accounts.models import User
for number in range(120):
    audit.record("setting_changed", actor=User.objects.first(), detail={"茶": "龙井", "number": number, "on": True})
"""
NewDatabase = Callable[..., str]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[servers.Postgresql]:
    if not servers.have_postgresql():
        pytest.skip("PostgreSQL 15 is not installed here")
    with servers.cluster() as server:
        yield server


@pytest.fixture(scope="session")
def new_database(cluster: servers.Postgresql) -> NewDatabase:
    """The URL of an empty database, made now."""
    return lambda *more: cluster.make(f"moved_{next(_numbers)}", *more)


@pytest.fixture(scope="module")
def fleet(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Nobody runs yet."""
    if servers.CHOSEN is None:
        pytest.skip("neither Redis nor Valkey is installed here")
    with servers.redis() as redis:
        running = Fleet(tmp_path_factory.mktemp("fleet"), new_database(), redis)
        try:
            yield running
        finally:
            running.close()


@pytest.fixture(scope="session", autouse=True)
def built() -> Iterator[None]:
    """A front end that counts as built, where nobody has built it yet."""
    loader = ROOT / "frontend" / "dist" / "w.js"
    was_there = loader.exists()
    if not was_there:
        loader.parent.mkdir(parents=True, exist_ok=True)
        loader.write_text("")
    yield
    if not was_there:
        loader.unlink()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo, with an audit trail; made once."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "secret.key").write_text("the key of this folder\n")
    given = environment(
        CHATDESK_DATA=str(folder), CHATDESK_DEMO="1", CHATDESK_SECRET_KEY="the key of this folder",
        DJANGO_SETTINGS_MODULE="chatdesk.settings",
    )  # fmt: skip
    for words in ([str(ROOT / "manage.py"), "migrate", "--verbosity=0"], ["-c", FILL, str(folder)]):
        subprocess.run(
            [sys.executable, *words], env=given, cwd=ROOT, check=True, timeout=180, stdout=subprocess.DEVNULL
        )
    return folder


@pytest.fixture
def data(shop: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shop, tmp_path / "data"))
