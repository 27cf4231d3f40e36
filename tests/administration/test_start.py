"""The first run: what is done is read from rows, what is left out stays open to be done, and where the widget was seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Invitation, Site
from administration import installed, steps
from administration.models import Sighting
from chatdesk.kernel.clock import now
from conversations.facts import Greeted
from routing.models import Skill
from tests import factories
from tests.administration.conftest import Admin

pytestmark = pytest.mark.django_db
OWN = "http://testserver"


@pytest.fixture(autouse=True)
def unnoticed():
    installed._noted.clear()


def done(admin: Admin) -> set[str]:
    return {step.key for step in steps.progress(admin.user, OWN).steps if step.done}


def test_nothing_is_done_at_first(admin: Admin):
    assert done(admin) == set()
    assert steps.progress(admin.user, OWN).next == "site"


def test_each_step_leads_to_the_next_and_is_done(admin: Admin):
    admin.sends("/start/site/", name="Tea", address="shop.example", locale="en", zone="UTC")
    assert done(admin) == {"site"}
    assert Site.objects.get().origins == ["https://shop.example", OWN]

    admin.sends("/start/colour/", brand="#0a7f5c")
    assert done(admin) == {"site", "colour"}

    admin.sends("/start/people/", email="bo@tea.example", role="agent")
    assert Invitation.objects.count() == 1

    admin.sends("/start/faqs/", text="How long is delivery?\nTwo days.", save="1")
    assert done(admin) == {"site", "colour", "people", "faqs"}
    assert steps.progress(admin.user, OWN).next == "try"

    factories.conversation(factories.customer(Site.objects.get()))
    assert steps.progress(admin.user, OWN).next == "install"


def test_a_skipped_step_is_passed_over_and_can_be_done_later(admin: Admin):
    admin.sends("/start/site/", skip="1")
    assert steps.progress(admin.user, OWN).next == "colour"

    admin.sends("/start/site/", name="Tea", address="shop.example", locale="en", zone="UTC")
    assert done(admin) == {"site"}


def test_a_step_that_is_done_shows_what_was_saved_and_changes_it(admin: Admin):
    admin.sends("/start/site/", name="Tea", address="shop.example", locale="en", zone="Europe/Berlin")

    page = admin.reads("/start/site/")
    assert 'value="https://shop.example"' in page
    assert "data-zone" not in page  # the browser's zone would overwrite the saved one
    assert "Skip this step" not in page

    admin.sends("/start/site/", name="Tea", address="www.shop.example", locale="en", zone="Europe/Berlin")
    assert Site.objects.get().origins == ["https://www.shop.example", OWN]


def test_addresses_added_since_stay_when_the_step_is_done_again(admin: Admin, shop: Site):
    Site.objects.update(origins=["https://shop.example", "https://b.example", OWN])

    admin.sends("/start/site/", name="Tea", address="c.example", locale="en", zone="UTC")

    assert Site.objects.get().origins == ["https://c.example", "https://b.example", OWN]


def test_a_step_that_needs_a_site_leads_there_first(admin: Admin):
    assert admin.client.get("/start/install/")["Location"] == "/start/site/"


def test_the_card_stays_until_everything_is_done_or_it_is_put_away(admin: Admin):
    assert "0 of 7 steps done" in admin.reads("/settings/")

    admin.sends("/start/hide/")
    assert "steps done" not in admin.reads("/settings/")


def test_a_colleague_speaks_the_sites_language_unless_it_is_unticked(admin: Admin):
    admin.sends("/start/site/", name="Tea", address="shop.example", locale="zh", zone="UTC")
    chinese, english = (Skill.objects.get(key=key).pk for key in ("zh", "en"))

    page = admin.reads("/start/people/")

    assert f'value="{chinese}" id="id_skills_0" checked' in page
    assert f'value="{english}" id="id_skills_1" checked' not in page


def test_an_unknown_step_is_not_there(admin: Admin):
    assert admin.client.get("/start/nothing/").status_code == 404


# --- where the widget was seen ---------------------------------------------------------------------------------------
def state(site: Site) -> dict[str, str]:
    return {check.origin: check.state for check in installed.checks(site)}


def load(page: str) -> None:
    Client().get("/w.js", headers={"Referer": page})


def test_a_page_that_loads_the_widget_is_seen(shop: Site):
    assert state(shop)["https://shop.example"] == "never"

    load("https://shop.example/tea/")

    assert state(shop)["https://shop.example"] == "loaded"
    assert installed.installed(shop, OWN)


def test_a_hello_says_more_than_loading(shop: Site):
    installed.hear(Greeted(shop.pk, "https://shop.example", True))

    assert state(shop)["https://shop.example"] == "greeted"


def test_a_page_that_is_not_allowed_is_named(admin: Admin, shop: Site):
    installed.hear(Greeted(shop.pk, "https://www.shop.example", False))

    assert state(shop)["https://www.shop.example"] == "refused"
    assert not installed.installed(shop, OWN)
    assert "https://www.shop.example" in admin.reads("/settings/site/shop/seen/")


def test_our_own_try_out_page_does_not_count(shop: Site):
    load("http://testserver/try/shop/")

    assert not installed.installed(shop, OWN)


@pytest.mark.parametrize(
    "page", ["", "null", "about:blank", "javascript:alert(1)", "https://a@b.example/", "https://é.example/"]
)
def test_what_is_no_page_leaves_nothing(shop: Site, page: str):
    load(page)

    assert not Sighting.objects.exists()


def test_a_busy_page_costs_one_row_a_minute(shop: Site):
    load("https://shop.example/")
    Sighting.objects.update(loaded_at=now() - timedelta(days=1))

    load("https://shop.example/other/")

    assert Sighting.objects.filter(loaded_at__lt=now() - timedelta(hours=1)).exists()


def test_strangers_fill_no_table(shop: Site):
    load("https://shop.example/")
    for number in range(30):
        load(f"https://stranger{number}.example/")

    assert Sighting.objects.count() == installed.STRANGERS + 1


def test_strangers_do_not_push_the_firms_own_page_out(shop: Site):
    load("https://shop.example/")
    for number in range(30):
        load(f"https://stranger{number}.example/")

    assert state(shop)["https://shop.example"] == "loaded"


@pytest.mark.parametrize("of_a_site", [True, False])
def test_an_origin_is_noted_once_for_each_site_and_once_for_none(shop, of_a_site):
    site = shop if of_a_site else None
    Sighting.objects.create(site=site, origin="https://twice.example", at=now())

    with pytest.raises(IntegrityError), transaction.atomic():
        Sighting.objects.create(site=site, origin="https://twice.example", at=now())
