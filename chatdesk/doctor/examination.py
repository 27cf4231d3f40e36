"""All checks in a row, from the ground up; one that breaks is a finding, not an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from chatdesk import env
from chatdesk.doctor import installation, letters, machine, public, shared, tables
from chatdesk.doctor.result import Result, problem
from chatdesk.kernel.release import VERSION

Check = Callable[[], Result]


def examine(folder: Path) -> Iterator[Result]:
    """Every finding, as it is made."""
    for name, check in checks(folder):
        try:
            yield check()
        except shared.Unanswered as why:
            yield problem(name, f"PostgreSQL doesn't say ({why})", "see what is said of the database above")
        except Exception as error:
            yield problem(name, f"the check itself failed ({error})", "tell us, with this line")


def checks(folder: Path) -> Iterator[tuple[str, Check]]:
    """What is to be looked at. Without a folder there is less."""
    yield "python", machine.python
    yield "settings", installation.settings
    yield "front end", installation.front_end
    yield "files", machine.files
    yield "folder", partial(installation.folder, folder)
    yield "port", partial(installation.port, folder)
    if folder.is_dir():
        yield from of_folder(folder)
    yield from of_address(folder)


def of_folder(folder: Path) -> Iterator[tuple[str, Check]]:
    yield "secrets", partial(installation.secrets, folder)
    yield "disk", partial(machine.disk, folder)
    yield "sqlite", partial(machine.sqlite, folder)
    yield "clock", lambda: machine.clock(folder, tables.latest(folder))
    redis, database = env.text("CHATDESK_REDIS_URL"), env.text("CHATDESK_DATABASE_URL")
    if database:
        yield "database", partial(tables.postgresql, database)
        yield "postgresql", partial(shared.postgresql, database)
    else:
        yield "database", partial(installation.sound, folder)
        yield "migrations", lambda: tables.migrations(tables.applied(folder), tables.known())
        yield "backups", partial(installation.backups, folder)
    if redis and database:
        yield "router", partial(shared.router, database)
        yield "jobs", shared.jobs
    if redis:
        yield "redis", partial(shared.redis, redis)
    if database and not redis:
        yield "processes", partial(shared.alone, database)
    else:
        yield "processes", partial(installation.processes, folder, redis)
    yield "outbox", partial(tables.outbox, folder, database)


def of_address(folder: Path) -> Iterator[tuple[str, Check]]:
    at, here = env.text("CHATDESK_PUBLIC_URL").rstrip("/"), installation.running(folder)
    yield "server", partial(public.ready, here)
    yield "address", partial(public.reachable, at, VERSION)
    yield "sockets", partial(public.sockets, at, here)
    yield "mail", lambda: letters.server(at)
    yield "proxy", partial(public.proxies, at, env.text("CHATDESK_TRUSTED_PROXIES"))
