"""The dialogue as a state machine: every order of what a visitor can do, to depth 8, over the pure core."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from bot.policy import (
    Answer,
    Asked,
    AskSlot,
    Choices,
    HandOver,
    Mode,
    OpenSlot,
    Reason,
    SmallTalk,
    after_no,
    misses_after,
    next_step,
    offered_after,
    open_after,
)
from bot.slots import Slot
from bot.wishes import Courtesy

DEPTH = 8
WANTS = {"track": Slot.ORDER, "visit": Slot.DATE}
QUESTIONS = {
    "sure": Asked(hits=(("return", 0.91), ("swap", 0.05))),
    "torn": Asked(hits=(("track", 0.40), ("swap", 0.30))),
    "lost": Asked(hits=(("return", 0.12),)),
    "nothing": Asked(),
    "track": Asked(hits=(("track", 0.90),)),
    "visit": Asked(hits=(("visit", 0.90),)),
}
ASIDE = {"hello": Courtesy.GREETING, "thanks": Courtesy.THANKS, "who": Courtesy.WHO}
PEOPLE = {
    "keyword": Asked(keyword=True),
    "button": Asked(asked_for_person=True),
    "upset": Asked(need_human=0.9),
    "off": Asked(bot_on=False),
}
OTHERS = ("picks", "tells", "solved", "unsolved", "fails", "leaves a message")
EVENTS = (*QUESTIONS, *ASIDE, *PEOPLE, *OTHERS)
HELPS_NOTHING = ("torn", "lost", "nothing", "track", "visit")


@dataclass(frozen=True)
class Dialogue:
    """All that the next step depends on, and how it ended: "" while it goes on."""

    misses: int = 0
    offered: tuple[str, ...] = ()
    open_slot: OpenSlot | None = None
    told: frozenset[Slot] = frozenset()
    answered: str = ""
    end: str = ""


def plays(now: Dialogue, event: str) -> Dialogue:
    if event == "leaves a message":
        return replace(now, end="ticket")
    if event == "fails":
        return replace(now, end="person")
    if event in ("solved", "unsolved"):
        return judged(now, event) if now.answered else now
    asked = heard(now, event)
    step = next_step(asked)
    if isinstance(step, HandOver):
        return Dialogue(end="person")
    return Dialogue(
        misses=misses_after(asked, step),
        offered=tuple(offered_after(asked, step)),
        open_slot=open_after(asked, step),
        told=frozenset(Slot(key) for key in asked.values),
        answered=step.article
        if isinstance(step, Answer)
        else now.answered
        if isinstance(step, SmallTalk)
        else "",
    )


def judged(now: Dialogue, event: str) -> Dialogue:
    if event == "solved":
        return replace(now, end="answer")
    others = after_no((("return", 0.9), ("swap", 0.06)), now.answered, {})
    return replace(now, answered="", misses=0 if others else 1, offered=others.articles if others else ())


def heard(now: Dialogue, event: str) -> Asked:
    asked = QUESTIONS.get(event) or PEOPLE.get(event) or Asked(courtesy=ASIDE.get(event))
    values = {slot.value: "x" for slot in now.told}
    if event == "tells" and now.open_slot:
        values[now.open_slot.slot.value] = "x"
    return replace(
        asked,
        misses=now.misses,
        offered=now.offered,
        open_slot=now.open_slot,
        chosen=now.offered[0] if event == "picks" and now.offered else None,
        wants=WANTS,
        values=values,
    )


def reached(events: tuple[str, ...], depth: int = DEPTH) -> list[set[Dialogue]]:
    """The different states after 0, 1 … `depth` events, in every order of them."""
    layers = [{Dialogue()}]
    for _ in range(depth):
        layers.append({plays(now, event) for now in layers[-1] if not now.end for event in events})
    return layers


def endless(now: Dialogue, events: tuple[str, ...], turns: int) -> Iterator[Dialogue]:
    """Where `turns` more of these events can leave it without an answer or an end."""
    if now.end or now.answered:
        return
    if turns == 0:
        yield now
        return
    for event in events:
        yield from endless(plays(now, event), events, turns - 1)


def test_every_order_to_depth_eight_ends_in_answer_person_or_ticket():
    states = set().union(*reached(EVENTS))

    assert {now.end for now in states} == {"", "answer", "person", "ticket"}
    for now in states:
        if not now.end:  # whatever the visitor goes on with that helps nothing, it comes to its end
            assert not list(endless(now, ("torn", "lost", "nothing"), 5))


def test_eight_questions_that_nothing_helps_have_always_come_to_an_end():
    states = reached(HELPS_NOTHING)[-1]

    assert {now.end for now in states} <= {"person"}


@pytest.mark.parametrize("event", PEOPLE)
def test_from_every_state_a_person_is_one_step_away(event):
    for now in set().union(*reached(EVENTS)):
        assert now.end or plays(now, event).end == "person"


def test_small_talk_changes_nothing_in_any_state():
    for now in set().union(*reached(EVENTS)):
        assert now.end or plays(now, "thanks") == now


def test_no_slot_is_asked_for_more_than_three_times_in_a_row():
    for now in set().union(*reached(EVENTS)):
        assert now.open_slot is None or now.open_slot.asks <= 3


def test_a_wrong_value_is_asked_again_twice_then_choices_or_a_person():
    lost, torn = Dialogue(), Dialogue()
    for event in ("track", "nothing", "nothing"):
        lost = torn = plays(lost, event)
    assert lost.open_slot == OpenSlot("track", Slot.ORDER, 0.9, 3)

    assert plays(lost, "nothing").end == "person"
    assert plays(torn, "torn").offered == ("track", "swap")


def test_the_value_told_is_answered_and_remembered():
    told = plays(plays(Dialogue(), "track"), "tells")

    assert (told.answered, told.open_slot) == ("track", None)
    assert plays(told, "track").answered == "track"


def test_another_sure_question_goes_before_the_open_slot():
    assert plays(plays(Dialogue(), "track"), "sure").answered == "return"


def test_small_talk_keeps_the_slot_open():
    asked = Asked(courtesy=Courtesy.THANKS, open_slot=OpenSlot("track", Slot.ORDER, 0.9, 1))

    assert open_after(asked, next_step(asked)) == asked.open_slot


def test_a_no_offers_what_was_next_likely_but_not_the_answer_itself():
    hits = (("return", 0.86), ("swap", 0.09), ("refund", 0.01))

    assert after_no(hits, "return", {}) == Choices(("swap", "refund"))
    assert after_no((("return", 0.99), ("swap", 0.001)), "return", {}) is None


def test_a_slot_of_a_category_for_people_is_never_asked_for():
    asked = replace(QUESTIONS["track"], wants=WANTS)

    assert isinstance(next_step(asked), AskSlot)
    assert next_step(replace(asked, modes={"track": Mode.DRAFTS})) == HandOver(Reason.HUMANS_ONLY, "track")


def test_choices_passed_over_for_a_slot_are_a_miss_and_picked_ones_are_not():
    asked = replace(QUESTIONS["track"], wants=WANTS, offered=("track", "swap"))
    picked = replace(asked, chosen="track")

    assert misses_after(asked, next_step(asked)) == 1
    assert misses_after(picked, next_step(picked)) == 0
