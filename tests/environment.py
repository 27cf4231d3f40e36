"""Loaded by `-p` before Django's settings: a throw-away data folder, cheap hashing, nothing of the person's own set-up."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

DATA = tempfile.mkdtemp(prefix="chatdesk-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("CHATDESK_") and not name.endswith("_URL")]:
    del os.environ[name]
os.environ["CHATDESK_DATA"] = DATA
os.environ["CHATDESK_TESTING"] = "1"
