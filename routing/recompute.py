"""Checks a decision by its record alone: the same choice must come out of the figures that stand in it."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from routing.policy import GAIN, POLICIES

RULES = frozenset({"arrival", "slot", "sticky", "overflow", "manual", "degraded"})
UNRANKED = frozenset({"manual", "degraded"})  # chosen by hand, or in order of arrival without the engine
NEAR = 1e-6  # seconds or shares by which rounding may differ
LONG_ID = 200  # characters: beside such a one there may be no room for a second


def faults(record: Mapping[str, Any]) -> list[str]:
    """What doesn't add up in a decision's record (as `Decision.record()` gives it), in English; empty if all does."""
    rule, candidates = record["rule"], record["candidates"]
    if rule not in RULES:
        return [f"There is no rule {rule!r}."]
    if not candidates:
        return ["Nobody was compared."]
    found = [*_order(record, candidates), *_counts(record, candidates)]
    if rule not in UNRANKED:
        found += _figures(record, candidates)
    return found


def _order(record: Mapping[str, Any], candidates: list[Mapping[str, Any]]) -> list[str]:
    keys = [(tuple(each["figures"]), each["id"]) for each in candidates]
    chosen = record["conversation"] if record["rule"] == "slot" else record["agent"]
    found = []
    if (best := min(keys)[1]) != chosen:
        found.append(f"By the figures it is {best}, not {chosen}.")
    if any(first >= second for first, second in pairwise(keys)):
        found.append("The candidates aren't in the order of their figures.")
    second = keys[1] if len(keys) > 1 else None
    if record["runner_up"] != (second[1] if second else None):
        found.append(f"The runner-up isn't {record['runner_up']}.")
    if record["margin"] != (_margin(keys[0][0], second[0]) if second else None):
        found.append(f"The margin isn't {record['margin']}.")
    return found


def _margin(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    return next((there - here for here, there in zip(first, second, strict=True) if here != there), 0.0)


def _counts(record: Mapping[str, Any], candidates: list[Mapping[str, Any]]) -> list[str]:
    found = []
    if record["eligible"] < 0 or any(count <= 0 for count in record["excluded"].values()):
        found.append("A count of others is below what it can be.")
    if record["eligible"] and len(candidates) == 1 and len(candidates[0]["id"]) < LONG_ID:
        found.append("There were others, but none is shown.")
    return found


def _figures(record: Mapping[str, Any], candidates: list[Mapping[str, Any]]) -> list[str]:
    name = str(record["policy"]).partition("/")[0]
    if name not in POLICIES or POLICIES[name].version != record["policy"]:
        return [f"The policy {record['policy']} isn't known here, so its figures can't be read."]
    if record["rule"] == "slot":
        return _slot(record, name, candidates[0]["figures"])
    return _agents(record, name, candidates)


def _slot(record: Mapping[str, Any], name: str, figures: list[float]) -> list[str]:
    """The chosen conversation's figures must follow from how long it waited for which promise."""
    arrived, promise = record["at"] - record["waited"], record["promise"]
    if name == "promise":
        extra = (-figures[0] * promise - record["waited"]) / GAIN
        right = extra >= -NEAR and (not record["waited"] or abs(figures[1] - arrived) < NEAR)
    else:
        due = promise if name == "edd" else 0.0
        right = not record["waited"] or abs(figures[0] - arrived - due) < NEAR
    return [] if right else ["The figures don't fit the time it waited and what it was promised."]


def _agents(record: Mapping[str, Any], name: str, candidates: list[Mapping[str, Any]]) -> list[str]:
    """The agents' figures must be such as this policy compares."""
    rows = [list(each["figures"]) for each in candidates]
    if record["rule"] == "sticky":
        known = [row.pop(0) for row in rows]
        if known != [0.0] + [1.0] * (len(rows) - 1):
            return ["The agent the visitor knows isn't told from the others."]
    width = {"promise": 4, "round_robin": 1}.get(name, 2)
    if any(len(row) != width for row in rows):
        return [f"{record['policy']} compares {width} figures."]
    # times come last and can't be later than the decision; the rest are shares, turns and yes or no
    late = name != "round_robin" and any(row[-1] > record["at"] + NEAR for row in rows)
    if late or any(figure < 0 for row in rows for figure in row[:-1]):
        return ["A figure is outside of what it can be."]
    return []
