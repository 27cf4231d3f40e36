"""The demo as `up --demo` fills it: complete, finished, and the same people tomorrow."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.db.models import F

from accounts.models import Site, Team, User
from accounts.services import user_of_key
from chatdesk.demo import fill
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from kb.models import Article
from routing.models import Arrivals, Seat
from tickets import services as tickets
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:8003"


def ensure(folder: Path, url: str = URL) -> dict[str, object]:
    fill.ensure(folder, url=url, say=lambda line: None)
    written: dict[str, object] = json.loads((folder / "demo.json").read_text())
    return written


def test_the_shop_has_staff_articles_and_a_finished_past(tmp_path):
    ensure(tmp_path)

    assert sorted(Team.objects.values_list("key", "mode")) == [
        ("care", "push_accept"),
        ("global", "push_accept"),
    ]
    assert sorted(User.objects.values_list("role", flat=True)) == [
        "admin",
        *["agent"] * 6,
        "auditor",
        "supervisor",
    ]
    assert set(Seat.objects.values_list("state", "capacity")) == {("offline", 3)}
    assert Article.objects.count() >= 50
    assert 900 <= Conversation.objects.count() <= 1100
    assert not Conversation.objects.exclude(state=State.RESOLVED).exists()
    assert Arrivals.objects.values("queue").distinct().count() == 6
    assert Ticket.objects.exists()


def test_the_past_is_as_the_product_would_have_written_it(tmp_path):
    ensure(tmp_path)

    assert not Conversation.objects.exclude(last_seq=F("visitor_read")).exists()
    assert Conversation.objects.filter(entries__seq=F("last_seq")).count() == Conversation.objects.count()
    assert Entry.objects.filter(seq=1).count() == Conversation.objects.count()
    assert tickets.sweep() == 0


def test_passwords_and_keys_stay_and_the_address_follows_the_port(tmp_path):
    first = ensure(tmp_path)
    second = ensure(tmp_path, "http://127.0.0.1:8009")

    assert second["people"] == first["people"]
    assert second["identity_secret"] == first["identity_secret"]
    assert (second["url"], second["origin"]) == ("http://127.0.0.1:8009",) * 2
    assert Site.objects.get().origins == [
        "http://127.0.0.1:8009",
        "http://localhost:8009",
        "http://[::1]:8009",
    ]
    assert stat.S_IMODE((tmp_path / "demo.json").stat().st_mode) == 0o600


def test_a_lost_file_is_written_anew_with_secrets_that_work(tmp_path):
    lost = ensure(tmp_path)
    (tmp_path / "demo.json").unlink()

    people = ensure(tmp_path)["people"]

    assert isinstance(people, list)
    assert isinstance(lost["people"], list)
    for old, person in zip(lost["people"], people, strict=True):
        user = user_of_key(person["api_key"])
        assert user is not None
        assert user.email == person["email"]
        assert user_of_key(old["api_key"]) is None
    assert User.objects.get(email=people[0]["email"]).check_password(people[0]["password"])
