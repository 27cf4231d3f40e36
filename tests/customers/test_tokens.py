"""Visitor tokens: who they name, how long, and what a forged one gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Site
from chatdesk.kernel.errors import NotAllowed
from customers.models import VisitorToken
from customers.services import new_visitor, rotate, visitor_of_bearer, visitor_of_token
from tests import factories

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def test_a_token_names_its_visitor(site: Site) -> None:
    customer, token = new_visitor(site, "zh", START)

    assert visitor_of_token(site, token, START) == customer
    assert customer.locale == "zh"


def test_the_token_itself_is_not_kept(site: Site) -> None:
    _, token = new_visitor(site, "en", START)

    assert len(token) > 32
    assert token not in str(list(VisitorToken.objects.values_list()))


@pytest.mark.parametrize("token", ["", "vt_" + "x" * 32, "é" * 40, "x" * 5000, "vt_\x00"])
def test_a_forged_token_is_refused(site: Site, token: str) -> None:
    with pytest.raises(NotAllowed):
        visitor_of_token(site, token, START)


def test_a_token_of_another_site_is_refused(site: Site) -> None:
    _, token = new_visitor(factories.site("other"), "en", START)

    with pytest.raises(NotAllowed):
        visitor_of_token(site, token, START)


def test_thirty_days_unused_expire_it(site: Site) -> None:
    _, token = new_visitor(site, "en", START)

    assert visitor_of_token(site, token, START + timedelta(days=30)) is None


def test_use_slides_the_thirty_days(site: Site) -> None:
    customer, token = new_visitor(site, "en", START)
    visitor_of_token(site, token, START + timedelta(days=29))

    assert visitor_of_token(site, token, START + timedelta(days=58)) == customer


def test_no_use_keeps_it_past_a_hundred_and_eighty_days(site: Site) -> None:
    _, token = new_visitor(site, "en", START)
    for day in range(20, 180, 20):
        assert visitor_of_token(site, token, START + timedelta(days=day))

    assert visitor_of_token(site, token, START + timedelta(days=180)) is None


def test_use_is_written_down_once_an_hour(site: Site) -> None:
    _, token = new_visitor(site, "en", START)

    visitor_of_token(site, token, START + timedelta(minutes=59))
    assert VisitorToken.objects.get().used_at == START
    visitor_of_token(site, token, START + timedelta(minutes=61))
    assert VisitorToken.objects.get().used_at == START + timedelta(minutes=61)


def test_a_rotated_token_names_nobody(site: Site) -> None:
    customer, token = new_visitor(site, "en", START)

    fresh = rotate(customer, token, START)

    assert visitor_of_token(site, fresh, START) == customer
    with pytest.raises(NotAllowed):
        visitor_of_token(site, token, START)


def test_a_bearer_that_has_expired_is_told_so(site: Site) -> None:
    _, token = new_visitor(site, "en", START)

    with pytest.raises(NotAllowed, match="expired"):
        visitor_of_bearer(token, START + timedelta(days=31))
