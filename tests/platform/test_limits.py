"""Limits: defaults, overrides, and sentences for what can't be read."""

from __future__ import annotations

import pytest

from chatdesk.env import BadSetting
from chatdesk.kernel import limits


def test_the_defaults_are_those_of_the_product():
    defaults = limits.parse([])

    assert (defaults.offer_s, defaults.promise_s, defaults.mode, defaults.missed_offers) == (
        20,
        60,
        "push_accept",
        2,
    )


def test_a_pair_overrides_one_limit_and_keeps_its_type():
    changed = limits.parse(["offer_s=5", "missed_offers=3", "mode=push_auto"])

    assert changed == limits.Limits(offer_s=5.0, missed_offers=3, mode="push_auto")
    assert isinstance(changed.missed_offers, int)


def test_an_unknown_name_is_refused_with_the_near_one_named():
    with pytest.raises(BadSetting, match="did you mean offer_s"):
        limits.parse(["ofer_s=5"])


@pytest.mark.parametrize(
    "pair",
    [
        "offer_s",
        "offer_s=",
        "offer_s=soon",
        "offer_s=-1",
        "offer_s=nan",
        "offer_s=inf",
        "queue_cap=1.5",
        "mode=push",
    ],
)
def test_a_malformed_value_is_refused(pair):
    with pytest.raises(BadSetting, match="--set"):
        limits.parse([pair])


def test_current_reads_what_up_handed_on(monkeypatch):
    monkeypatch.setenv("CHATDESK_SET", "offer_s=7,grace_s=1")

    assert (limits.current().offer_s, limits.current().grace_s) == (7, 1)


def test_a_site_may_have_limits_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATDESK_SET", "offer_s=5,park_s=7")

    mine = limits.of({"offer_s": 9.0, "no_such_thing": 1})

    assert (mine.offer_s, mine.park_s) == (9.0, 7.0)
    assert limits.of({}) is limits.current()
