"""Visitors and the tokens that name them. Plain functions of the caller's transaction: none opens its own, `now` is given."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from accounts.models import Site
from chatdesk.kernel import ids
from chatdesk.kernel.errors import NotAllowed
from customers.identity import Identity, Vouched, verify_identity
from customers.models import Customer, VisitorToken

__all__ = [
    "FORGED",
    "Identity",
    "Vouched",
    "identify",
    "new_visitor",
    "rotate",
    "verify_identity",
    "visitor_of_bearer",
    "visitor_of_token",
    "visitors_of",
]

SLIDING = timedelta(days=30)  # since the last use
ABSOLUTE = timedelta(days=180)  # since it was made
WRITE_EVERY = timedelta(hours=1)  # how exactly the last use is kept
TOKEN_CHARACTERS = 100
FORGED = "this visitor token is none of ours; say hello again without it"


def visitor_of_token(site: Site, token: str, now: datetime) -> Customer | None:
    """The visitor whom `token` names at `site`; None where it has expired; raises NotAllowed where it is none of ours."""
    known = _known(token)
    if known.customer.site_id != site.pk:
        raise NotAllowed(FORGED)
    return known.customer if _used(known, now) else None


def visitors_of(tokens: Collection[str], now: datetime) -> dict[str, Customer | NotAllowed | None]:
    """Whom each of many tokens names, at whichever site: None where it has expired, NotAllowed where it is none of ours."""
    digests = {ids.digest(token): token for token in tokens if len(token) <= TOKEN_CHARACTERS}
    found: dict[str, Customer | NotAllowed | None] = {token: NotAllowed(FORGED) for token in tokens}
    for known in VisitorToken.objects.select_related("customer").filter(digest__in=digests):
        found[digests[known.digest]] = known.customer if _used(known, now) else None
    return found


def visitor_of_bearer(token: str, now: datetime) -> Customer:
    """The visitor whom `token` names at whichever site; raises NotAllowed where it is expired or none of ours."""
    known = _known(token)
    if not _used(known, now):
        raise NotAllowed("this visitor token has expired; say hello for a new one")
    return known.customer


def new_visitor(site: Site, locale: str, now: datetime) -> tuple[Customer, str]:
    """A new anonymous visitor of `site` and the token that names them, told this once."""
    customer = Customer.objects.create(site=site, locale=locale)
    return customer, _issue(customer, now)


def identify(site: Site, customer: Customer | None, identity: Identity, *, locale: str = "en") -> Customer:
    """The customer that `customer` is or becomes, now that `identity` is known (None: nobody so far).

    A claim is noted on the visitor and moves nothing. A verified id leads to its one customer at the site: the
    anonymous visitor turns into it, or, where it exists already, the caller gets that other one and takes along
    what is the visitor's. Somebody verified as another is never merged. The caller's copy is left as it was.
    """
    if not identity.verified:
        return _claim(customer or Customer.objects.create(site=site, locale=locale), identity)
    known = Customer.objects.filter(site=site, external_id=identity.id).first()
    # Read afresh: the caller's copy has to stay what it was, so that it can see what changed.
    anonymous = Customer.objects.filter(pk=customer.pk, external_id=None).first() if customer else None
    become = known or anonymous or Customer(site=site, locale=locale)
    become.external_id, become.verified = identity.id, True
    for key, value in identity.profile.items():
        setattr(become, key, value)
    if identity.vip is not None:
        become.vip = identity.vip
    become.claimed = dict(identity.claims)
    become.save()
    return become


def rotate(customer: Customer, token: str | None, now: datetime) -> str:
    """A new token for `customer`; `token`, the one shown so far, names nobody any more."""
    if token:
        VisitorToken.objects.filter(digest=ids.digest(token)).delete()
    return _issue(customer, now)


def _issue(customer: Customer, now: datetime) -> str:
    token = ids.secret("vt_")
    VisitorToken.objects.create(digest=ids.digest(token), customer=customer, created_at=now, used_at=now)
    return token


def _known(token: str) -> VisitorToken:
    found = None
    if len(token) <= TOKEN_CHARACTERS:
        found = VisitorToken.objects.select_related("customer__site").filter(digest=ids.digest(token)).first()
    if found is None:
        raise NotAllowed(FORGED)
    return found


def _used(known: VisitorToken, now: datetime) -> bool:
    """Whether the token still holds; notes its use at most once an hour."""
    if now >= known.created_at + ABSOLUTE or now >= known.used_at + SLIDING:
        return False
    if now - known.used_at >= WRITE_EVERY:
        VisitorToken.objects.filter(pk=known.pk).update(used_at=now)
    return True


def _claim(customer: Customer, identity: Identity) -> Customer:
    customer.claimed = dict(identity.claims)
    customer.save(update_fields=["claimed", "seen_at"])
    return customer
