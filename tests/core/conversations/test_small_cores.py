"""Needs, rates, texts and decoding: small pure things that everything leans on."""

from __future__ import annotations

import json
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatdesk.kernel.errors import Invalid, TooLarge
from conversations.needs import language, needs
from conversations.protocol import DEPTH, Malformed, decode_desk, decode_visitor, ref_in
from conversations.rates import Rates
from conversations.texts import PREVIEW, clean, preview


# --- needs -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("お茶をください", "en", "ja"), ("发票 invoice", "en", "zh"), ("invoice", "zh-CN", "zh"),
        ("Hi, this is 李明, my order has not come yet", "en", "en"), ("我的 order 在哪里 where is it", "en", "zh"),
        ("My name is 王 and I wait for my order", "zh-CN", "zh"), ("I want a refund 退款", "en", "zh"),
        ("the tea の is nice and very good", "en", "en"), ("这个 app 的 login 打不开", "en", "zh"),
        ("hello", "en-GB", "en"), ("", "", "en"), ("12345", "de", "de"),
    ],
)  # fmt: skip
def test_the_words_tell_the_language_before_the_browser_does(text: str, locale: str, expected: str):
    assert language(text, locale) == expected


def test_language_is_needed_at_one_and_the_topic_at_two():
    found = needs(text="refund", locale="en", topic="billing", held={"en", "billing"})

    assert dict(found.skills) == {"en": 1, "billing": 2}


def test_what_nobody_holds_is_left_out_and_said():
    found = needs(text="hallo", locale="de", topic="billing", held={"en", "billing"})

    assert (dict(found.skills), found.left_out) == ({"billing": 2}, ("de",))


@given(
    st.text(max_size=20),
    st.sampled_from(["en", "zh", "", "pt-BR"]),
    st.sets(st.sampled_from(["en", "zh", "tech"])),
)
def test_needs_never_name_a_skill_that_nobody_holds(text: str, locale: str, held: set[str]):
    found = needs(text=text, locale=locale, topic="tech", held=held)

    assert set(found.skills) <= held
    assert not set(found.left_out) & held


# --- rates -----------------------------------------------------------------------------------------------------------
@given(st.lists(st.floats(0, 2), max_size=60))
def test_no_more_pass_than_burst_and_rate_allow(pauses: list[float]):
    rates, now, passed = Rates(per_s=2, burst=10), 0.0, 0
    for pause in pauses:
        now += pause
        passed += rates.wait_ms("lin", now) == 0

    assert passed <= 10 + 2 * now + 1e-6


def test_the_wait_that_is_told_is_enough():
    rates = Rates(per_s=2, burst=10)
    waits = [rates.wait_ms("lin", 0.0) for _ in range(11)]

    assert waits == [0] * 10 + [500]
    assert rates.wait_ms("lin", waits[-1] / 1000) == 0


def test_one_person_never_slows_another():
    rates = Rates(per_s=2, burst=1)
    rates.wait_ms("lin", 0.0)

    assert rates.wait_ms("mei", 0.0) == 0


# --- texts -----------------------------------------------------------------------------------------------------------
@given(st.text(max_size=200))
def test_a_text_is_kept_in_its_normal_form_or_refused(text: str):
    try:
        kept = clean(text, 100)
    except TooLarge:
        assert len(unicodedata.normalize("NFC", text)) > 100
    except Invalid:
        assert "\x00" in text or not text.strip()
    else:
        assert kept == unicodedata.normalize("NFC", text)
        assert clean(kept, 100) == kept


def test_half_a_surrogate_is_refused():
    with pytest.raises(Invalid):
        clean("a\ud800b", 100)


@given(st.text(max_size=400))
def test_a_preview_is_one_short_line(text: str):
    line = preview(text)

    assert len(line) <= PREVIEW
    assert "\n" not in line


# --- decoding --------------------------------------------------------------------------------------------------------
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
kinds = st.sampled_from(["hello", "say", "got", "replay", "rate", "open", "state", "ping", "note"])


@given(st.text(max_size=60) | json_values.map(json.dumps))
def test_any_text_is_a_frame_or_malformed(text: str):
    for decode in (decode_visitor, decode_desk):
        with suppress(Malformed):
            decode(text)


@settings(suppress_health_check=[HealthCheck.too_slow])  # drawing is slow where much else runs
@given(
    kinds,
    st.dictionaries(st.sampled_from(["ref", "text", "seq", "client_id", "after", "score"]), json_values),
)
def test_any_fields_make_a_frame_or_malformed(kind: str, fields: dict[str, object]):
    text = json.dumps({"type": kind} | fields)
    for decode in (decode_visitor, decode_desk):
        with suppress(Malformed):
            decode(text)
    ref = ref_in(text)
    assert ref is None or (ref == fields["ref"] and ref >= 0)


@given(st.integers(1, 30), st.booleans())
def test_only_real_nesting_counts_as_depth(levels: int, quoted: bool):
    nested = "[" * levels + "]" * levels
    value = json.dumps(nested) if quoted else nested
    with pytest.raises(Malformed) as error:
        decode_visitor('{"type": "ping", "x": ' + value + "}")

    assert ("deeper" in str(error.value)) == (not quoted and levels + 1 > DEPTH)
