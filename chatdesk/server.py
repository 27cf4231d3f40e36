"""Daphne's server on one asyncio loop, with what runs beside it in this shape, and a clean way out."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import daphne.server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor
from twisted.internet.endpoints import AdoptedStreamServerEndpoint

from chatdesk import asgi
from chatdesk.kernel import garbage
from chatdesk.starting import ports
from conversations import runtime
from conversations.straight import STRAIGHT, framed

DRAIN_S = 7.0  # for everybody to hear goodbye
EXIT_S = 9.5  # after a signal; SIGTERM promises 10 s
JOBS_AFTER_S = 0.5  # the jobs' imports must not delay the first answer
log = logging.getLogger("chatdesk.server")


class LeanProtocol(WebSocketProtocol):  # type: ignore[misc]
    """Daphne's protocol with its options on the class: autobahn copies 30 of them to each connection, and words them for
    a log that nobody reads, a third of the cost of a hand-shake. What the hand-shake needed goes when it is over.
    """

    CONFIG_ATTRS: tuple[str, ...] = ()

    @classmethod
    def set_up(cls, factory: Any) -> None:
        for name in WebSocketProtocol.CONFIG_ATTRS:
            option = getattr(factory, name)
            setattr(cls, name, staticmethod(option) if callable(option) else option)
        factory.protocol = cls

    def onOpen(self) -> None:  # noqa: N802 - autobahn's name
        super().onOpen()
        self.request = self.http_headers = self.http_request_data = None


class Connection:
    """A daphne connection, written to without its queue, autobahn's bookkeeping, or a task for each frame."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol

    @property
    def waiting(self) -> int:
        transport = self._protocol.transport
        return int(len(transport.dataBuffer) - transport.offset + transport._tempDataLen)

    def write(self, text: str) -> bool:
        protocol = self._protocol
        if protocol.state != protocol.STATE_OPEN or protocol.muted:
            return False
        frame, transport = framed(text), protocol.transport
        if not self.waiting:  # at once, rather than ask the selector first
            with suppress(OSError):  # Twisted will find out
                frame = frame[transport.socket.send(frame) :]
        if frame:
            transport.write(frame)
        return True

    def cut(self) -> None:
        self._protocol.transport.abortConnection()


class Server(daphne.server.Server):  # type: ignore[misc]
    """Serves on a socket of ours until SIGTERM or SIGINT.

    Alone it lets people wait from the start. `among_others` nobody gets in before it is ready: a proxy has others to ask.
    """

    def __init__(
        self, listening: socket.socket, parts: runtime.Parts, *, jobs: bool, opened: Callable[[], None]
    ) -> None:
        super().__init__(
            asgi.application,
            endpoints=[listening],
            signal_handlers=False,
            verbosity=0,
            ping_interval=24 * 3600,  # clients ping, and whoever is silent is closed
            ready_callable=self._begin,
            server_name="chatdesk",
        )
        self.listening, self.late = listening, parts.serves and parts.among_others and not parts.routes
        self.port: Any = None
        self.parts, self.with_jobs, self.opened = parts, jobs, opened
        self.runtime: runtime.Runtime | None = None
        self.failed = False
        self.jobs: Any = None
        self.leaving: asyncio.Task[None] | None = None

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """As daphne does, and sockets get the short way out."""
        if scope["type"] == "websocket":
            scope["extensions"] = {STRAIGHT: Connection(protocol)}
        return super().create_application(protocol, scope)

    def run(self) -> None:
        """Blocks until stopped; then everything that was started has been stopped."""
        self.endpoints.clear()  # ours is adopted below: Twisted's way by name scans for plug-ins
        with garbage.apart():
            super().run()
        if self.jobs is not None:
            self.jobs.stop()

    def _begin(self) -> None:
        self.loop = asyncio.get_event_loop()
        LeanProtocol.set_up(self.ws_factory)
        if not self.late:
            self._open()
        for number in (signal.SIGTERM, signal.SIGINT):
            self.loop.add_signal_handler(number, self._leave)
        self.starting = self.loop.create_task(self._start())

    def _open(self) -> None:
        self.listening.listen(ports.BACKLOG)
        endpoint: Any = AdoptedStreamServerEndpoint(  # type: ignore[no-untyped-call]
            reactor, self.listening.fileno(), self.listening.family
        )
        endpoint.listen(self.http_factory).addCallbacks(self._listens, self.listen_error)

    def _listens(self, port: Any) -> None:
        self.port = port
        self.listening.close()

    async def _start(self) -> None:
        try:
            self.runtime = await runtime.start(self.parts)
            if self.late:
                self._open()
        except Exception:
            log.exception("it could not start")
            self.failed = True
            self.stop()
            return
        self.opened()
        if self.with_jobs:
            await asyncio.sleep(JOBS_AFTER_S)
            self.jobs = await asyncio.to_thread(_start_jobs)

    def _leave(self) -> None:
        """A second signal doesn't wait."""
        if self.leaving is not None:
            os._exit(0)
        watchdog = threading.Timer(EXIT_S, os._exit, [0])
        watchdog.daemon = True
        watchdog.start()
        self.leaving = self.loop.create_task(self._drain())

    async def _drain(self) -> None:
        if self.port is not None:
            self.port.numberAccepts = ports.BACKLOG
            self.port.doRead()  # whoever waits at the door was let in by the kernel: closing it now would turn them away
            self.port.stopListening()
        try:
            if self.runtime is not None:
                await asyncio.wait_for(self.runtime.stop(), DRAIN_S)
        except Exception:
            log.exception("not everybody heard goodbye")
        self.stop()


def _start_jobs() -> Any:
    from chatdesk.working import Jobs

    return Jobs().start()
