"""What takes seconds, in a process of its own: `python -m routing.rehearsal TASK`, JSON in, JSON out.

So it holds up nobody, gives its memory back, and can be ended when it takes too long.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from routing import backtest, daysoff, forecast
from routing.arrivals import Stream, Visit
from routing.replay import Shift, compare
from routing.spec import AgentSpec, Step
from routing.staffing import what_if
from routing.teaching import advise

DIGITS = 4
NICE = 5  # whoever talks to visitors comes first


def agent(told: Mapping[str, Any]) -> AgentSpec:
    return AgentSpec(
        id=told["id"],
        skills=told["skills"],
        capacity=told["capacity"],
        team=told["team"],
        channels=told["channels"],
    )


def stream(told: Mapping[str, Any]) -> Stream:
    steps: list[Step] = [(after, tuple(action)) for after, action in told["steps"]]
    return Stream(**{**told, "steps": steps})


def forecasting(told: Mapping[str, Any]) -> dict[str, Any]:
    """`counts` are {date: [96 counts]} of whole days, `today` the first day to foretell, of `days`."""
    today, closed = date.fromisoformat(told["today"]), {date.fromisoformat(day) for day in told["closed"]}
    past = {date.fromisoformat(day): counts for day, counts in told["counts"].items()}
    last = date.fromordinal(today.toordinal() + told["days"] - 1)
    kinds = daysoff.kinds(min(past, default=today), last, told["zone"], closed)
    known = [forecast.Day(day, kinds[day], tuple(past[day])) for day in sorted(past)]
    ahead = {day: kind for day, kind in kinds.items() if day >= today}
    cells = [cell for day in forecast.foretell(known, ahead, told["so_far"]) for cell in day]
    tested = backtest.tested(known)
    return {
        "mean": [round(cell.mean, 3) for cell in cells],
        "low": [cell.band()[0] for cell in cells],
        "high": [cell.band()[1] for cell in cells],
        "tested": asdict(tested) if tested else None,
        "holidays": [day.isoformat() for day, kind in ahead.items() if kind == forecast.HOLIDAY],
    }


def comparing(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`visits` are [at, number of its stream, work, patience] in order, `shifts` are {agent, spans}."""
    streams = [stream(one) for one in told["streams"]]
    coming = [Visit(at, streams[number], work, patience) for at, number, work, patience in told["visits"]]
    shifts = [Shift(agent(one["agent"]), [(a, b) for a, b in one["spans"]]) for one in told["shifts"]]
    return [asdict(one) for one in compare(shifts, coming)]


def changing(told: Mapping[str, Any]) -> dict[str, Any]:
    """The hour of `streams` and `agents` with as many more or fewer as `changes` says."""
    agents, streams = [agent(one) for one in told["agents"]], [stream(one) for one in told["streams"]]
    method, found = what_if(agents, streams, told["changes"], told["visitors"], told["policy"])
    return {"method": method, "rows": [{"agents": by, **asdict(seen)} for by, seen in found.items()]}


def advising(told: Mapping[str, Any]) -> dict[str, Any]:
    agents, streams = [agent(one) for one in told["agents"]], [stream(one) for one in told["streams"]]
    base, lessons = advise(agents, streams, told["visitors"], told["policy"])
    return {"base": asdict(base), "rows": [asdict(lesson) for lesson in lessons]}


TASKS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "forecast": forecasting,
    "compare": comparing,
    "what_if": changing,
    "advise": advising,
}


def rounded(told: Any) -> Any:
    """Without digits that mean nothing."""
    if isinstance(told, float):
        return round(told, DIGITS)
    if isinstance(told, dict):
        return {name: rounded(each) for name, each in told.items()}
    return [rounded(each) for each in told] if isinstance(told, list) else told


def main() -> None:
    os.nice(NICE)
    json.dump(rounded(TASKS[sys.argv[1]](json.load(sys.stdin))), sys.stdout)


if __name__ == "__main__":
    main()
