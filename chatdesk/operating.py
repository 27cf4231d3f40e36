"""The commands of whoever runs it: backup, restore, doctor."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from chatdesk import env
from chatdesk import up as starting
from chatdesk.starting.folder import CantStart, open_folder
from chatdesk.starting.folder import metrics_token as token_of

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Where everything is kept.")]
File = Annotated[Path, typer.Argument(metavar="FILE")]
COUNTED = {
    "conversations_conversation": "conversations",
    "conversations_entry": "entries",
    "customers_customer": "customers",
    "tickets_ticket": "tickets",
    "kb_article": "articles",
}


def backup(
    file: File,
    keys: Annotated[
        bool, typer.Option("--keys", help="Take the secret key along: to move to another machine.")
    ] = False,
    data: Data = None,
) -> None:
    """Back everything up into one file, while the server runs or not."""
    from chatdesk.backups import making

    folder = _folder(data)
    done = making.make(folder, file.absolute(), keys=keys, url=env.text("CHATDESK_DATABASE_URL"))
    _on_record(folder, file.name, keys=keys)
    starting.say(f"Backed up to {file} ({file.stat().st_size / 2**20:.2f} MB): {_counted(done.counts)}")
    if not keys and "CHATDESK_SECRET_KEY" not in os.environ:
        starting.say(f"The secret key stays in {folder}: keep a copy of it elsewhere, or back up with --keys")


def restore(
    file: File,
    verify: Annotated[bool, typer.Option("--verify", help="Only check that FILE could be restored.")] = False,
    data: Data = None,
) -> None:
    """Bring a backup back. The server must be stopped; what is there now is kept aside."""
    from chatdesk.backups import restoring

    folder = _folder(data)
    if verify:
        told = restoring.verify(folder, file)
        starting.say(f"{file} is whole, of {_when(told.at)}: {_counted(told.counts)}")
        return
    done = restoring.restore(open_folder(folder), file, env.text("CHATDESK_DATABASE_URL"))
    starting.say(f"Restored {file} of {_when(done.told.at)}: {_counted(done.told.counts)}")
    if done.aside is not None:
        starting.say(f"What was there before is in {done.aside}")
    if done.other_key:
        starting.say(
            "It was kept under another secret key: the audit trail before today can be checked with that one only, second steps "
            "have to be set up anew"
        )
    starting.say(f"Everybody signs in again. Start with: chatdesk up --data {folder}")


def migrate_to(
    url: Annotated[str, typer.Argument(metavar="URL", help="postgresql://USER:PASSWORD@HOST:PORT/DATABASE")],
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Copy and compare everything, then leave both as they were.")
    ] = False,
    data: Data = None,
) -> None:
    """Move from the folder's own database to PostgreSQL, which must be empty. The server must be stopped."""
    from chatdesk.moving import moving

    env.check_names()
    if env.text("CHATDESK_DATABASE_URL"):
        raise CantStart(
            "CHATDESK_DATABASE_URL is set, so chatdesk is on PostgreSQL already: unset it to move a folder"
        )
    folder = _folder(data)
    moved, same = moving.move(folder, url, starting.say, rehearse=rehearse)
    starting.say(f"\n  {'table':36} {'read':>10} {'written':>10}  sum")
    for one in moved:
        starting.say(one.line)
    if not same:
        starting.say("Not moved: the target gave back something else than was written; it was left empty")
        raise typer.Exit(1)
    rows = sum(one.source.rows for one in moved)
    if rehearse:
        starting.say(f"All {rows:,} rows would arrive as they are; the target was left empty")
        return
    starting.say(
        f"Moved {rows:,} rows; what was here is kept in {folder / 'chatdesk.sqlite3'}, and not served any more"
    )
    starting.say("Start with CHATDESK_DATABASE_URL set to it, on this same data folder: its keys are needed")


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    metrics_token: Annotated[
        bool, typer.Option("--metrics-token", help="Print the token that opens /metrics, and nothing else.")
    ] = False,
    data: Data = None,
) -> None:
    """Say what is wrong with this installation and what to do; exits 1 where something is."""
    from chatdesk.doctor import examination

    folder = starting.chosen(data, demo=False).expanduser().absolute()
    if metrics_token:
        starting.say(token_of(open_folder(folder)))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")
    found = []
    for result in examination.examine(folder):
        found.append(result)
        if not as_json:
            starting.say(result.line)
    if as_json:
        starting.say(json.dumps([asdict(result) for result in found], ensure_ascii=False, indent=1))
    raise typer.Exit(1 if any(result.state == "problem" for result in found) else 0)


def _folder(data: Path | None) -> Path:
    env.check_names()
    return starting.chosen(data, demo=False).expanduser().absolute()


def _on_record(folder: Path, name: str, *, keys: bool) -> None:
    """That everything was copied stands in the audit trail, where the database has one already."""
    from django.db import DatabaseError

    starting.use(folder)
    starting.start_django()
    from accounts import audit

    with suppress(DatabaseError):
        audit.record("backup", subject=name, detail={"keys": keys})


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts.get(table, 0):,} {word}" for table, word in COUNTED.items())


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
