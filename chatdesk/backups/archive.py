"""The file of a backup: a ZIP with the database and a manifest, complete under its name or not there at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from chatdesk.backups import manifest
from chatdesk.backups.manifest import CHUNK, Manifest, Packed
from chatdesk.starting.folder import CantStart

FAST = 1  # of zlib's levels: half of the size for a tenth of the time


class Damaged(CantStart):
    """The file is no whole backup of ours; nothing was touched."""


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """A place to write to, which becomes `target` at the end; raises CantStart, and then the old file is as it was."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        os.close(descriptor)
    except OSError as error:
        raise CantStart(f"can't write to {target.parent} ({reason(error)}): name another place") from None
    place = Path(name)
    try:
        yield place
        with place.open("rb+") as file:
            os.fsync(file.fileno())
        place.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise CantStart(
            f"the backup could not be written ({reason(error)}): make room or name another place; nothing was changed"
        ) from None
    finally:
        place.unlink(missing_ok=True)


def pack(target: Path, files: dict[str, Path], describe: Callable[[dict[str, Packed]], Manifest]) -> Manifest:
    """Write `files` and, last, the manifest that `describe` makes of their sums."""
    with target.open("wb") as out, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=FAST) as packed:
        sums = {name: _add(packed, name, path) for name, path in files.items()}
        told = describe(sums)
        packed.writestr(manifest.NAME, told.text())
    return told


def read(path: Path) -> Manifest:
    """What the backup at `path` says of itself; raises Damaged, or CantStart where it is newer than we are."""
    try:
        with ZipFile(path) as packed:
            told = manifest.parse(packed.read(manifest.NAME))
    except FileNotFoundError:
        raise CantStart(f"there is no file {path}: name a backup") from None
    except OSError as error:
        raise CantStart(f"can't read {path} ({reason(error)})") from None
    except (BadZipFile, KeyError, ValueError, TypeError):
        raise Damaged(
            f"{path} is no whole backup of chatdesk: take another one; nothing was touched"
        ) from None
    if told.format > manifest.FORMAT:
        raise CantStart(
            f"{path} was written by a newer chatdesk ({told.version}): install that version first; nothing was touched"
        )
    return told


def unpack(path: Path, told: Manifest, into: Path) -> None:
    """Write what `told` names to `into`; raises Damaged where a sum differs, CantStart where there is no room."""
    for name, packed in told.files.items():
        try:
            found = _extract(path, name, into / Path(name).name)
        except OSError as error:
            raise CantStart(f"can't unpack {path} ({reason(error)}): make room in {into.parent}") from None
        except Exception as error:  # zlib, zipfile and struct each have their own
            raise Damaged(
                f"{path} is damaged ({name}: {error}): take another one; nothing was touched"
            ) from None
        if found != packed:
            raise Damaged(
                f"{path} is damaged ({name} has another sum): take another one; nothing was touched"
            )


def sync_folder(folder: Path) -> None:
    """What was renamed in `folder` outlives a power cut from here on."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _add(packed: ZipFile, name: str, path: Path) -> Packed:
    entry = ZipInfo.from_file(path, name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    with path.open("rb") as source, packed.open(entry, "w", force_zip64=True) as target:
        return _copy(source, target.write)


def _extract(path: Path, name: str, to: Path) -> Packed:
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target, ZipFile(path) as packed, packed.open(name) as source:
        return _copy(source, target.write)


def _copy(source: IO[bytes], write: Callable[[bytes], int]) -> Packed:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return Packed(digest.hexdigest(), size)
