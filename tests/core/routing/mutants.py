"""Plants known bugs in a copy of the engine, one at a time, and runs the routing tests: each must be caught.

python tests/core/routing/mutants.py [first] [last]
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import hypothesis.stateful  # noqa: F401 — before the fork
import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from tests.core.routing.bugs import BUGS  # noqa: E402

HUNT = """from hypothesis import Phase, settings
settings.register_profile("hunt", phases=[Phase.generate], deadline=None)
settings.load_profile("hunt")
"""
LAST = ["test_engine_against_oracle.py", "test_simulation.py"]  # they take longest
PYTEST = ["-qx", "-c", "pytest.ini", "--rootdir=.", "-p", "no:django", "-p", "no:cacheprovider"]


def caught(copy: Path, file: str, right: str, wrong: str) -> bool:
    """Whether the tests fail with the bug in; the copy is whole again afterwards."""
    path = copy / "routing" / file
    text = path.read_text()
    if text.count(right) < 1:
        raise SystemExit(f"{file} no longer says {right!r}: bring the list of bugs up to date.")
    path.write_text(text.replace(right, wrong))
    child = os.fork()  # everything but the engine and its tests is imported already
    if not child:
        os._exit(hunt(copy))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    path.write_text(text)
    if code not in (0, 1):
        raise SystemExit(f"The tests could not run with {wrong!r} in {file}: pytest says {code}.")
    return code == 1


def hunt(copy: Path) -> int:
    """Run the tests in the copy, silently; pytest's exit code."""
    os.chdir(copy)
    sys.path[:] = [str(copy), *(each for each in sys.path if each != str(ROOT))]
    for name in [name for name in sys.modules if name.partition(".")[0] in ("routing", "tests")]:
        del sys.modules[name]
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    folder = Path("tests/core/routing")
    names = sorted(each.name for each in folder.glob("test_*.py"))
    tests = [
        str(folder / name)
        for name in sorted(names, key=lambda name: LAST.index(name) if name in LAST else -1)
    ]
    return int(pytest.main([*PYTEST, *tests]))


def main(first: int, last: int) -> int:
    """Print each bug with its fate; 1 if any survives."""
    sys.dont_write_bytecode = True
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "chatdesk"
        for part in ("routing", "tests/core/routing", "tests/bench/routing"):
            shutil.copytree(
                ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "migrations")
            )
        (copy / "tests/core/routing/conftest.py").write_text(HUNT)
        (copy / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n")
        if first == 0 and caught(copy, "engine.py", "def ", "def "):
            raise SystemExit("The tests fail without any bug.")
        for name, file, right, wrong in BUGS[first:last]:
            killed = caught(copy, file, right, wrong)
            survivors += not killed
            print("caught  " if killed else "SURVIVES", name, flush=True)  # noqa: T201
    print(f"{len(BUGS[first:last]) - survivors} of {len(BUGS[first:last])} bugs caught")  # noqa: T201
    return 1 if survivors else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]] + [0, len(BUGS)][len(sys.argv) - 1 :]
    sys.exit(main(*given))
