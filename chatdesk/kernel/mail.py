"""Letters by SMTP: what they look like, how they are sent, and what went wrong in words that name nobody."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string

from chatdesk.env import Smtp
from chatdesk.kernel.outbox import Later, Never

PATIENCE_S = 10  # for each answer of the server
OFF = "no mail server is set: CHATDESK_SMTP_URL"


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody reads: paragraphs, one thing to do (or none), and why they get it."""

    to: str
    lang: str  # zh or en
    subject: str
    paragraphs: Sequence[str]
    link: str  # "" where there is nothing to do
    button: str  # what the link is called
    foot: str

    @property
    def text(self) -> str:
        todo = [f"{self.button}{COLON[self.lang]}\n{self.link}"] if self.link else []
        return "\n\n".join([*self.paragraphs, *todo, f"-- \n{self.foot}"]) + "\n"

    @property
    def html(self) -> str:
        return render_to_string("kernel/mail.html", {"letter": self})


COLON = {"en": ":", "zh": "："}


def on() -> bool:
    """Whether letters can be sent at all."""
    return settings.SMTP is not None


def base() -> str:
    """The address that links in letters begin with: never what a request's Host header says."""
    return str(settings.PUBLIC_URL or settings.URL)


def send(letter: Letter, id: UUID) -> None:
    """Hand `letter` to the mail server; its Message-ID is made of `id`, so that sent twice it is seen to be one.

    Raises Later or Never.
    """
    with failures(), closing(_server(settings.SMTP)) as server:
        message = EmailMultiAlternatives(
            " ".join(letter.subject.split()),
            letter.text,
            settings.MAIL_FROM,
            [letter.to],
            connection=server,
            headers={"Message-ID": message_id(id), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(letter.html, "text/html")
        server.send_messages([message])


def message_id(id: UUID) -> str:
    """As RFC 5322 writes it, under the sender's own domain."""
    return f"<{id}@{parseaddr(settings.MAIL_FROM)[1].rpartition('@')[2]}>"


def try_out(smtp: Smtp) -> None:
    """Connect, encrypt and sign in as a letter would, and send none; raises Later or Never."""
    with failures(), closing(_server(smtp)) as server:
        server.open()


@contextmanager
def failures() -> Iterator[None]:
    """What the mail server refuses, as Later or Never. Its own words are left out: they repeat addresses."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:  # TLS, names and time-outs are OSErrors
        raise judged(error) from None


def judged(error: Exception) -> Later | Never:
    """Whether to try again, and whether it is about this letter or about all of them."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = max((code for code, _ in error.recipients.values()), default=0)
            told = f"the mail server doesn't take letters for this address ({code})"
            return Never("refused", told) if code >= 500 else Later("recipient", told)
        case smtplib.SMTPDataError():
            told = f"the mail server doesn't take the letter ({error.smtp_code})"
            return Never("rejected", told) if error.smtp_code >= 500 else Later("data", told)
        case smtplib.SMTPAuthenticationError():
            told = f"the mail server doesn't accept our user and password ({error.smtp_code})"
            return Later("sign_in", told, rests=True)
        case smtplib.SMTPSenderRefused():
            told = f"the mail server refuses our sender's address ({error.smtp_code})"
            return Later("sender", told, rests=True)
        case smtplib.SMTPNotSupportedError():
            return Later(
                "no_tls", "the mail server offers no encryption (STARTTLS) or no sign-in", rests=True
            )
    return Later("unreachable", f"the mail server can't be reached ({_why(error)})", rests=True)


def _server(smtp: Smtp | None) -> EmailBackend:
    if smtp is None:
        raise Later("off", OFF, rests=True)
    return EmailBackend(
        host=smtp.host,
        port=smtp.port,
        username=smtp.user,
        password=smtp.password,
        use_tls=smtp.tls == "starttls",
        use_ssl=smtp.tls == "tls",
        timeout=PATIENCE_S,
        fail_silently=False,
    )


def _why(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return str(code or getattr(error, "strerror", None) or type(error).__name__).lower()
