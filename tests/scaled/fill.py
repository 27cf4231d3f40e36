"""`python -m tests.scaled.fill`: a small shop in the database of CHATDESK_DATABASE_URL; prints the staff's keys."""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")
    django.setup()
    from tests.flows import places

    sys.stdout.write(json.dumps(places.shop().keys))


if __name__ == "__main__":
    main()
