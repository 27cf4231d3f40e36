"""One command, one process: from a folder and a port to a server that answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from chatdesk import env
from chatdesk.kernel import failpoints, limits
from chatdesk.starting import database, frontend, ports
from chatdesk.starting.folder import CantStart, open_folder, secret_key
from chatdesk.starting.lock import Lock

if TYPE_CHECKING:
    from chatdesk.server import Server

HOST = "127.0.0.1"
PAGES = (("Desk", "/desk/"), ("Board", "/board/"), ("Settings", "/settings/"))


@dataclass(frozen=True)
class Options:
    """What the command line asked for."""

    port: int | None
    host: str
    data: Path | None
    demo: bool
    changes: Sequence[str]


def run(options: Options) -> int:
    """Serve until told to stop; returns the exit code. Raises BadSetting or CantStart before anything is served."""
    folder = prepare(options)
    lock = Lock(folder)
    if not lock.take():
        return _already(lock)
    listening = ports.listen(options.host, options.port)
    url = ports.url_of(listening)
    _warn_of_another_port(options, url)
    os.environ["CHATDESK_URL"] = url
    lock.announce(url)
    try:
        shown = set_up(folder)
        serve = _server(listening, _welcome(folder, shown))
        serve.run()
    finally:
        lock.release()
    return 1 if serve.failed else 0


def prepare(options: Options) -> Path:
    """Check every setting and put them where Django's settings read them; returns the data folder."""
    env.check_names()
    limits.parse(options.changes)
    if options.changes:
        os.environ["CHATDESK_SET"] = ",".join(options.changes)
    limits.current()
    env.networks("CHATDESK_TRUSTED_PROXIES")
    env.smtp()
    failpoints.armed()
    if options.demo:
        os.environ["CHATDESK_DEMO"] = "1"
    return use(chosen(options.data, demo=options.demo))


def use(path: Path) -> Path:
    """Make `path` this process's data folder; raises CantStart."""
    os.umask(0o077)
    folder = open_folder(path.expanduser().absolute())
    os.environ["CHATDESK_DATA"] = str(folder)
    os.environ.setdefault("CHATDESK_SECRET_KEY", secret_key(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")
    return folder


def use_existing(data: Path | None) -> Path:
    """Open the data folder of a server that ran before, with Django ready; raises CantStart where there is none."""
    env.check_names()
    path = chosen(data, demo=False).expanduser().absolute()
    if not env.text("CHATDESK_DATABASE_URL") and not (path / "chatdesk.sqlite3").exists():
        raise CantStart(
            f"there is no chatdesk in {path}: name its folder with --data DIR, or run `chatdesk up` first"
        )
    folder = use(path)
    start_django()
    return folder


def set_up(folder: Path) -> list[str]:
    """Everything between an empty folder and an application that can serve; returns what to tell of it."""
    if not env.text("CHATDESK_DATABASE_URL"):
        database.still_here(folder)
        database.check(folder / "chatdesk.sqlite3")
    frontend.ensure(say)
    from chatdesk import logs

    logs.configure(limits.current().log)
    start_django()
    with database.one_at_a_time():
        database.bring_up_to_date(folder, say)
        return fill(folder)


def fill(folder: Path) -> list[str]:
    """What has to be there from the first start on; returns what to tell of it."""
    url = address()
    if env.flag("CHATDESK_DEMO", default=False):
        from chatdesk.demo import fill as demo

        demo.ensure(folder, url=env.text("CHATDESK_URL"), say=say)
        return [f"  Shop     {url}/demo/", *demo.accounts_shown(folder), _snippet("demo")]
    from administration import owner

    owner.ensure_defaults()
    tries = [f"  Try      {url}/try/{site}/" for site in owner.sites()]
    return [*_owner(url), *tries, *map(_snippet, owner.sites())]


def address() -> str:
    """Where people reach us: the public address where there is one."""
    return env.text("CHATDESK_PUBLIC_URL").rstrip("/") or env.text("CHATDESK_URL")


def where(folder: Path) -> str:
    """Where people reach the server of this folder; where it doesn't run, where it most likely will."""
    listening = folder / "url"
    running = listening.read_text() if listening.exists() else f"http://{HOST}:{ports.USUAL[0]}"
    return env.text("CHATDESK_PUBLIC_URL").rstrip("/") or running


def owner_link(url: str) -> str:
    """A new one-time link for the first administrator; raises DeskError while there is one."""
    from administration import owner
    from chatdesk.kernel.clock import now

    return owner.new_link(url, now())


def _owner(url: str) -> list[str]:
    from administration import owner

    if not owner.needed():
        return []
    return [f"  Begin    {owner_link(url)}", "           makes the owner's account: once, within 24 hours"]


def _snippet(site: str) -> str:
    return f'  Snippet  <script async src="{address()}/w.js" data-site="{site}" data-locale="auto"></script>'


def start_django() -> None:
    import django

    django.setup()


def say(line: str) -> None:
    """Tell the person who started us."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def chosen(data: Path | None, *, demo: bool) -> Path:
    """--data, else CHATDESK_DATA, else ./demo-data for a demo, else the user's own place."""
    if data is not None:
        return data
    default = Path("demo-data") if demo else Path("~/.local/share/chatdesk")
    return env.folder("CHATDESK_DATA", default=default)


def _already(lock: Lock) -> int:
    url = lock.url()
    if not url:
        raise CantStart(
            "another chatdesk has this folder and hasn't said where it listens: stop it and start again"
        )
    say(f"Already running: {url}")
    return 0


def _warn_of_another_port(options: Options, url: str) -> None:
    if options.port is None and not url.endswith(f":{ports.USUAL[0]}"):
        say(f"*** Port {ports.USUAL[0]} is taken, so this is {url} ***")


def _server(listening: socket, welcome: str) -> Server:
    from chatdesk.server import Server
    from conversations.runtime import Parts

    others = bool(env.text("CHATDESK_REDIS_URL"))
    return Server(listening, Parts(among_others=others), jobs=True, opened=lambda: say(welcome))


def _welcome(folder: Path, shown: list[str]) -> str:
    url = address()
    lines = ["", f"chatdesk is up: {url}", *(f"  {name:8} {url}{path}" for name, path in PAGES), *shown]
    return "\n".join([*lines, f"  Data     {folder}", "  Stop     Ctrl-C", ""])
