"""The data folder and the secret key in it. Standard library only, so that a bad start is a quick one."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

METRICS_TOKEN = "metrics.token"  # noqa: S105 - a file's name


class CantStart(Exception):
    """The start can't go on; the message is one sentence that says what to do."""


def open_folder(path: Path) -> Path:
    """`path`, made if missing (0700) and tried for writing; raises CantStart."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        why = error.strerror or str(error)
        raise CantStart(
            f"can't write to the data folder {path} ({why.lower()}): choose another with --data DIR"
        ) from None


def secret_key(folder: Path) -> str:
    """The key that signs sessions: made once, then kept in a file that only its owner reads."""
    path = folder / "secret.key"
    if not path.exists():
        mine = folder / f".secret.key-{secrets.token_hex(4)}"
        write_private(mine, secrets.token_urlsafe(48) + "\n")
        with suppress(FileExistsError):  # another process that starts too was first
            path.hardlink_to(mine)
        mine.unlink()
    if key := path.read_text().strip():
        return key
    raise CantStart(f"{path} is empty: restore it from a backup, or delete it (everybody signs in again)")


def metrics_token(folder: Path) -> str:
    """The token that opens /metrics to a scraper elsewhere: made when it is first asked for."""
    path = folder / METRICS_TOKEN
    if not path.exists():
        write_private(path, secrets.token_urlsafe(24) + "\n")
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write the whole of `text` or nothing, readable by the owner alone (0600)."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
