"""Fill the demo once, all or nothing; at each start write down again who may sign in and where."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from accounts.models import ApiKey, Site, Team, User
from chatdesk.demo import past, people, shelves
from chatdesk.kernel import ids
from chatdesk.starting.folder import write_private
from routing.models import Seat, Skill

FILE = "demo.json"
KEY_NAME = "demo.json"


def ensure(folder: Path, *, url: str, say: Callable[[str], None]) -> None:
    """Make what is missing of the demo, let this `url` be its origin, and write `demo.json`; passwords and keys stay."""
    known = {person["email"]: person for person in written(folder).get("people", [])}
    with transaction.atomic():
        new = not Site.objects.filter(key=people.SHOP.key).exists()
        if new:
            say("Filling the demo shop, once …")
            _make_places()
            shelves.fill()
        site = Site.objects.get(key=people.SHOP.key)
        Site.objects.filter(pk=site.pk).update(origins=origins(url))
        staff = [_staff(person, known.get(person.email, {})) for person in people.PEOPLE]
        if new:
            past.fill(site)
    shown = {
        "url": url,
        "site": site.key,
        "origin": url,
        "identity_secret": site.identity_secret,
        "people": staff,
    }
    write_private(folder / FILE, json.dumps(shown, ensure_ascii=False, indent=2) + "\n")


def written(folder: Path) -> dict[str, Any]:
    """What `demo.json` says, empty where it can't be read."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def origins(url: str) -> list[str]:
    """The names that a browser on this machine has for the server at `url`, and `url` itself."""
    port = urlsplit(url).port
    return list(
        dict.fromkeys([url, *(f"http://{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]"))])
    )


def accounts_shown(folder: Path) -> list[str]:
    """Lines for the terminal: one account of each role, and where the rest are."""
    lines, seen = [], set()
    for person in written(folder).get("people", []):
        if person["role"] not in seen:
            seen.add(person["role"])
            lines.append(f"  Sign in  {person['email']:<28} {person['password']}  ({person['role']})")
    return [*lines, f"           the others are in {folder / FILE}"]


def _make_places() -> None:
    shop = people.SHOP
    Team.objects.bulk_create(Team(key=crew.key, name=crew.name, mode=crew.mode) for crew in people.TEAMS)
    for names, kind in ((people.LANGUAGES, Skill.Kind.LANGUAGE), (people.TOPICS, Skill.Kind.TOPIC)):
        Skill.objects.bulk_create(Skill(key=key, name=name, kind=kind) for key, name in names.items())
    Site.objects.create(
        key=shop.key,
        name=shop.name,
        locale=shop.locale,
        topics=[dict(topic) for topic in shop.topics],
        greeting=dict(shop.greeting),
        theme={"hue": shop.hue},
        zone=shop.zone,
        suggestions=list(shop.suggestions),
        identity_secret=ids.secret("id_"),
    )


def _staff(person: people.Person, known: Mapping[str, Any]) -> dict[str, Any]:
    """The account of `person` as `demo.json` shows it: as it was where its key still works, else with new secrets."""
    key, password = known.get("api_key", ""), known.get("password", "")
    if not ApiKey.objects.filter(digest=ids.digest(key), user__email=person.email, revoked_at=None).exists():
        key, password = ids.secret("cd_"), secrets.token_urlsafe(12)
        _renew(person, key=key, password=password)
    return {
        "email": person.email,
        "password": password,
        "api_key": key,
        "role": person.role,
        "name": person.name,
        "skills": dict(person.skills),
        "capacity": person.capacity,
        "team": person.team,
    }


def _renew(person: people.Person, *, key: str, password: str) -> None:
    team = Team.objects.filter(key=person.team).first()
    user, made = User.objects.get_or_create(
        email=person.email,
        defaults={"name": person.name, "role": person.role, "locale": person.locale, "team": team},
    )
    user.set_password(password)
    user.save(update_fields=["password"])
    ApiKey.objects.filter(user=user, name=KEY_NAME).delete()
    ApiKey.objects.create(user=user, name=KEY_NAME, digest=ids.digest(key), scopes=list(ApiKey.SCOPES))
    if made and person.skills:
        Seat.objects.create(user=user, team=team, skills=dict(person.skills), capacity=person.capacity)
