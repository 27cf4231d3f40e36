"""Budgets: files, functions, what a visitor downloads. A larger room wants a split or a decision record."""

from __future__ import annotations

import ast
import gzip
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.HOME)
SKIPPED = {"migrations", "node_modules", ".venv", "dist", "build", ".state"}
GENERATED = {"protocol.gen.ts"}
FILE, FILE_MEDIAN = 300, 80
FUNCTION, FUNCTION_MEDIAN, FUNCTION_P90 = 50, 8, 25
FRONT_END_FILE = 200
BUILDS = {
    "loader": (r"^w\.js$", 3),
    "widget": (r"^assets/widget-.*\.(js|css)$", 25),
    "desk": (r"^assets/desk-.*\.(js|css)$", 180),
    "board": (r"^assets/board-.*\.(js|css)$", 180),
    "routing": (r"^assets/routing-.*\.(js|css)$", 180),
}


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    found = (path for path in under.rglob("*") if path.suffix in suffixes)
    return [
        path
        for path in found
        if not SKIPPED & set(path.relative_to(ROOT).parts) and path.name not in GENERATED
    ]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def product() -> list[Path]:
    """Python files that ship, without the empty ones that only mark a package."""
    return [
        path for path in files(".py") if path.relative_to(ROOT).parts[0] != "tests" and path.stat().st_size
    ]


def functions() -> Iterator[tuple[int, str]]:
    for path in product():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (
                    (node.end_lineno or node.lineno) - node.lineno + 1,
                    f"{path.relative_to(ROOT)}:{node.name}",
                )


def test_no_python_file_is_long():
    assert [(str(path), lines(path)) for path in files(".py") if lines(path) > FILE] == []


def test_half_of_the_files_are_short():
    assert statistics.median(map(lines, product())) <= FILE_MEDIAN


def test_functions_are_short():
    measured = sorted(functions())
    lengths = [length for length, _ in measured]

    assert [named for named in measured if named[0] > FUNCTION] == []
    assert statistics.median(lengths) <= FUNCTION_MEDIAN
    assert lengths[int(len(lengths) * 0.9)] <= FUNCTION_P90


def test_no_file_of_the_front_end_is_long():
    found = files(".ts", ".tsx", ".css", under=ROOT / "frontend" / "src")

    assert [(str(path), lines(path)) for path in found if lines(path) > FRONT_END_FILE] == []


@pytest.mark.parametrize("part", BUILDS)
def test_a_build_is_within_what_it_may_cost(part: str):
    dist = ROOT / "frontend" / "dist"
    pattern, kilobytes = BUILDS[part]
    built = [path for path in dist.rglob("*") if re.match(pattern, str(path.relative_to(dist)))]
    if not built:
        pytest.skip("the front end is not built: scripts/build")

    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in built) <= kilobytes * 1024
