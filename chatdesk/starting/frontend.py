"""The built front end: made at the first start from a clone, never in a release that brings it along."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from chatdesk.starting.folder import CantStart

PACKAGE = Path(__file__).resolve().parent.parent
HOME = PACKAGE.parent


def place() -> Path:
    """Where the built files are: in the installed package, else in the clone."""
    released = PACKAGE / "frontend"
    return released if released.is_dir() else HOME / "frontend" / "dist"


def ensure(say: Callable[[str], None]) -> None:
    """Build the front end if it isn't there; raises CantStart with what to do by hand."""
    if (place() / "w.js").exists():
        return
    build = HOME / "scripts" / "build"
    if not build.exists():
        raise CantStart("the front end is missing from this installation: install chatdesk again")
    say("Building the front end, once …")
    done = subprocess.run([build], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no output"]
        raise CantStart(f"the front end could not be built ({last[0]}): run scripts/build to see why")
