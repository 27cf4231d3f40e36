"""Reading rows for sockets, on threads of their own: never on the loop, never on the journal's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import DatabaseError, InterfaceError, connection

from chatdesk.kernel.errors import Unavailable
from conversations import selectors
from conversations.protocol import encode

T = TypeVar("T")
THREADS = 2
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="reads")
_apart = ThreadPoolExecutor(1, thread_name_prefix="reads-apart")


async def read(query: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """What `query` returns; raises Unavailable when the database doesn't answer."""
    return await asyncio.get_running_loop().run_in_executor(_pool, lambda: _run(query, args, kwargs))


async def apart(query: Callable[..., T], *args: Any) -> T:
    """As `read`, on a thread of its own: for what thinks longer, so that nobody waits behind it for a row."""
    return await asyncio.get_running_loop().run_in_executor(_apart, lambda: _run(query, args, {}))


def _run(query: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    try:
        return query(*args, **kwargs)
    except (DatabaseError, InterfaceError) as error:
        connection.close_if_unusable_or_obsolete()
        raise Unavailable(
            f"the database does not answer ({type(error).__name__}); try again in a moment"
        ) from error


async def entries(conversation: int, after: int) -> list[tuple[int, str]]:
    """The next entries of the timeline as (seq, frame)."""
    rows = await read(selectors.entries_after, conversation, after)
    return [(row.seq, encode(selectors.entry_frame(row))) for row in rows]


async def notes(conversation: int, after: int) -> list[tuple[int, str]]:
    """The next notes as (n, frame)."""
    rows = await read(selectors.notes_after, conversation, after)
    return [(row.n, encode(selectors.note_frame(row))) for row in rows]


async def close() -> None:
    """Let the threads close their connections; for tests and for the end."""
    await asyncio.gather(
        *(read(lambda: connection.close()) for _ in range(THREADS * 4)), apart(lambda: connection.close())
    )
