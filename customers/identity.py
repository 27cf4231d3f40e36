"""Who the firm's own server says a visitor is: a JWT, an HMAC, or only a claim. Nothing is written here."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import jwt

from accounts.models import Site
from chatdesk.kernel.errors import NotAllowed

LIMITS = {"id": 200, "name": 120, "email": 254, "phone": 40}  # characters, as the columns have them
JWT_CHARACTERS = 4096
ASK = "ask the site's server for a fresh one"


class Vouched(Protocol):
    """The shape of `identity` when it is no JWT: an id, and the HMAC that proves it."""

    @property
    def id(self) -> str: ...
    @property
    def hash(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is. `profile` is vouched for by the signature, `claims` is only what the page said."""

    id: str
    verified: bool
    profile: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)
    vip: bool | None = None  # None: the firm's server doesn't say


def verify_identity(site: Site, identity: str | Vouched, now: datetime) -> Identity:
    """The identity that `identity` proves at `site`; raises NotAllowed for anything forged, expired or meant for others.

    Without a signature it comes back as a claim (`verified` is false). An HMAC covers the id only, so mail
    address and phone beside it stay claims; a JWT vouches for all that it carries.
    """
    if isinstance(identity, str):
        return _from_jwt(site, identity, now)
    if identity.hash is None:
        return Identity(
            _id(identity.id),
            verified=False,
            claims={"id": _id(identity.id), **_said(identity, "name", "email", "phone")},
        )
    return _from_hmac(site, identity, identity.hash)


def hmac_of(secret: str, external_id: str) -> str:
    """What the firm's server puts into `hash`."""
    return hmac.new(secret.encode(), external_id.encode(), hashlib.sha256).hexdigest()


def _from_jwt(site: Site, token: str, now: datetime) -> Identity:
    claims = _decoded(site, token)
    try:
        exp, nbf = float(claims["exp"]), float(claims.get("nbf", 0))
    except (TypeError, ValueError, OverflowError):
        raise NotAllowed(f"the signed identity has no readable expiry; {ASK}") from None
    if not exp > now.timestamp():
        raise NotAllowed(f"the signed identity has expired; {ASK}")
    if not nbf <= now.timestamp():
        raise NotAllowed("the signed identity is not valid yet; check the clock of the site's server")
    profile = {
        key: _clean(claims[key], key)
        for key in ("name", "email", "phone")
        if isinstance(claims.get(key), str)
    }
    vip = claims["vip"] if isinstance(claims.get("vip"), bool) else None
    return Identity(_id(claims["sub"]), verified=True, profile=profile, vip=vip)


def _decoded(site: Site, token: str) -> dict[str, Any]:
    if not site.identity_secret or len(token) > JWT_CHARACTERS:
        raise NotAllowed(f"this site takes no such identity; {ASK}")
    try:
        # One algorithm, named by us: `none`, RS256-as-HS256 and keys in the header have no door. Times are checked by our clock.
        return jwt.decode(
            token,
            site.identity_secret,
            algorithms=["HS256"],
            audience=site.key,
            options={
                "require": ["sub", "exp", "aud"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise NotAllowed(f"the signed identity is not valid for this site; {ASK}") from None


def _from_hmac(site: Site, identity: Vouched, given: str) -> Identity:
    expected = hmac_of(site.identity_secret, identity.id)
    if not site.identity_secret or not hmac.compare_digest(expected.encode(), given.lower().encode()):
        raise NotAllowed(f"the hash does not belong to this id; {ASK}")
    return Identity(
        _id(identity.id),
        verified=True,
        profile=_said(identity, "name"),
        claims=_said(identity, "email", "phone"),
    )


def _said(identity: Vouched, *keys: str) -> dict[str, str]:
    return {key: _clean(value, key) for key in keys if (value := getattr(identity, key))}


def _id(raw: str) -> str:
    """The id as it is; cutting or cleaning one could make two people the same."""
    if not raw.strip() or len(raw) > LIMITS["id"] or not raw.isprintable():
        raise NotAllowed(f"an identity needs an id of 1 to {LIMITS['id']} printable characters")
    return raw


def _clean(raw: str, key: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFC", raw) if c.isprintable())
    return kept.strip()[: LIMITS[key]]
