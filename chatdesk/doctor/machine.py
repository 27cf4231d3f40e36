"""Checks of the machine: Python, SQLite, clock, limits, disk. Standard library only."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from chatdesk.doctor.result import Result, ok, problem, warning

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35)  # RETURNING
FEW_FILES, ENOUGH_FILES = 1024, 4096
LITTLE, TIGHT = 100 * 2**20, 2**30  # bytes free
MOVED_S, BEHIND_S, APART_S, WATCH_S = 0.05, 5.0, 3.0, 0.3
FEATURES = (
    ("RETURNING", "INSERT INTO tea VALUES ('Longjing') RETURNING name"),
    ("JSON", """SELECT json_extract('{"tea": 1}', '$.tea')"""),
)
WITH_NTP = "let the machine keep time by NTP (timedatectl set-ntp true)"


def python(version: tuple[int, int] = sys.version_info[:2]) -> Result:
    told = ".".join(map(str, version))
    if version < OLDEST_PYTHON:
        return problem("python", told, "install Python 3.11 or newer and install chatdesk with it")
    return ok("python", told)


def sqlite(folder: Path, version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Result:
    """Tries what we need of SQLite where the data will be: the file system has a say in WAL."""
    told = ".".join(map(str, version))
    if version < OLDEST_SQLITE:
        return problem("sqlite", told, "install a Python that brings SQLite 3.35 or newer")
    try:
        missing = _lacks(folder)
    except (OSError, sqlite3.Error) as error:
        return problem(
            "sqlite", f"{told} can't work in {folder} ({error})", "choose another folder with --data DIR"
        )
    if missing == "WAL":
        return problem(
            "sqlite",
            f"{told} can't use WAL in {folder}",
            "put the data folder on a local disk, not a network drive",
        )
    if missing:
        return problem("sqlite", f"{told} lacks {missing}", "install a Python that brings a complete SQLite")
    return ok("sqlite", f"{told} with WAL, RETURNING and JSON")


def clock(folder: Path, latest: datetime | None, now: Callable[[], float] = time.time) -> Result:
    """Whether the clock runs evenly, agrees with the file system, and isn't behind what was written (`latest`)."""
    wall, even = now(), time.monotonic()
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        apart = abs(Path(file.name).stat().st_mtime - wall)
    time.sleep(WATCH_S)
    moved = abs((now() - wall) - (time.monotonic() - even))
    if moved > MOVED_S:
        return problem("clock", f"it jumped by {moved:.1f} s just now", WITH_NTP)
    if latest is not None and (behind := latest.timestamp() - now()) > BEHIND_S:
        return problem("clock", f"it is {behind:.0f} s behind what the database holds", WITH_NTP)
    if apart > APART_S:
        return warning("clock", f"the disk's clock is {apart:.0f} s away from it", "set both machines by NTP")
    return ok("clock", "even, and ahead of all that was written")


def files(limit: int | None = None) -> Result:
    """Each socket is an open file."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if limit is None else limit
    told = "no limit" if soft == resource.RLIM_INFINITY else f"{soft} may be open"
    fix = "raise it with `ulimit -n 65536`, or LimitNOFILE=65536 in the systemd unit"
    if soft == resource.RLIM_INFINITY or soft >= ENOUGH_FILES:
        return ok("files", told)
    return warning("files", told, fix) if soft >= FEW_FILES else problem("files", told, fix)


def disk(folder: Path, free: int | None = None) -> Result:
    """Room for the database to grow, and for a copy of it."""
    left = shutil.disk_usage(folder).free if free is None else free
    database = folder / "chatdesk.sqlite3"
    needed = 2 * database.stat().st_size if database.exists() else 0
    told = f"{left / 2**30:.1f} GB free"
    if left < LITTLE:
        return problem("disk", told, f"make room on the disk of {folder}")
    if left < max(TIGHT, needed):
        return warning(
            "disk", told, f"make room on the disk of {folder}: a backup needs twice the database for a moment"
        )
    return ok("disk", told)


def _lacks(folder: Path) -> str:
    """The first thing that SQLite can't do in `folder`; "" for nothing."""
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix=".doctor-") as scratch,
        closing(sqlite3.connect(Path(scratch) / "try.sqlite3", isolation_level=None)) as link,
    ):
        if link.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
            return "WAL"
        link.execute("CREATE TABLE tea (name TEXT)")
        return next((feature for feature, statement in FEATURES if not _can(link, statement)), "")


def _can(link: sqlite3.Connection, statement: str) -> bool:
    try:
        link.execute(statement).fetchall()
    except sqlite3.OperationalError:
        return False
    return True
