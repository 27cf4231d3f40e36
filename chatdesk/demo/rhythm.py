"""When people write to the shop: the shape of a day and of a week, and the counts of past weeks. Pure and seeded."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import product

from chatdesk.demo.people import TOPICS

SHOP_TIME = timezone(timedelta(hours=8))  # Hangzhou has no summer time
OPENS, CLOSES = 9, 21
WEEKS = 13
QUARTER = timedelta(minutes=15)

# Share of a day's conversations by hour (zh): a hump before lunch, a higher one after dinner.
HOURS_ZH = (2, 1, 0.5, 0.3, 0.3, 0.5, 1, 2, 4, 7, 9, 8, 6, 6, 7, 7, 7, 6, 6, 8, 10, 9, 6, 4)
# People abroad write when Europe is awake, which is the shop's afternoon and evening.
HOURS_EN = (4, 3, 2, 2, 2, 2, 2, 2, 3, 4, 4, 4, 4, 5, 6, 8, 9, 9, 8, 8, 8, 7, 6, 5)
HOURS = {"zh": HOURS_ZH, "en": HOURS_EN}
WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.9, 0.85, 0.95)  # Monday first: the weekend's parcels are opened

DAILY = {
    ("zh", "billing"): 9.0,
    ("zh", "returns"): 14.0,
    ("zh", "tech"): 8.0,
    ("en", "billing"): 5.0,
    ("en", "returns"): 6.0,
    ("en", "tech"): 4.0,
}  # conversations a day


def moment(chance: random.Random, lang: str, day: date) -> datetime:
    """A time on `day` (the shop's date), drawn from the day's shape; UTC."""
    hour = chance.choices(range(24), HOURS[lang])[0]
    start = datetime.combine(day, time(hour), SHOP_TIME)
    return (start + timedelta(seconds=chance.randrange(3600))).astimezone(UTC)


def is_open(at: datetime) -> bool:
    return OPENS <= at.astimezone(SHOP_TIME).hour < CLOSES


def poisson(chance: random.Random, mean: float) -> int:
    """A Poisson draw by Knuth's product of uniforms; fit for small means only."""
    floor, product_, count = math.exp(-mean), chance.random(), 0
    while product_ > floor:
        product_ *= chance.random()
        count += 1
    return count


def expected(lang: str, topic: str, at: datetime) -> float:
    """Conversations that the quarter of an hour beginning at `at` brings this queue on average."""
    local = at.astimezone(SHOP_TIME)
    share = HOURS[lang][local.hour] / sum(HOURS[lang]) / 4
    return DAILY[lang, topic] * WEEKDAYS[local.weekday()] * share


def arrivals(seed: int, today: date) -> Iterator[tuple[str, datetime, int]]:
    """Counts (queue, start of the quarter in UTC, conversations) of the 13 weeks before `today`.

    `today` is the shop's date. Queues are named `zh+billing`; quarters without any are left out.
    The same seed and day give the same counts.
    """
    chance = random.Random(f"{seed}/arrivals")  # noqa: S311  a seeded stage set, no secret
    first = datetime.combine(today - timedelta(weeks=WEEKS), time(), SHOP_TIME).astimezone(UTC)
    for step in range(WEEKS * 7 * 96):
        at = first + step * QUARTER
        for lang, topic in product(HOURS, TOPICS):
            if count := poisson(chance, expected(lang, topic, at)):
                yield f"{lang}+{topic}", at, count
