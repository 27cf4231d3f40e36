"""Who may import whom, and that what is printed from the code is fresh."""

from __future__ import annotations

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from conversations import typescript

ROOT = Path(settings.HOME)
OURS = [
    config
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(ROOT / config.name.split(".")[0])
]


def test_the_import_contracts_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_of_the_front_end_are_those_of_the_wire():
    printed = (ROOT / "frontend" / "src" / "protocol.gen.ts").read_text(encoding="utf-8")

    assert printed == typescript.source(), (
        "print them anew: python -m conversations.typescript > frontend/src/protocol.gen.ts"
    )


@pytest.mark.parametrize(
    "label", [config.label for config in OURS if (Path(config.path) / "migrations").is_dir()]
)
def test_an_app_has_one_last_migration(label: str):
    assert len(MigrationLoader(None).graph.leaf_nodes(label)) == 1


@pytest.mark.django_db
def test_no_change_of_a_model_waits_for_its_migration():
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=out, interactive=False)

    assert "No changes detected" in out.getvalue()


def test_no_room_has_an_unwelcome_name():
    unwelcome = {"core", "common", "utils", "helpers", "realtime", "services", "channels"}
    packages = {path.parent.name for path in ROOT.glob("[a-z]*/__init__.py")}

    assert not packages & unwelcome


def test_no_name_says_nothing():
    empty = re.compile(r"^class \w*(Handler|Helper|Util|Utils|Info)\b", re.MULTILINE)
    found = [str(path) for path in sources() if empty.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_every_module_says_what_it_is_for():
    silent = [
        str(path) for path in sources() if not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]

    assert silent == []


def sources() -> list[Path]:
    """Our Python modules that hold code."""
    found = [path for config in OURS for path in Path(config.path).rglob("*.py")]
    found += [path for path in (ROOT / "chatdesk").rglob("*.py") if "demo" not in path.parts]
    return [path for path in found if "migrations" not in path.parts and path.stat().st_size]
