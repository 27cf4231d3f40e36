"""Making a backup, by hand or by the clock, and keeping as many as are worth keeping."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from chatdesk.backups import archive, manifest, postgres, sqlite
from chatdesk.backups.manifest import Manifest, Packed
from chatdesk.kernel.release import COMMIT, VERSION
from chatdesk.starting.folder import CantStart

KEEP = 7  # of each kind
DAY, SOON, NIGHT = (
    timedelta(hours=24),
    timedelta(hours=4),
    range(2, 5),
)  # the hours of the night are local ones
NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
ABANDONED = timedelta(days=1)  # what a crash left half written
DAILY, BEFORE_MIGRATION, BEFORE_RESTORE = "daily", "before-migration", "before-restore"


def make(folder: Path, target: Path, *, keys: bool = False, url: str = "") -> Manifest:
    """Back the data folder up into `target` while it is in use; raises CantStart and then nothing has changed.

    `url` is PostgreSQL's, where the database isn't in the folder. `keys` takes along what must stay secret.
    """
    names = (*manifest.BESIDE, *(manifest.KEYS if keys else ()))
    files = {name: folder / name for name in names if (folder / name).exists()}
    with (
        archive.written(target) as place,
        TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch,
    ):
        still = Path(scratch) / "copy"
        name, found = _snapshot(folder, still, url)
        return archive.pack(place, {name: still} | files, _describe(folder, found))


def keep(folder: Path, kind: str, *, url: str = "") -> Path:
    """Make a backup of `kind` in the folder's own `backups` and delete the oldest beyond KEEP; returns where it is."""
    into = folder / "backups"
    path = into / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{kind}.zip"
    make(folder, path, url=url)
    for old in of_kind(folder, kind)[:-KEEP]:
        old.unlink(missing_ok=True)
    _tidy(into)
    return path


def of_kind(folder: Path, kind: str) -> list[Path]:
    """The folder's own backups of `kind`, oldest first."""
    return sorted((folder / "backups").glob(f"*-{kind}.zip"))


def newest(folder: Path) -> datetime | None:
    """When the last of the folder's own backups was made, whatever for."""
    made = [path.stat().st_mtime for path in (folder / "backups").glob("*.zip")]
    return datetime.fromtimestamp(max(made), UTC) if made else None


def born(folder: Path) -> datetime:
    """Since when there has been something to lose."""
    key = folder / "secret.key"
    return datetime.fromtimestamp((key if key.exists() else folder).stat().st_mtime, UTC)


def is_due(folder: Path, now: datetime) -> bool:
    """Whether the daily backup should be made now: at night, or at the latest a day after the last."""
    age = now - (newest(folder) or born(folder))
    return age >= DAY or (age >= SOON and now.astimezone().hour in NIGHT)


def _snapshot(folder: Path, still: Path, url: str) -> tuple[str, sqlite.Contents]:
    if url:
        return manifest.POSTGRESQL, postgres.copy(url, still)
    path = folder / "chatdesk.sqlite3"
    if not path.exists():
        raise CantStart(f"there is no chatdesk in {folder}: name its folder with --data DIR")
    try:
        sqlite.copy(path, still)
        return manifest.SQLITE, sqlite.contents(still)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in NO_ROOM:
            raise OSError(str(error)) from None
        raise CantStart(f"the database {path} can't be read ({error}): run `chatdesk doctor`") from None


def _describe(folder: Path, found: sqlite.Contents) -> Callable[[dict[str, Packed]], Manifest]:
    key = os.environ.get("CHATDESK_SECRET_KEY", "")

    def described(files: dict[str, Packed]) -> Manifest:
        return Manifest(
            format=manifest.FORMAT,
            version=VERSION,
            commit=COMMIT,
            at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            epoch=found.epoch,
            migrations=found.migrations,
            counts=found.counts,
            key=manifest.fingerprint(key) if key else manifest.key_of(folder),
            files=files,
        )

    return described


def _tidy(into: Path) -> None:
    """Take away what a crash left half written."""
    for left in (*into.glob(".*.part"), *into.glob(".backup-*")):
        if _age(left, datetime.now(UTC)) > ABANDONED:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _age(path: Path, now: datetime) -> timedelta:
    try:
        return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return timedelta(0)
