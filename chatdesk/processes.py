"""The scaled shape's commands: any number of web processes, routers (one leads, others stand by), workers, and a beat."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from chatdesk import env, logs
from chatdesk import up as starting
from chatdesk.kernel import limits
from chatdesk.starting import database, ports
from chatdesk.starting.folder import CantStart

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Where the keys are kept.")]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a time or limit.")
]
EXIT_S = 9.5  # after a signal; SIGTERM promises 10 s
NEEDED = ("CHATDESK_DATABASE_URL", "CHATDESK_REDIS_URL")


def web(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Default: the next free of 8000–8010.")
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = starting.HOST,
    data: Data = None,
    changes: Changes = None,
) -> None:
    """Serve pages and sockets, one process of several."""
    folder = prepare(data, changes)
    listening = ports.listen(
        host, port, closed=port is not None
    )  # of the usual ones several might take the same
    os.environ["CHATDESK_URL"] = ports.url_of(listening)
    shown = starting.set_up(folder)
    from chatdesk import ringing
    from chatdesk.server import Server
    from conversations.runtime import Parts

    ringing.to_workers()
    lines = [f"chatdesk web is up: {starting.address()}", *shown]
    parts = Parts(routes=False, among_others=True)
    serve = Server(listening, parts, jobs=False, opened=lambda: starting.say("\n".join(lines)))
    serve.run()
    raise typer.Exit(1 if serve.failed else 0)


def router(data: Data = None, changes: Changes = None) -> None:
    """Decide who is asked next; of several, one leads and the others stand by."""
    ready(prepare(data, changes))
    asyncio.run(_beside(routes=True, stop=None))


def worker(data: Data = None, changes: Changes = None) -> None:
    """Do what may be late: mails, imports, sweeps."""
    ready(prepare(data, changes))
    from chatdesk.celery import app

    done = threading.Event()
    telling = threading.Thread(target=lambda: asyncio.run(_beside(routes=False, stop=done)), name="relay")
    telling.start()
    try:
        name = f"chatdesk-{os.getpid()}@{socket.gethostname()}"
        running: Any = app.Worker(
            hostname=name, pool_cls="solo", quiet=True, without_gossip=True, without_mingle=True
        )
        running.start()
    finally:
        done.set()
        telling.join()
    raise typer.Exit(running.exitcode or 0)


def beat(data: Data = None, changes: Changes = None) -> None:
    """Ask the workers for what is due regularly; one is enough."""
    ready(prepare(data, changes))
    import celery.beat

    from chatdesk.celery import app

    signal.signal(signal.SIGTERM, _leave)
    starting.say("chatdesk beat is up")
    celery.beat.Service(app, max_interval=5, scheduler_cls=celery.beat.Scheduler).start()


def prepare(data: Path | None, changes: list[str] | None) -> Path:
    """Check the settings and open the folder; raises BadSetting or CantStart."""
    if missing := [name for name in NEEDED if not env.text(name)]:
        raise CantStart(
            f"several processes need PostgreSQL and Redis: set {' and '.join(missing)}, "
            "or run everything in one process with `chatdesk up`"
        )
    options = starting.Options(
        port=None, host=starting.HOST, data=data, demo=False, changes=tuple(changes or ())
    )
    return starting.prepare(options)


def ready(folder: Path) -> None:
    """Django, logs and an up-to-date database, for a process that serves nobody."""
    logs.configure(limits.current().log)
    starting.start_django()
    with database.one_at_a_time():
        database.bring_up_to_date(folder, starting.say)
    from chatdesk import ringing

    ringing.to_workers()


async def _beside(*, routes: bool, stop: threading.Event | None) -> None:
    """Carry news and, if it `routes`, decide; until `stop` is set, or a signal where this is the main thread."""
    from conversations.runtime import Parts, start

    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    running = await start(Parts(serves=False, routes=routes, among_others=True))
    if stop is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ended.set)
        starting.say("chatdesk router is up")
        await ended.wait()
    else:
        starting.say("chatdesk worker is up")
        await asyncio.to_thread(stop.wait)
    watchdog = threading.Timer(EXIT_S, os._exit, [0])  # Redis' client may not let go
    watchdog.daemon = True
    watchdog.start()
    await running.stop()


def _leave(*_: object) -> None:
    raise SystemExit(0)
