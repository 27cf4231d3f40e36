"""A site: made in the first run, changed on its page; every change leaves a line that names the fields, never the texts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify

from accounts import audit
from accounts.models import AuditEntry, Site, User
from administration.slips import Slip
from chatdesk.kernel import ids, origin

LOCAL = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)")
KEPT = 6  # changes shown as history


@transaction.atomic
def create(by: User, *, name: str, origins: list[str], locale: str, zone: str) -> Site:
    """A new site with a key made of its name."""
    site = Site.objects.create(
        key=_free_key(name),
        name=name,
        origins=origins,
        locale=locale,
        zone=zone,
        identity_secret=ids.secret("id_"),
    )
    audit.record("setting_changed", actor=by, subject=subject(site), detail={"created": True})
    return site


@transaction.atomic
def change(by: User, site: Site, **fields: Any) -> list[str]:
    """Write what differs and return the names of those fields; nothing to write is nothing in the audit trail."""
    row = Site.objects.select_for_update().get(pk=site.pk)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
        setattr(site, name, fields[name])
    if changed:
        row.save(update_fields=changed)
        audit.record("setting_changed", actor=by, subject=subject(site), detail=dict.fromkeys(changed, True))
    return changed


def reveal(by: User, site: Site) -> str:
    """The identity secret, in the open; who looked is noted."""
    audit.record("reveal", actor=by, subject=subject(site), detail={"identity_secret": True})
    return site.identity_secret


def rotate(by: User, site: Site) -> None:
    """A new identity secret: identities signed with the old one are refused from now on."""
    change(by, site, identity_secret=ids.secret("id_"))


def history(site: Site) -> list[tuple[AuditEntry, str]]:
    """The last changes, the newest first, each with the name of who made it."""
    lines = list(AuditEntry.objects.filter(subject=subject(site)).order_by("-n")[:KEPT])
    names = dict(User.objects.filter(pk__in=[line.actor for line in lines]).values_list("pk", "name"))
    return [(line, names.get(line.actor or 0, "")) for line in lines]


def subject(site: Site) -> str:
    """How the audit trail calls it."""
    return f"site-{site.pk}"


def origin_of(text: str) -> str:
    """The origin of a page's address as people write it: `shop.example/tea` is `https://shop.example`. Raises Slip.

    Without a scheme, this machine is taken to speak http.
    """
    address = text.strip().rstrip("/")
    if "://" not in address:
        address = f"{'http' if LOCAL.match(address) else 'https'}://{address}"
    try:
        parts = urlsplit(address)
        host = (
            (parts.hostname or "").encode("idna").decode() if not _is_ip(parts.hostname) else parts.hostname
        )
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        raise Slip("origin", address=text.strip()[:60]) from None
    named = f"[{host}]" if host and ":" in host else host
    found = f"{parts.scheme}://{named}{port}"
    local = host == "localhost" or _is_ip(host)
    if origin.parsed(found) is None or not host or not ("." in host or local) or " " in host:
        raise Slip("origin", address=text.strip()[:60])
    return found


def _is_ip(host: str | None) -> bool:
    return bool(host) and (":" in str(host) or str(host).replace(".", "").isdigit())


def _free_key(name: str) -> str:
    base = slugify(name)[:40].strip("-") or "site"
    taken = set(Site.objects.filter(key__startswith=base).values_list("key", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in numbered if key not in taken)
