"""The mail server as it is set, as the doctor tries it out, and what whoever runs it sees of the outbox."""

from __future__ import annotations

import sqlite3
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatdesk import env
from chatdesk.doctor import letters, tables
from chatdesk.env import BadSetting, Smtp
from tests.platform.folders import bad, chatdesk, data, migrated
from tests.platform.sink import knows, listening

__all__ = ["data", "migrated"]  # fixtures
ID = "6f1c1f3e00004000800000000000000a"
ROW = "INSERT INTO kernel_outboxrow VALUES (?, 'test_mail', 'user-1', '', '', ?, ?, NULL, '', 3, NULL, ?, 'refused', 'no')"


def given(monkeypatch: pytest.MonkeyPatch, url: str, sender: str = "desk@tea.example") -> None:
    monkeypatch.setenv("CHATDESK_SMTP_URL", url)
    monkeypatch.setenv("CHATDESK_MAIL_FROM", sender)


@pytest.mark.parametrize(("url", "expected"), [
    ("smtp://mail.tea.example", Smtp("mail.tea.example", 587, "", "", "starttls")),
    ("smtps://mail.tea.example", Smtp("mail.tea.example", 465, "", "", "tls")),
    ("smtp://ada%40tea.example:p%2Fw@mail.tea.example:2525", Smtp("mail.tea.example", 2525, "ada@tea.example", "p/w", "starttls")),
    ("smtp://127.0.0.1:25", Smtp("127.0.0.1", 25, "", "", "none")),
    ("smtp://relay.tea.example:25?tls=no", Smtp("relay.tea.example", 25, "", "", "none")),
    ("smtps://127.0.0.1", Smtp("127.0.0.1", 465, "", "", "tls")),
])  # fmt: skip
def test_a_mail_server_is_read_from_its_url(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: Smtp
) -> None:
    given(monkeypatch, url)

    assert env.smtp() == expected


@pytest.mark.parametrize("url", [
    "mail.tea.example", "http://mail.tea.example", "smtp://", "smtp://ada:s3cret@mail:port", "smtp://ada:s3cret@mail:0",
    "smtp://ada:s3cret@mail:99999", "smtp://ada:s3cret@mail?tls=maybe", "smtp://ada:s3cret@mail?tsl=no",
])  # fmt: skip
def test_what_is_no_mail_server_is_refused_without_repeating_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    given(monkeypatch, url)

    with pytest.raises(BadSetting, match="CHATDESK_SMTP_URL can't be read: write smtp://") as refused:
        env.smtp()
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    "sender", ["", "desk", "Tea House", "desk@", "@tea.example", "a@tea.example\nBcc: b@c.example"]
)
def test_a_sender_has_to_be_an_address(monkeypatch: pytest.MonkeyPatch, sender: str) -> None:
    given(monkeypatch, "smtp://127.0.0.1", sender)

    with pytest.raises(BadSetting, match="CHATDESK_MAIL_FROM"):
        env.smtp()


# --- the doctor ------------------------------------------------------------------------------------------------------
def test_without_a_mail_server_the_doctor_says_what_that_means() -> None:
    assert letters.server("").state == "ok"
    assert "links to copy" in letters.server("").found


def test_the_doctor_tries_the_mail_server_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as sink:
        given(monkeypatch, sink.url)

        assert letters.server("https://chat.example").state == "ok"
        bad(letters.server(""), "warning", "their links lead to this machine", "CHATDESK_PUBLIC_URL")
        assert sink.letters == []

    bad(letters.server("https://chat.example"), "problem", "can't be reached", "CHATDESK_SMTP_URL")


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_the_doctor_signs_in_as_a_letter_would(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"authenticator": knows("tea", "oolong"), "auth_required": True, "auth_require_tls": False}
    with listening(**options) as sink:
        given(monkeypatch, sink.url.replace("//", "//tea:oolong@"))
        assert letters.server("https://chat.example").state == "ok"

        given(monkeypatch, sink.url.replace("//", "//tea:puer@"))
        found = letters.server("https://chat.example")

    bad(found, "problem", "doesn't accept our user and password (535)", "CHATDESK_SMTP_URL")
    assert "puer" not in found.line


def test_a_server_whose_certificate_nobody_signed_gets_no_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path))
    with listening(tls_context=context) as sink:
        given(
            monkeypatch, sink.url.replace("smtp://", "smtp://tea:oolong@").replace("127.0.0.1", "127.0.0.2")
        )

        bad(letters.server("https://chat.example"), "problem", "can't be reached", "CHATDESK_SMTP_URL")


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Certificate and key of nobody."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    moment = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, moment, moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, secret


def owe(folder: Path, created: datetime, *, given_up: bool) -> None:
    with closing(sqlite3.connect(folder / "chatdesk.sqlite3")) as link, link:
        moment = f"{created:%Y-%m-%d %H:%M:%S}"
        link.execute(ROW, (ID, moment, moment, moment if given_up else None))


def test_the_doctor_tells_what_waits_too_long(data: Path) -> None:
    assert tables.outbox(data).found == "nothing waits"
    owe(data, datetime.now(UTC), given_up=False)
    assert tables.outbox(data).state == "ok"

    late = tables.outbox(data, now=datetime.now(UTC) + timedelta(minutes=42))

    bad(late, "warning", "1 wait, the oldest for 42 min", "chatdesk outbox list")


def test_the_doctor_tells_what_was_given_up_on(data: Path) -> None:
    owe(data, datetime.now(UTC), given_up=True)

    bad(tables.outbox(data), "problem", "1 given up on", "chatdesk outbox retry")


# --- the command -----------------------------------------------------------------------------------------------------
@pytest.mark.timeout(120)
def test_the_command_lists_what_was_given_up_on_and_has_it_tried_again(data: Path) -> None:
    owe(data, datetime(2026, 11, 25, 8, tzinfo=UTC), given_up=True)

    listed = chatdesk("outbox", "list", data=data).stdout.splitlines()
    again = chatdesk("outbox", "retry", data=data).stdout
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        row = link.execute("SELECT gave_up_at, attempts FROM kernel_outboxrow").fetchone()

    assert listed == [
        "6f1c1f3e-0000-4000-8000-00000000000a  test_mail  failed  user-1  2026-11-25T08:00:00.000Z  3  refused: no",
        "0 wait, 1 were given up on",
    ]
    assert again == "1 will be tried again\n"
    assert row == (None, 0)
