"""A site's page: what is changed is in force for the next visitor, and the trail says which fields."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from accounts.models import AuditEntry, Site
from administration import sites
from administration.slips import Slip
from chatdesk.kernel.clock import now
from conversations import due, floor, moves
from conversations.lifecycle import State
from tests import factories
from tests.administration.conftest import Admin

pytestmark = pytest.mark.django_db
BASICS = {
    "basics-name": "Tea",
    "basics-origins": "https://shop.example",
    "basics-locale": "en",
    "basics-zone": "UTC",
}


def basics(admin: Admin, **fields: str) -> str:
    return admin.sends(
        "/settings/site/shop/basics/", **BASICS | {f"basics-{k}": v for k, v in fields.items()}
    )


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("shop.example", "https://shop.example"),
        (" HTTPS://Shop.Example/tea?x=1#y ", "https://shop.example"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("http://127.0.0.1:8080/page", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("localhost:3000", "http://localhost:3000"),
        ("127.0.0.1:8080/page", "http://127.0.0.1:8080"),
        ("localhost.example", "https://localhost.example"),
        ("https://茶.example", "https://xn--cl1a.example"),
    ],
)
def test_an_address_is_read_as_people_write_it(written: str, origin: str):
    assert sites.origin_of(written) == origin


@pytest.mark.parametrize(
    "written",
    ["", "shop", "javascript:alert(1)", "ftp://shop.example", "https://user@shop.example:x", "a b.example"],
)
def test_what_is_no_address_is_refused(written: str):
    with pytest.raises(Slip):
        sites.origin_of(written)


def test_addresses_are_kept_as_origins_each_once(admin: Admin, shop: Site):
    said = basics(admin, origins="shop.example/tea\nhttps://shop.example\n\nhttp://localhost:3000")

    shop.refresh_from_db()
    assert shop.origins == ["https://shop.example", "http://localhost:3000"]
    assert "in force from now on" in said


def test_a_bad_address_is_named_beside_its_field_and_nothing_is_kept(admin: Admin, shop: Site):
    said = basics(admin, name="Other", origins="shop")

    assert "“shop” is not the address of a site" in said
    assert Site.objects.get().name == "Tea"


def test_a_zone_or_language_that_is_none_is_refused(admin: Admin, shop: Site):
    assert "Choose one of the list" in basics(admin, zone="Mars/Olympus")
    assert "Choose one of the list" in basics(admin, locale="tlh")


def test_greeting_topics_and_assistant_are_kept_as_the_widget_reads_them(admin: Admin, shop: Site):
    skill = factories.skill("billing", name={"zh": "付款", "en": "Payment"})

    admin.sends("/settings/site/shop/talk/", **{"talk-greeting_zh": "您好", "talk-topics": [skill.pk]})

    shop.refresh_from_db()
    assert (shop.greeting, shop.bot) == ({"zh": "您好"}, False)
    assert shop.topics == [{"key": "billing", "name": {"zh": "付款", "en": "Payment"}}]


def test_a_colour_without_contrast_is_corrected_and_said(admin: Admin, shop: Site):
    said = admin.sends("/settings/site/shop/colour/", **{"colour-brand": "#ffee00"})

    shop.refresh_from_db()
    assert shop.theme == {"hue": 104, "brand": "#ffee00", "accent": "light-dark(#7f7700, #ffee00)"}
    assert "can’t be read on #ffee00, so the chat uses #7f7700" in said


def test_a_readable_colour_is_kept_as_it_is(admin: Admin, shop: Site):
    said = admin.sends("/settings/site/shop/colour/", **{"colour-brand": "#0A7F5C"})

    assert "Saved: #0a7f5c" in said
    assert Site.objects.get().theme["brand"] == "#0a7f5c"


@pytest.mark.parametrize("text", ["red", "#fff", "url(x)", "#12345g"])
def test_what_is_no_colour_is_refused(admin: Admin, shop: Site, text: str):
    assert "Choose a colour" in admin.sends("/settings/site/shop/colour/", **{"colour-brand": text})
    assert admin.client.get("/settings/colour/", {"brand": text}).status_code == 400
    assert Site.objects.get().theme == {}


def test_the_preview_tells_what_becomes_of_a_colour(admin: Admin):
    shade = admin.client.get("/settings/colour/", {"brand": "#ffee00"}).json()

    assert (shade["day"], shade["night"]) == ("#7f7700", "#ffee00")
    assert "#7f7700" in shade["says"]


def test_times_of_a_site_are_checked_and_empty_is_the_servers(admin: Admin, shop: Site):
    said = admin.sends("/settings/site/shop/times/", **{"times-park_s": "soon", "times-queue_cap": "1.5"})
    assert "Write a number, zero or more" in said
    assert "Write a whole number" in said

    admin.sends("/settings/site/shop/times/", **{"times-park_s": "120", "times-offer_s": ""})
    assert Site.objects.get().settings == {"park_s": 120.0}


def test_a_sites_own_times_are_those_of_its_conversations(shop: Site):
    sites.change(factories.user(), shop, settings={"promise_s": 11.0, "ticket_after_s": 0.0})
    talk = factories.conversation(factories.customer(shop), state=State.QUEUED, promise_s=5)
    other = factories.conversation(factories.customer(factories.site("other")), state=State.QUEUED)

    assert (moves.promise_s(talk), moves.promise_s(other)) == (11.0, 60.0)
    found = {item.conversation for item in due.due(floor.look(now()))}
    assert talk.pk in found


def test_the_identity_secret_is_shown_only_when_asked_for_and_that_is_noted(admin: Admin, shop: Site):
    assert shop.identity_secret not in admin.reads("/settings/site/shop/")

    assert shop.identity_secret in admin.sends("/settings/site/shop/reveal/")
    assert shop.identity_secret not in admin.reads("/settings/site/shop/")
    assert (
        AuditEntry.objects.filter(verb="reveal", actor=admin.user.pk, subject=f"site-{shop.pk}").count() == 1
    )


def test_a_new_secret_ends_the_old_one(admin: Admin, shop: Site):
    admin.sends("/settings/site/shop/rotate/")

    assert Site.objects.get().identity_secret not in ("", shop.identity_secret)


def test_the_history_names_who_changed_which_fields_and_no_texts(admin: Admin, shop: Site):
    basics(admin, name="Quiet Hill")

    page = admin.reads("/settings/site/shop/")
    assert "<b>Ada</b>" in page
    line = AuditEntry.objects.get(verb="setting_changed", subject=f"site-{shop.pk}")
    assert "Quiet Hill" not in str(line.detail)
    assert set(line.detail) == {"name", "origins"}


def test_saving_the_same_leaves_no_line(admin: Admin, shop: Site):
    basics(admin)
    before = AuditEntry.objects.count()

    assert "nothing was changed" in basics(admin)
    assert AuditEntry.objects.count() == before


def test_another_site_gets_a_key_of_its_own(admin: Admin, shop: Site):
    fields = {"name": "Shop", "address": "other.example", "locale": "zh", "zone": "Asia/Shanghai"}

    admin.sends("/settings/site/new/", **fields)

    made = Site.objects.get(key="shop-2")
    assert made.origins == ["https://other.example", "http://testserver"]


def test_a_name_without_latin_letters_gets_a_key_too(admin: Admin):
    made = sites.create(admin.user, name="闲山茶舍", origins=[], locale="zh", zone="UTC")

    assert made.key == "site"


def test_snippet_and_links_name_the_public_address(admin: Admin, shop: Site, settings: Settings):
    settings.PUBLIC_URL = "https://chat.tea.example"
    Authenticator.objects.create(user=admin.user, type="totp", data={"secret": ""})

    assert "https://chat.tea.example/w.js" in admin.reads("/settings/site/shop/")
    assert "https://chat.tea.example/invitation/" in admin.sends(
        "/settings/people/", email="bo@tea.example", role="agent"
    )
    assert "refuses to work here" not in admin.reads("/try/shop/")


def test_the_try_out_page_says_where_the_widget_may_not_run(admin: Admin):
    factories.site("elsewhere", origins=["https://shop.example"])

    assert "refuses to work here, since http://testserver" in admin.reads("/try/elsewhere/")
