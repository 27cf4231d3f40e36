"""Slots are read, checked and brought to one spelling; answers are filled with them."""

from datetime import date

import pytest

from bot.slots import Slot, filled, read, wanted

TODAY = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        (Slot.ORDER, "it is ab-20240613, thanks", "AB-20240613"),
        (Slot.ORDER, "订单号是２０２４０６１３００", "2024061300"),
        (Slot.ORDER, "#123456", "123456"),
        (Slot.ORDER, "12345", None),
        (Slot.ORDER, "I don't have it", None),
        (Slot.PHONE, "+44 20 7946 0000", "+442079460000"),
        (Slot.PHONE, "我的手机 138-1234-5678", "13812345678"),
        (Slot.PHONE, "12345", None),
        (Slot.PHONE, "1234567890123456789", None),
        (Slot.DATE, "2026-02-28", "2026-02-28"),
        (Slot.DATE, "2026-02-30", None),
        (Slot.DATE, "2026年3月1日", "2026-03-01"),
        (Slot.DATE, "12月30号", "2025-12-30"),
        (Slot.DATE, "18 June", "2026-06-18"),
        (Slot.DATE, "June 18th, 2025", "2025-06-18"),
        (Slot.DATE, "13/6/2026", "2026-06-13"),
        (Slot.DATE, "5/6/2026", None),
        (Slot.DATE, "昨天", "2026-01-09"),
        (Slot.DATE, "tomorrow please", "2026-01-11"),
        (Slot.DATE, "soon", None),
    ],
)
def test_a_value_is_read_in_one_spelling_or_not_at_all(slot, text, value):
    assert read(slot, text, TODAY) == value


def test_an_answer_declares_its_slot_and_is_filled_with_the_value():
    answer = "Order {order_number} is on its way."

    assert wanted(answer) is Slot.ORDER
    assert filled(answer, {"order_number": "AB123456"}) == "Order AB123456 is on its way."
    assert wanted("Use {this} and {}.") is None
    assert filled(answer, {"phone": "1"}) == answer
