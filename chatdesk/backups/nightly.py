"""The daily backup of the embedded shape, on a thread of its own: jobs must not wait for it."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from pathlib import Path

from chatdesk.backups import making
from chatdesk.starting.folder import CantStart

LOOK_EVERY_S = 600.0
log = logging.getLogger("chatdesk.backup")
_one = threading.Lock()


def begin_if_due(folder: Path) -> threading.Thread | None:
    """Begin the backup if it is time and none is being made; None otherwise."""
    if not making.is_due(folder, datetime.now(UTC)) or not _one.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_make, args=(folder,), name="backup", daemon=True)
    thread.start()
    return thread


def _make(folder: Path) -> None:
    try:
        path = making.keep(folder, making.DAILY)
        log.info("backed up", extra={"file": path.name, "bytes": path.stat().st_size})
    except CantStart as error:
        log.error("the daily backup failed: %s", error)
    except Exception:
        log.exception("the daily backup failed")
    finally:
        _one.release()
