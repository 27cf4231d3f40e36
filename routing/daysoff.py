"""Which days are holidays and which weekends are worked, by the country of a time zone. Loads its tables when asked."""

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import TZPATH

from routing.forecast import HOLIDAY

WORKED_AS = "4"  # a weekend day that is worked is like a Friday


def country_of(zone: str) -> str | None:
    """The two letters of the country that a zone lies in, by the tables of the system; None where they don't say."""
    for folder in TZPATH:
        table = Path(folder) / "zone.tab"
        if table.is_file():
            rows = (
                line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if line[:1] != "#"
            )
            return next((row[0] for row in rows if len(row) > 2 and row[2] == zone), None)
    return None


def kinds(first: date, last: date, zone: str, closed: Collection[date] = ()) -> dict[date, str]:
    """The kind of each day from first to last: "holiday", also where the firm itself is `closed`, else its weekday."""
    off, worked = _public(first, last, country_of(zone))
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in off or day in closed:
            found[day] = HOLIDAY
        else:
            found[day] = WORKED_AS if day in worked else str(day.weekday())
    return found


def named(first: date, last: date, zone: str, lang: str) -> tuple[dict[date, str], set[date]]:
    """The public holidays of the zone's country from first to last, with their names in `lang` where they are known in it, and
    the weekend days that are worked instead; nothing where the country isn't known.
    """
    table = _table(first, last, country_of(zone), lang)
    if table is None:
        return {}, set()
    inside = {day: name for day, name in table.items() if first <= day <= last}
    return inside, {day for day in table.weekend_workdays if first <= day <= last}


def _public(first: date, last: date, country: str | None) -> tuple[set[date], set[date]]:
    table = _table(first, last, country)
    return (set(), set()) if table is None else (set(table), set(table.weekend_workdays))


def _table(first: date, last: date, country: str | None, lang: str = "") -> Any:
    import holidays  # 19 MB, and only the forecast and the page of hours ask

    if country is None or country not in holidays.list_supported_countries():
        return None
    known = getattr(holidays, country).supported_languages
    spoken = next((one for one in known if lang and one.startswith(lang)), None)
    return holidays.country_holidays(country, years=range(first.year, last.year + 1), language=spoken)
