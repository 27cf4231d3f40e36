"""Checks of the installation and its data folder: front end, files, port, processes, backups. Standard library only."""

from __future__ import annotations

import os
import socket
import stat
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chatdesk import env
from chatdesk.backups import making, manifest
from chatdesk.doctor.result import Result, ok, problem, warning
from chatdesk.kernel import limits
from chatdesk.starting import database, frontend, ports
from chatdesk.starting.folder import CantStart
from chatdesk.starting.lock import Lock

OLD, VERY_OLD = timedelta(hours=26), timedelta(days=3)
PRIVATE = (*manifest.KEYS, *manifest.BESIDE, manifest.SQLITE)


def settings() -> Result:
    """The environment as the start would read it."""
    try:
        env.check_names()
        limits.current()
        env.networks("CHATDESK_TRUSTED_PROXIES")
        env.url("CHATDESK_PUBLIC_URL", schemes=("http", "https"))
        env.url("CHATDESK_REDIS_URL", schemes=("redis", "rediss", "unix"))
        env.url("CHATDESK_DATABASE_URL", schemes=("postgres", "postgresql"))
        env.smtp()
    except env.BadSetting as error:
        return problem("settings", str(error), "correct it in the environment")
    named = sorted(name for name in os.environ if name.startswith("CHATDESK_"))
    return ok("settings", f"{len(named)} set: {', '.join(named)}" if named else "all by default")


def front_end(place: Path | None = None) -> Result:
    where = frontend.place() if place is None else place
    missing = [name for name in ("w.js", "desk.html") if not (where / name).exists()]
    if missing:
        return problem(
            "front end",
            f"{missing[0]} is not in {where}",
            "run scripts/build in a clone, or install the wheel again",
        )
    return ok("front end", f"built, in {where}")


def folder(path: Path) -> Result:
    """Ours alone, and writable."""
    if not path.exists():
        return warning(
            "folder", f"{path} isn't there yet", "`chatdesk up` makes it; name another with --data DIR"
        )
    try:
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return problem(
            "folder", f"{path} can't be written ({why})", "give it to the user who runs chatdesk: chown -R"
        )
    if open_to_others(path):
        return problem("folder", f"{path} is open to other users of this machine", f"chmod 700 {path}")
    return ok("folder", f"{path}, ours alone")


def secrets(path: Path) -> Result:
    """Nobody else reads the keys or the database."""
    loose = [name for name in PRIVATE if (path / name).exists() and open_to_others(path / name)]
    if loose:
        return problem("secrets", f"others may read {', '.join(loose)}", f"chmod 600 {path / loose[0]}")
    key = path / "secret.key"
    if key.exists() and not key.read_text().strip():
        return problem(
            "secrets",
            f"{key} is empty",
            "restore it from a backup made with --keys, or delete it: everybody signs in again",
        )
    return ok("secrets", "readable by their owner alone")


def sound(path: Path) -> Result:
    """The database file, as the start looks at it."""
    file = path / manifest.SQLITE
    if not file.exists():
        return ok("database", "none yet")
    size = sum(part.stat().st_size for part in path.glob(f"{file.name}*"))
    try:
        database.check(file)
    except CantStart as error:
        return problem("database", str(error), "see docs/guide/operating.en.md, “When something is broken”")
    return ok("database", f"sound, {size / 2**20:.1f} MB")


def port(path: Path, usual: Sequence[int] = ports.USUAL) -> Result:
    """Where it runs, or where it would."""
    if url := running(path):
        return ok("port", f"chatdesk is running: {url}")
    free = [number for number in usual if is_free(number)]
    if not free:
        return problem(
            "port",
            f"{usual[0]} to {usual[-1]} are all taken",
            "end what listens there, or start with --port N",
        )
    if free[0] != usual[0]:
        return warning(
            "port", f"{usual[0]} is taken", f"chatdesk would take {free[0]}: name one with --port N"
        )
    return ok("port", f"{free[0]} is free")


def processes(path: Path, redis: str = "") -> Result:
    """One process on the in-process layer: another one wouldn't hear what happens in this one."""
    if redis:
        return ok("processes", "joined by Redis")
    having = users_of(path / manifest.SQLITE)
    if len(having) > 1:
        told = f"{len(having)} processes have this database open ({', '.join(map(str, having))})"
        return problem(
            "processes", told, "stop all but one: without CHATDESK_REDIS_URL they don't hear of each other"
        )
    return ok("processes", "one" if having else "none is running")


def backups(path: Path, now: datetime | None = None) -> Result:
    """A day may be lost, not more."""
    now = now or datetime.now(UTC)
    if not (path / manifest.SQLITE).exists():
        return ok("backups", "nothing to back up yet")
    last = making.newest(path)
    age = now - (last or making.born(path))
    told = (
        f"the last is {hours(age)} old"
        if last
        else f"none in {path / 'backups'}, and there are data since {hours(age)}"
    )
    if age < OLD:
        return ok("backups", told)
    fix = "leave chatdesk running, it makes one each night, or run `chatdesk backup FILE`; its log says what failed"
    return problem("backups", told, fix) if age >= VERY_OLD else warning("backups", told, fix)


def open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def running(path: Path) -> str:
    """Where the server of this folder listens; "" where there is none."""
    if not (path / "lock").exists():
        return ""
    lock = Lock(path)
    try:
        return "" if lock.is_free() else lock.url()
    finally:
        lock.close()


def is_free(number: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True


def users_of(file: Path) -> list[int]:
    """The other processes that have `file` open, by what Linux tells; elsewhere nobody is seen."""
    wanted, found = str(file.resolve()), set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.readlink(link) == wanted:  # noqa: PTH115 - Path.readlink would make a path of each
                found.add(int(link.parts[2]))
        except OSError:  # it ended, or isn't ours to see
            continue
    return sorted(found - {os.getpid()})


def hours(age: timedelta) -> str:
    whole = int(age.total_seconds() // 3600)
    return f"{whole} h" if whole < 72 else f"{whole // 24} days"
