"""What is known of each commit afterwards: how long it took, and under which ids it was asked for."""

from __future__ import annotations

import logging
from collections.abc import Collection

from chatdesk.kernel import figures

log = logging.getLogger("chatdesk.journal")


def noted(requests: Collection[str], seconds: float, *, failed: int) -> None:
    """One commit has ended, of `failed` operations without effect."""
    figures.COMMIT.observe(seconds)
    figures.WRITTEN.labels("ok").inc(len(requests) - failed)
    if failed:
        figures.WRITTEN.labels("refused").inc(failed)
    if log.isEnabledFor(logging.DEBUG):
        asked = sorted({request for request in requests if request})
        log.debug("a commit", extra={"requests": asked, "failed": failed, "ms": round(seconds * 1000, 1)})
