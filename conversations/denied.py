"""A frame that its sender may not send leaves a line in the audit trail, off the loop and at most once a minute."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future
from typing import Any

from accounts import denials
from accounts.models import User
from chatdesk.kernel.errors import DeskError, NotAllowed
from conversations import reads

log = logging.getLogger("chatdesk.denied")
_tasks: set[asyncio.Task[None]] = set()


def note(user: User, frame: Any) -> None:
    """Call on the loop; nothing waits for it, and a database that doesn't answer costs the line, not the socket."""
    wanted = type(frame).__struct_config__.tag
    talk = getattr(frame, "conversation", "")
    task = asyncio.get_running_loop().create_task(
        _written(user, wanted, f"conversation-{talk}" if talk else wanted)
    )
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def _written(user: User, wanted: str, subject: str) -> None:
    try:
        await reads.read(denials.note, user, subject, wanted=wanted)
    except DeskError as error:
        log.warning("a refusal could not be written down: %s", error)


def watch(future: Future[Any], user: User, frame: Any) -> None:
    """Write down the refusal that `future` may end in."""
    loop = asyncio.get_running_loop()

    def done(finished: Future[Any]) -> None:
        if not finished.cancelled() and isinstance(finished.exception(), NotAllowed) and not loop.is_closed():
            loop.call_soon_threadsafe(note, user, frame)

    future.add_done_callback(done)
