"""Bringing a backup back: everything is tried on a copy beside the database, which is replaced at the very end."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from chatdesk import up as starting
from chatdesk.backups import archive, making, manifest, postgres, sqlite
from chatdesk.backups.archive import Damaged
from chatdesk.backups.manifest import Manifest
from chatdesk.starting.folder import CantStart, write_private
from chatdesk.starting.lock import Lock

KEY = "secret.key"


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    told: Manifest
    aside: Path | None  # where the former files are
    other_key: bool  # the backup was kept under a secret key that we don't have


def verify(folder: Path, path: Path) -> Manifest:
    """Whether the backup at `path` could be restored; raises CantStart where it couldn't. Touches nothing."""
    with unpacked(path, folder) as (told, place):
        examine(path, told, place)
        key_for(place, folder)
        starting.use(place)
        starting.start_django()
        check_known(told, path)
        return told


def restore(folder: Path, path: Path, url: str) -> Restored:
    """The data folder becomes what the backup at `path` holds, under a new epoch; raises CantStart, nothing touched.

    `url` is PostgreSQL's, where the database isn't in the folder.
    """
    with stopped(folder), unpacked(path, folder) as (told, place):
        check_shape(told, path, url)
        examine(path, told, place)
        key_for(place, folder)
        starting.use(folder if url else place)
        starting.start_django()
        check_known(told, path)
        other_key = told.key != manifest.fingerprint(os.environ["CHATDESK_SECRET_KEY"])
        if url:
            aside: Path | None = making.keep(folder, making.BEFORE_RESTORE, url=url)
            postgres.put_back(url, place / manifest.POSTGRESQL)
            for name in manifest.BESIDE:
                (folder / name).unlink(missing_ok=True)  # the backup just made has it
                if (place / name).exists():
                    (place / name).replace(folder / name)
            renew(told, path, other_key=other_key)
        else:
            renew(told, path, other_key=other_key)
            aside = put_in_place(folder, place)
        return Restored(told, aside, other_key)


def check_shape(told: Manifest, path: Path, url: str) -> None:
    """Raises CantStart for a backup of the other kind of database."""
    if url and told.database == manifest.SQLITE:
        raise CantStart(
            f"{path} is of SQLite: unset CHATDESK_DATABASE_URL to restore it; nothing was touched"
        )
    if not url and told.database == manifest.POSTGRESQL:
        raise CantStart(
            f"{path} is of PostgreSQL: set CHATDESK_DATABASE_URL to restore it; nothing was touched"
        )


@contextmanager
def stopped(folder: Path) -> Iterator[None]:
    """Nobody serves this folder meanwhile; raises CantStart where somebody does."""
    lock = Lock(folder)
    if not lock.take():
        raise CantStart(f"chatdesk is running on {folder}: stop it, then restore")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def unpacked(path: Path, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """The backup's files, each with the right sum, in a folder that goes away again; raises CantStart."""
    told = archive.read(path)
    with TemporaryDirectory(dir=beside if beside.is_dir() else None, prefix=".restore-") as scratch:
        archive.unpack(path, told, Path(scratch))
        yield told, Path(scratch)


def examine(path: Path, told: Manifest, place: Path) -> None:
    """Raises Damaged where the unpacked database isn't sound or isn't what the manifest says."""
    if told.database != manifest.SQLITE:
        return  # pg_restore reads its own format; the sum is right
    fault = sqlite.fault(place / manifest.SQLITE)
    if not fault:
        found = sqlite.contents(place / manifest.SQLITE)
        if found != sqlite.Contents(told.epoch, told.migrations, told.counts):
            fault = "it holds something else than it says"
    if fault:
        raise Damaged(
            f"the database in {path} is damaged ({fault}): take another backup; nothing was touched"
        )


def renew(told: Manifest, path: Path, *, other_key: bool) -> None:
    """Make the restored database ready to serve: today's tables, a new epoch, nobody signed in, a line in the audit trail that
    says where its lines begin to be sealed under our key.

    Needs Django on that very database.
    """
    from django.contrib.sessions.models import Session
    from django.core.management import call_command
    from django.db import connection, transaction

    from accounts import audit
    from accounts.models import AuditHead
    from chatdesk.kernel import ids, outbox
    from conversations.models import Incarnation

    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        Incarnation.objects.update_or_create(pk=1, defaults={"epoch": ids.public()})
        Session.objects.all().delete()
        outbox.hold("restored", "it was waiting when the backup was made")  # most likely it went out since
        detail: dict[str, str | int | bool] = {"made": told.at, "version": told.version}
        if other_key:
            detail[audit.STRANGERS] = AuditHead.objects.values_list("count", flat=True).first() or 0
        audit.record(audit.RESTORED, subject=path.name, detail=detail)
    connection.close()


def check_known(told: Manifest, path: Path) -> None:
    """Raises CantStart where the backup knows a migration that we don't. Needs Django."""
    from django.db.migrations.loader import MigrationLoader

    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(told.migrations) - ours):
        raise CantStart(
            f"{path} was written by a newer chatdesk ({told.version}, it knows {unknown[0]}): "
            "install that version first; nothing was touched"
        )


def put_in_place(folder: Path, place: Path) -> Path | None:
    """The unpacked files take the place of the folder's; returns where the former ones are, None where there were none.

    The database changes in one step, so that whoever is killed here has the old one or the new one, whole.
    """
    aside = folder / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    _put_log_aside(folder / manifest.SQLITE, aside)
    for name in manifest.BESIDE:
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    _fold_in(place / manifest.SQLITE)
    for name in (manifest.SQLITE, *manifest.KEYS, *manifest.BESIDE):
        if not (place / name).exists() or _same(place / name, folder / name):
            continue
        if (folder / name).exists():
            os.link(folder / name, aside / name)
        (place / name).replace(folder / name)
    archive.sync_folder(folder)
    if any(aside.iterdir()):
        return aside
    aside.rmdir()
    return None


def key_for(place: Path, folder: Path) -> None:
    """Let the unpacked folder have a secret key: the backup's own, else that of `folder`, if there is one."""
    if not (place / KEY).exists() and (folder / KEY).exists():
        write_private(place / KEY, (folder / KEY).read_text())


def _put_log_aside(path: Path, aside: Path) -> None:
    """Bring SQLite's log into its file. Of a damaged one it can't be brought; then it is kept, for SQLite deletes it."""
    log = path.with_name(path.name + "-wal")
    if log.exists():
        os.link(log, aside / log.name)
    if _fold_in(path):
        (aside / log.name).unlink(missing_ok=True)
    for left in (log, path.with_name(path.name + "-shm")):
        left.unlink(missing_ok=True)


def _fold_in(path: Path) -> bool:
    """Whether the database at `path` stands in one file now."""
    if path.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as link:
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return True
    return False


def _same(one: Path, other: Path) -> bool:
    return one.name in manifest.KEYS and other.exists() and one.read_bytes() == other.read_bytes()
