"""One server a folder: a lock of the operating system, which no kill -9 can leave behind, and the URL beside it."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

PATIENCE_S = 10.0  # until a server that is just starting has said where


class Lock:
    """Held as long as this object's file is open, by this process alone."""

    def __init__(self, folder: Path) -> None:
        self.url_file = folder / "url"
        self.descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> bool:
        """Whether the lock is ours now; False means that a live server has it."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self.url_file.unlink(missing_ok=True)
        return True

    def is_free(self) -> bool:
        """Whether nobody has the lock; it stays free."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)
        return True

    def announce(self, url: str) -> None:
        self.url_file.write_text(url)

    def url(self) -> str:
        """Where the server that has the lock listens; "" if it hasn't said so within 10 s."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if self.url_file.exists() and (url := self.url_file.read_text()):
                return url
            time.sleep(0.1)
        return ""

    def release(self) -> None:
        self.url_file.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Let go of the file, and with it of the lock if it was ours."""
        os.close(self.descriptor)
