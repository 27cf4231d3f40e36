"""A base with a few FAQs changed, against one built anew from the same FAQs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.episodes import demo_faqs
from kb.evidence import Faq
from kb.index import Field
from kb.matching import Matcher, make

texts = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=8), min_size=1, max_size=8)
more = st.lists(st.lists(st.sampled_from("abcdefgxyz"), max_size=8), max_size=4)


@pytest.fixture(scope="module")
def known() -> list[Faq]:
    return demo_faqs()[:80]


@pytest.fixture(scope="module")
def matcher(known: list[Faq]) -> Matcher:
    built = make(encoder=False)
    built.build(known)
    return built


def worded(faq: Faq, *questions: str) -> Faq:
    return {**faq, "questions": [*faq["questions"], *questions]}


def after(matcher: Matcher, faqs: list[Faq]) -> Matcher:
    revised = matcher.revised(faqs)
    assert revised is not None
    return revised


@given(texts, more)
def test_rows_behind_change_no_cosine_of_those_before(base, added):
    field = Field(base)
    longer = field.with_rows(added)

    assert longer.rows == len(base) + len(added)
    for text in base:
        assert longer.cosines(longer.see(text))[: len(base)] == pytest.approx(
            field.cosines(field.see(text)), abs=1e-5
        )


@given(texts, more)
def test_each_row_behind_is_like_itself(base, added):
    longer = Field(base).with_rows(added)

    for row, text in enumerate(added, start=len(base)):
        assert longer.cosines(longer.see(text))[row] == pytest.approx(1.0 if text else 0.0, abs=1e-4)
        assert all(row in longer.rows_with(gram) for gram in text)


@given(texts, more)
def test_postings_stay_in_order(base, added):
    longer = Field(base).with_rows(added)

    for begin, end in zip(longer.starts, longer.starts[1:], strict=False):
        assert np.all(np.diff(longer.holders[begin:end]) > 0)


def test_a_new_phrasing_is_answered(matcher, known):
    asked = "my flamingo ate the voucher"
    revised = after(matcher, [worded(known[0], asked), *known[1:]])

    assert revised.answer(asked)[0][0] == known[0]["id"]
    assert revised.answer(asked)[0][1] > 0.8
    assert not matcher.answer(asked) or matcher.answer(asked)[0][1] < 0.5


def test_a_new_faq_is_answered_and_can_be_learnt(matcher, known):
    new = Faq(
        id="flamingo", lang="en", questions=["may I bring a flamingo", "are flamingos welcome"], answer="Yes."
    )
    revised = after(matcher, [*known, new])

    name, sure = revised.answer("are flamingos welcome")[0]
    assert (name, sure > 0.8) == ("flamingo", True)
    revised.learn([("are flamingos welcome", "flamingo")])


def test_a_faq_that_is_gone_is_never_named_and_unknown(matcher, known):
    gone = known[0]["id"]
    revised = after(matcher, [faq for faq in known if faq["id"] != gone])

    for question in known[0]["questions"]:
        assert gone not in dict(revised.answer(question))
    with pytest.raises(ValueError, match=gone):
        revised.learn([("anything", gone)])


def test_a_gone_faq_may_come_back(matcher, known):
    gone = known[0]["id"]
    without = after(matcher, [faq for faq in known if faq["id"] != gone])

    back = after(without, known)

    assert back.answer(known[0]["questions"][0])[0][0] == gone


def test_a_phrasing_taken_back_no_longer_counts(matcher, known):
    asked = "my flamingo ate the voucher"
    worse = after(matcher, [worded(known[0], asked), *known[1:]])

    mended = after(worse, known)

    assert not mended.answer(asked) or mended.answer(asked)[0][1] < 0.5


def test_other_questions_are_answered_as_before(matcher, known):
    revised = after(matcher, [worded(known[0], "my flamingo ate the voucher"), *known[1:]])
    far = [faq["questions"][1] for faq in known[20:60:3]]

    for question in far:
        assert revised.answer(question)[0][0] == matcher.answer(question)[0][0]
        assert revised.answer(question)[0][1] == pytest.approx(matcher.answer(question)[0][1], abs=0.1)


def test_what_was_learnt_stays(known):
    taught = make(encoder=False)
    taught.build(known)
    taught.learn([(known[2]["questions"][0], None)] * 60)

    revised = after(taught, [worded(known[0], "my flamingo ate the voucher"), *known[1:]])

    far = known[40]["questions"][1]
    assert revised.answer(far)[0][1] == pytest.approx(taught.answer(far)[0][1], abs=0.1)


def test_where_much_has_changed_it_asks_to_be_built(matcher, known):
    assert matcher.revised([worded(faq, f"{faq['id']} {n}") for n, faq in enumerate(known)]) is None
    assert matcher.revised(known[:8]) is None


def test_many_small_changes_add_up_to_much(matcher, known):
    faqs, revised = list(known), matcher
    for number in range(400):
        faqs[number % 80] = worded(faqs[number % 80], f"strange words {number} and {number * 7}")
        later = revised.revised(faqs)
        if later is None:
            return
        revised = later
    pytest.fail("it never asked to be built")


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_any_row_of_changes_knows_exactly_the_faqs_it_was_given(matcher, known, data):
    revised, faqs = matcher, list(known)
    for number in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(faqs) - 1))
        name = faqs[place]["id"]
        if data.draw(st.booleans()):
            faqs = [faq for faq in faqs if faq["id"] != name]
        else:
            faqs[place] = worded(faqs[place], f"flamingo number {number} of {name}")
        revised = after(revised, faqs)

    there = {faq["id"] for faq in faqs}
    for faq in faqs[::9]:
        hits = revised.answer(faq["questions"][-1])
        assert hits[0][0] == faq["id"]
        assert {name for name, _ in hits} <= there
