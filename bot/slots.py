"""What an answer may have to ask for first: an order number, a phone number or a date, read and checked. Pure.

An article declares its slot by the mark in its answer: "Order {order_number} is on its way".
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum


class Slot(StrEnum):
    ORDER = "order_number"
    PHONE = "phone"
    DATE = "date"


FORMAT: Mapping[Slot, str] = {
    Slot.ORDER: "AB123456",
    Slot.PHONE: "+86 138 0000 0000",
    Slot.DATE: "YYYY-MM-DD",
}

_MARK = re.compile(r"\{(order_number|phone|date)\}")
_ORDER = re.compile(r"(?<![a-z0-9])[a-z]{0,4}[-_#]?\d{6,20}(?![a-z0-9])", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w+])\+?\(?\d[\d ().-]{5,20}\d(?!\w)")
_DIGITS = range(7, 16)  # of a phone number, with its country (E.164)
_ISO = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_HAN = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = "|".join(_MONTHS)
_NAMED = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_NAMES})[a-z]*|({_NAMES})[a-z]* (\d{{1,2}})(?:st|nd|rd|th)?)\b,?(?: (\d{{4}}))?"
)
_DAYS = {
    "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "后天": 2,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip


def wanted(answer: str) -> Slot | None:
    """The first slot that an answer's text marks; None where it needs nothing."""
    mark = _MARK.search(answer)
    return Slot(mark[1]) if mark else None


def filled(answer: str, values: Mapping[str, str]) -> str:
    """The answer with its marks replaced; a mark without a value stays."""
    return _MARK.sub(lambda mark: values.get(mark[1], mark[0]), answer)


def read(slot: Slot, text: str, today: date) -> str | None:
    """The value of `slot` in what somebody wrote, in one spelling (order in capitals, date as ISO); None without a valid one."""
    plain = unicodedata.normalize("NFKC", text[:500])
    match slot:
        case Slot.ORDER:
            found = _ORDER.search(plain)
            return found[0].lstrip("#-_").upper() if found else None
        case Slot.PHONE:
            return _phone(plain)
        case Slot.DATE:
            day = _date(plain.lower(), today)
            return day.isoformat() if day else None


def _phone(plain: str) -> str | None:
    for found in _PHONE.finditer(plain):
        digits = re.sub(r"\D", "", found[0])
        if len(digits) in _DIGITS:
            return ("+" if found[0].startswith("+") else "") + digits
    return None


def _date(plain: str, today: date) -> date | None:
    for word, days in _DAYS.items():
        if word in plain:
            return today + timedelta(days=days)
    if found := _ISO.search(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(plain):
        return _either_way(int(found[1]), int(found[2]), int(found[3]))
    if found := _HAN.search(plain):
        return _nearest(int(found[1]), int(found[2]), today)
    if found := _NAMED.search(plain):
        month = _MONTHS.index(found[2] or found[3]) + 1
        day = int(found[1] or found[4])
        return _day(int(found[5]), month, day) if found[5] else _nearest(month, day, today)
    return None


def _either_way(first: int, second: int, year: int) -> date | None:
    """13/6/2024 and 6/13/2024 are clear; 5/6/2024 is two different days and has to be asked again."""
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    return days.pop() if len(days) == 1 else None


def _nearest(month: int, day: int, today: date) -> date | None:
    """A day without its year is the one nearest to today."""
    years = (today.year - 1, today.year, today.year + 1)
    days = [found for year in years if (found := _day(year, month, day))]
    return min(days, key=lambda found: abs((found - today).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
