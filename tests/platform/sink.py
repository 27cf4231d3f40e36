"""A mail server on loopback that keeps what it is handed, and refuses what a test tells it to refuse."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from chatdesk.env import Smtp
from tests.servers import free_port


class Sink:
    """Letters in the order they came."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}  # by recipient, or "DATA": the line to answer with

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if refused := self.refusals.get(address):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if refused := self.refusals.get("DATA"):
            return refused
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 kept"

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]

    @property
    def smtp(self) -> Smtp:
        return Smtp("127.0.0.1", self.port, "", "", "none")

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """What a process has to be told to send here."""
        return {"CHATDESK_SMTP_URL": self.url, "CHATDESK_MAIL_FROM": "desk@tea.example"}


@contextmanager
def listening(kind: type[Sink] = Sink, **options: Any) -> Iterator[Sink]:
    """A sink that listens until the block ends; `options` are aiosmtpd's."""
    sink = kind(free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def knows(user: str, password: str) -> Any:
    """An authenticator that lets in one user."""

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, shown: Any) -> AuthResult:
        fine = isinstance(shown, LoginPassword) and shown == LoginPassword(user.encode(), password.encode())
        return AuthResult(success=fine, handled=False)

    return authenticate


def plain(letter: EmailMessage) -> str:
    """What a reader of plain text sees."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
