"""Signed identity: what proves it, what doesn't, and what a visitor becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from accounts.models import Site
from chatdesk.kernel.errors import NotAllowed
from customers.identity import Identity, hmac_of, verify_identity
from customers.models import Customer
from customers.services import identify
from tests import factories

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LIN = Identity("lin-7", verified=True, profile={"name": "Lin", "email": "lin@example.com"})


@dataclass(frozen=True)
class Signed:
    id: str
    hash: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None


def token(site: Site, *, secret: str | None = None, algorithm: str = "HS256", **claims: Any) -> str:
    payload = {"sub": "lin-7", "aud": site.key, "exp": NOW + timedelta(minutes=5)} | claims
    payload = {key: value for key, value in payload.items() if value is not None}
    return jwt.encode(payload, secret if secret is not None else site.identity_secret, algorithm=algorithm)


def test_a_good_jwt_vouches_for_the_whole_profile(site: Site) -> None:
    signed = token(site, name="Lin", email="lin@example.com", phone="+86 10 1234")

    found = verify_identity(site, signed, NOW)

    assert found == Identity(
        "lin-7", True, {"name": "Lin", "email": "lin@example.com", "phone": "+86 10 1234"}
    )


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW}, {"exp": NOW - timedelta(days=1)}, {"exp": None}, {"sub": None}, {"aud": None}, {"aud": "other"},
        {"sub": ""}, {"sub": "x" * 201}, {"sub": "a\nb"}, {"exp": "soon"}, {"exp": float("nan")}, {"nbf": NOW + timedelta(hours=1)},
    ],
)  # fmt: skip
def test_a_jwt_that_is_expired_unfinished_or_for_others_is_refused(
    site: Site, claims: dict[str, Any]
) -> None:
    with pytest.raises(NotAllowed):
        verify_identity(site, token(site, **claims), NOW)


def test_a_jwt_under_another_secret_is_refused(site: Site) -> None:
    with pytest.raises(NotAllowed):
        verify_identity(site, token(site, secret="another secret of thirty-two characters"), NOW)


def test_a_jwt_without_signature_is_refused(site: Site) -> None:
    with pytest.raises(NotAllowed):
        verify_identity(site, token(site, secret="", algorithm="none"), NOW)


def test_another_algorithm_with_the_right_secret_is_refused(site: Site) -> None:
    site.identity_secret = "s" * 64

    with pytest.raises(NotAllowed):
        verify_identity(site, token(site, algorithm="HS512"), NOW)


@pytest.mark.parametrize("text", ["", "a.b.c", "é", "x" * 9000, "null"])
def test_what_is_no_jwt_is_refused(site: Site, text: str) -> None:
    with pytest.raises(NotAllowed):
        verify_identity(site, text, NOW)


@pytest.mark.filterwarnings("ignore:The HMAC key")
def test_a_site_without_secret_verifies_nobody(site: Site) -> None:
    site.identity_secret = ""

    with pytest.raises(NotAllowed):
        verify_identity(site, Signed("lin-7", hmac_of("", "lin-7")), NOW)
    with pytest.raises(NotAllowed):
        verify_identity(site, token(site, secret="x" * 32), NOW)


def test_an_hmac_vouches_for_the_id_and_not_for_the_mail_address(site: Site) -> None:
    signed = Signed("lin-7", hmac_of(site.identity_secret, "lin-7"), name="Lin", email="boss@example.com")

    found = verify_identity(site, signed, NOW)

    assert found == Identity("lin-7", True, {"name": "Lin"}, {"email": "boss@example.com"})


@pytest.mark.parametrize("given", ["", "0" * 64, "é", "x" * 5000])
def test_a_wrong_hash_is_refused(site: Site, given: str) -> None:
    with pytest.raises(NotAllowed):
        verify_identity(site, Signed("lin-7", given), NOW)


def test_without_a_hash_it_is_only_a_claim(site: Site) -> None:
    found = verify_identity(site, Signed("lin-7", name="Lin"), NOW)

    assert found == Identity("lin-7", False, {}, {"id": "lin-7", "name": "Lin"})


def test_a_claim_stays_a_claim(site: Site) -> None:
    known, visitor = factories.customer(site, external_id="lin-7", verified=True), factories.customer(site)

    became = identify(site, visitor, Identity("lin-7", False, {}, {"id": "lin-7"}))

    assert (became, became.verified, became.external_id) == (visitor, False, None)
    assert Customer.objects.get(pk=visitor.pk).claimed == {"id": "lin-7"}
    assert Customer.objects.get(pk=known.pk).claimed == {}


def test_the_anonymous_visitor_turns_into_a_new_customer(site: Site) -> None:
    visitor = factories.customer(site)

    became = identify(site, visitor, LIN)

    assert became.pk == visitor.pk
    assert (became.verified, became.external_id, became.name) == (True, "lin-7", "Lin")


def test_the_callers_copy_still_says_who_it_was(site: Site) -> None:
    visitor = factories.customer(site)

    identify(site, visitor, LIN)

    assert (visitor.verified, visitor.external_id) == (False, None)


def test_the_anonymous_visitor_is_led_to_the_known_customer(site: Site) -> None:
    known, visitor = factories.customer(site, external_id="lin-7", verified=True), factories.customer(site)

    assert identify(site, visitor, LIN) == known
    assert Customer.objects.get(pk=visitor.pk).external_id is None


def test_somebody_verified_as_another_is_never_merged(site: Site) -> None:
    bo = factories.customer(site, external_id="bo-1", verified=True, name="Bo")

    became = identify(site, bo, LIN)

    assert became.pk != bo.pk
    assert Customer.objects.get(pk=bo.pk).name == "Bo"


def test_the_same_id_on_another_site_is_another_person(site: Site) -> None:
    elsewhere = factories.customer(factories.site("other"), external_id="lin-7", verified=True)

    assert identify(site, None, LIN) != elsewhere
