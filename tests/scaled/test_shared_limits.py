"""What is counted over all processes, in a real Redis; and by each for itself while that is away."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache

from chatdesk import pacing
from chatdesk.kernel import ids, shared
from conversations.rates import Rates
from tests import servers
from tests.platform.test_up import ROOT, environment

pytestmark = pytest.mark.timeout(60)
ELSEWHERE = """
import django, sys; django.setup()
from chatdesk import pacing
from conversations.rates import Rates
pacing.rates = Rates(per_s=0.01, burst=30)
print(sum(not pacing.taken(sys.argv[1])[0] for _ in range(40)))
"""


@pytest.fixture
def redis(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[servers.Redis]:
    """The one that this process counts in; `pacing` gives 30 at once."""
    if servers.CHOSEN is None:
        pytest.skip("neither Redis nor Valkey is installed here")
    with servers.redis() as server:
        settings.REDIS_URL = server.url
        monkeypatch.setattr(shared, "away", shared._Away())
        monkeypatch.setattr(shared, "AWAY_S", 0.5)
        monkeypatch.setattr(pacing, "rates", Rates(per_s=0.01, burst=30))
        shared._script.cache_clear()
        yield server
        shared._script.cache_clear()


def passed(caller: str, of: int) -> int:
    return sum(not pacing.taken(caller)[0] for _ in range(of))


def test_two_processes_give_no_more_than_one(redis: servers.Redis):
    caller = ids.public()
    given = environment(CHATDESK_REDIS_URL=redis.url, DJANGO_SETTINGS_MODULE="chatdesk.settings")
    words = [sys.executable, "-c", ELSEWHERE, caller]
    others = [subprocess.Popen(words, env=given, cwd=ROOT, stdout=-1) for _ in range(2)]
    here = passed(caller, 20)

    there = [int(one.communicate(timeout=40)[0]) for one in others]

    assert here + sum(there) == 30


def test_many_at_once_take_each_only_one(redis: servers.Redis):
    caller = ids.public()
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: passed(caller, 20), range(8))) == 30


def test_it_says_how_long_to_wait_and_how_many_are_left(redis: servers.Redis):
    caller = ids.public()

    assert pacing.taken(caller) == (0, 29)
    passed(caller, 29)
    wait_ms, left = pacing.taken(caller)

    assert 99_000 < wait_ms <= 100_000
    assert left == 0


def test_what_was_used_comes_back(redis: servers.Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pacing, "rates", Rates(per_s=20, burst=4))
    caller = ids.public()
    assert passed(caller, 6) >= 4
    time.sleep(0.3)

    assert passed(caller, 4) == 4


def test_without_redis_each_process_counts_for_itself_and_nobody_hangs(redis: servers.Redis):
    caller = ids.public()
    assert passed(caller, 40) == 30
    redis.stop()
    begun = time.monotonic()

    assert passed(caller, 40) == 30
    assert time.monotonic() - begun < 3 * shared.WAIT_S

    redis.start()
    time.sleep(shared.AWAY_S)
    pacing.taken(caller)
    assert pacing.taken(caller)[1] < 30
    assert shared.away.until < time.monotonic()


def test_a_frozen_redis_holds_nobody_up(redis: servers.Redis):
    passed(ids.public(), 1)
    with ThreadPoolExecutor(1) as pool:
        frozen = pool.submit(redis.freeze, 2.0)
        time.sleep(0.2)
        begun = time.monotonic()
        assert passed(ids.public(), 10) == 10
        took = time.monotonic() - begun
        frozen.result()

    assert took < 1.0


def test_the_cache_goes_on_while_redis_is_away(redis: servers.Redis):
    """A code of the second step is good once: that is kept in it, and signing in must not fail for want of Redis."""
    params: dict[str, Any] = {"OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}}
    cache, plain = shared.Cache(redis.url, params), RedisCache(redis.url, params)
    assert cache.add("code", "y", timeout=30)
    assert plain.get("code") == "y"
    assert not cache.add("code", "y", timeout=30)
    redis.stop()

    assert cache.add("code", "y", timeout=30), "what was in Redis isn't known here"
    assert not cache.add("code", "y", timeout=30)
    cache.set("n", 1)
    assert (cache.get("n"), cache.incr("n"), cache.delete("n"), cache.get("n", "none")) == (
        1,
        2,
        True,
        "none",
    )
