"""Measures the forecast (RG9): its misses against last week's same quarter, on made-up but lifelike firms.

python tests/bench/routing/forecast.py [histories a firm]
"""

import random
import sys
import time
from datetime import date, timedelta
from math import sin, tau
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from routing.backtest import tested
from routing.forecast import HOLIDAY, SLOTS, TESTED, Day

WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.9, 0.7, 0.75)
HUMPS = ((10.5, 2.0, 1.0), (15.0, 2.5, 0.9), (20.5, 1.5, 1.1))  # hour, width, height
FIRMS = {  # conversations a day, how much a day's level varies, growth a week, length in weeks
    "small shop": (40, 0.10, 0.00, 9),
    "shop": (150, 0.10, 0.01, 10),
    "growing firm": (400, 0.12, 0.03, 12),
    "large firm": (1500, 0.10, 0.00, 12),
    "restless firm": (1500, 0.25, 0.00, 12),
    "call centre": (6000, 0.08, 0.005, 13),
}


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def shape(kind: str) -> list[float]:
    """A day's rate by quarter; holidays begin late and are quieter."""
    late = 1.5 if kind == HOLIDAY else 1.0 if kind in "56" else 0.0
    rates = [
        0.03 + sum(high * 2.718 ** (-(((slot / 4 - hour - late) / wide) ** 2)) for hour, wide, high in HUMPS)
        for slot in range(SLOTS)
    ]
    return [rate / sum(rates) for rate in rates]


def poisson(chance: random.Random, mean: float) -> int:
    """By the number of exponential gaps, near a normal where there are many."""
    if mean > 60:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    count, passed = 0, chance.expovariate(1.0)
    while passed < mean:
        count, passed = count + 1, passed + chance.expovariate(1.0)
    return count


def history(firm: str, seed: int) -> tuple[list[Day], list[list[float]]]:
    """Weeks of whole days with holidays, a campaign now and then, weather, and slow tides; and the rates behind them."""
    daily, varies, growth, weeks = FIRMS[firm]
    chance = random.Random(f"{firm}/{seed}")
    first, days, true = date(2026, 3, 2), list[Day](), list[list[float]]()
    holidays = {chance.randrange(weeks * 7) for _ in range(weeks // 4)}
    level = 1.0
    for number in range(weeks * 7):
        day = first + timedelta(days=number)
        kind = HOLIDAY if number in holidays else str(day.weekday())
        level = 0.7 * level + 0.3 * chance.lognormvariate(0.0, 1.5 * varies)
        campaign = 1.6 if chance.random() < 0.02 else 1.0
        tide = 1.0 + 0.1 * sin(tau * number / 70)
        quiet = 0.5 if kind == HOLIDAY else WEEKDAYS[day.weekday()]
        mean = daily * quiet * level * campaign * tide * (1.0 + growth) ** (number / 7)
        mean *= chance.lognormvariate(0.0, varies / 2)
        true.append([mean * part for part in shape(kind)])
        days.append(Day(day, kind, tuple(poisson(chance, rate) for rate in true[-1])))
    return days, true


def noise(days: list[Day], true: list[list[float]]) -> float:
    """The misses of somebody who knew each day's rates: what chance alone makes of it."""
    tried = range(len(days) - TESTED, len(days))
    missed = sum(
        abs(rate - count)
        for place in tried
        for rate, count in zip(true[place], days[place].counts, strict=True)
    )
    return missed / sum(sum(days[place].counts) for place in tried)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for firm in FIRMS:
        ours = last = inside = least = 0.0
        began = time.process_time()
        for seed in range(number):
            days, true = history(firm, seed)
            found, least = tested(days), least + noise(days, true)
            assert found is not None
            ours, last, inside = ours + found.wape, last + found.wape_last_week, inside + found.inside
        took = (time.process_time() - began) / number
        say(
            f"RG9 {firm}, {FIRMS[firm][0]:,} a day: WAPE {ours / number:.3f}, last week's same quarter "
            f"{last / number:.3f}: {ours / last:.3f} of it (goal .85; who knew the rates {least / last:.3f}); "
            f"{100 * inside / number:.1f} % inside the band of 80 %; {took:.2f} s CPU"
        )


if __name__ == "__main__":
    main()
