"""What web processes count and remember together, in Redis: for a moment without it, each by itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

T = TypeVar("T")
WAIT_S = 0.25  # for an answer of Redis; nobody's request may hang on it
AWAY_S = 5.0  # after it didn't answer, it isn't asked for so long
TAKE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local burst, per_s = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = math.min(burst, (tonumber(kept[1]) or burst) + (now - (tonumber(kept[2]) or now)) * per_s)
local wait = 0
if tokens < 1 then wait = math.max(1, math.ceil((1 - tokens) / per_s * 1000)) else tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / per_s * 1000))
return {wait, math.floor(tokens)}
"""
log = logging.getLogger("chatdesk.shared")


class _Away:
    """Whether Redis is asked at all."""

    until = 0.0  # on the monotonic clock

    def asked(self, question: Callable[[], T]) -> tuple[T] | None:
        """The answer; None where there is none, and for a while after that."""
        from redis.exceptions import RedisError

        if time.monotonic() < self.until:
            return None
        try:
            return (question(),)
        except RedisError as error:
            self.until = time.monotonic() + AWAY_S
            log.warning("each process counts for itself for a while", extra={"why": type(error).__name__})
            return None


away = _Away()


def take(name: str, *, per_s: float, burst: int) -> tuple[int, int] | None:
    """Take one of a bucket that all processes share: the milliseconds to wait (0: it was taken), and how many are left.

    None where nothing is shared, or Redis doesn't answer.
    """
    if not settings.REDIS_URL:
        return None
    answer = away.asked(lambda: _script()(keys=[f"chatdesk:pace:{name}"], args=[burst, per_s]))
    return (int(answer[0][0]), int(answer[0][1])) if answer else None


class Cache(RedisCache):
    """Django's cache in Redis, and in this process while Redis is away: who signs in then isn't shown an error."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._here = LocMemCache("without-redis", {})

    def add(self, key: str, value: Any, *args: Any, **more: Any) -> bool:
        found = away.asked(lambda: super(Cache, self).add(key, value, *args, **more))
        return found[0] if found else self._here.add(key, value, *args, **more)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = away.asked(lambda: super(Cache, self).get(key, default, version))
        return found[0] if found else self._here.get(key, default, version)

    def set(self, key: str, value: Any, *args: Any, **more: Any) -> None:
        if away.asked(lambda: super(Cache, self).set(key, value, *args, **more)) is None:
            self._here.set(key, value, *args, **more)

    def delete(self, key: str, version: int | None = None) -> bool:
        found = away.asked(lambda: super(Cache, self).delete(key, version))
        return found[0] if found else self._here.delete(key, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        found = away.asked(lambda: super(Cache, self).incr(key, delta, version))
        return found[0] if found else self._here.incr(key, delta, version)


@lru_cache(maxsize=1)
def _script() -> Any:
    import redis

    link = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=WAIT_S, socket_connect_timeout=WAIT_S)
    return link.register_script(TAKE)
