"""The board worked out a second time, the plain way: over whole tables as lists, from entries and glimpses.

It knows nothing of the columns that the board counts by, and imports nothing from `insights`.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from accounts.models import Site
from conversations.models import Conversation, Entry
from routing.models import Calendar, Lease, Seat
from tests.insights.histories import Glimpse, History

Row = dict[str, Any]
WAITS, HELD, TICKETED = {"queued", "offered"}, {"live", "parked"}, {"ticket", "message", "callback"}
SILENT = timedelta(seconds=600)


def table(of: type[Model]) -> list[Row]:
    """Every row, as plain values, in the order of their making."""
    return [dict(row) for row in of._default_manager.order_by("pk").values()]


class Oracle:
    """What one filter has to show at the history's end."""

    def __init__(self, past: History, site: str | None, team: str | None) -> None:
        self.now, self.seen, self.team = past.now, past.seen, team
        self.seats: dict[int, Row] = {seat["user_id"]: seat for seat in table(Seat)}
        self.teams = {team.pk: team.key for team in past.teams}
        sites = {one.pk: one.key for one in Site.objects.all()}
        zones = {
            sites[row["site_id"]]: row["zone"]
            for row in table(Calendar)
            if site in (None, sites[row["site_id"]])
        }
        named = set(zones.values())
        self.zone = ZoneInfo(named.pop() if len(named) == 1 else "UTC")
        self.every = table(Conversation)
        self.rows = [
            row for row in self.every if site in (None, sites[row["site_id"]]) and self.of_team(row, team)
        ]
        self.entries: dict[int, list[Row]] = {row["id"]: [] for row in self.every}
        for entry in sorted(table(Entry), key=lambda entry: entry["seq"]):
            self.entries[entry["conversation_id"]].append(entry)

    # --- of one row ------------------------------------------------------------------------------------------------
    def of_team(self, row: Row, team: str | None) -> bool:
        if team is None:
            return True
        if row["team_id"] is not None:
            return self.teams[row["team_id"]] == team
        for who in (row["assignee_id"], row["offered_to_id"], row["last_agent_id"]):
            if who is not None and self.seats[who]["team_id"] is not None:
                return self.teams[self.seats[who]["team_id"]] == team
        return row["state"] in WAITS

    def is_today(self, moment: datetime | None) -> bool:
        if moment is None:
            return False
        return moment.astimezone(self.zone).date() == self.now.astimezone(self.zone).date()

    def said(self, row: Row, kind: str, role: str) -> list[Row]:
        return [e for e in self.entries[row["id"]] if (e["kind"], e["role"]) == (kind, role)]

    def last_end(self, row: Row) -> Row | None:
        """The `resolved` line that it ended with, unless it goes on."""
        ends = [e for e in self.entries[row["id"]] if e["kind"] == "resolved"]
        return ends[-1] if ends and row["state"] == "resolved" else None

    def before(self, row: Row, moment: datetime) -> Glimpse | None:
        """The conversation as it was glimpsed last before that line; each step has a time of its own."""
        return next((one for one in reversed(self.seen[row["id"]]) if one.at < moment), None)

    def ended(self, row: Row, states: set[str], outcomes: set[str] | None = None) -> bool:
        end = self.last_end(row)
        if end is None or not self.is_today(end["at"]):
            return False
        last = self.before(row, end["at"])
        if (last.state if last else "bot") not in states:  # what began and ended in one step was the bot's
            return False
        return outcomes is None or end["data"]["outcome"] in outcomes

    def first_answer(self, row: Row) -> tuple[datetime, float, bool] | None:
        """When a person first spoke to who had waited, after how many seconds, and whether that was in time."""
        for entry in self.said(row, "message", "agent"):
            glimpse = self.before(row, entry["at"])
            if glimpse is not None and glimpse.arrived_at is not None:
                waited = (entry["at"] - glimpse.arrived_at).total_seconds()
                return entry["at"], waited, waited <= glimpse.promise_s
        return None

    # --- the figures -----------------------------------------------------------------------------------------------
    def ids(self, rows: Iterable[Row]) -> set[int]:
        return {row["id"] for row in rows}

    def lists(self) -> dict[str, set[int]]:
        """The conversations behind each figure."""
        rows, now = self.rows, self.now
        answers = {row["id"]: self.first_answer(row) for row in rows}
        answered = [row for row in rows if (a := answers[row["id"]]) and self.is_today(a[0])]
        anything = {"bot", *WAITS, *HELD}
        waits = [row for row in rows if row["state"] in WAITS]
        oldest = sorted(waits, key=lambda row: (row["arrived_at"], row["id"]))[:1]
        return {
            "waiting": self.ids(waits),
            "oldest_wait": self.ids(oldest),
            **{
                state: self.ids(row for row in rows if row["state"] == state)
                for state in ("offered", "live", "parked")
            },
            "bot": self.ids(
                row
                for row in rows
                if row["state"] == "bot" and (said := self.spoke(row)) and now - said <= SILENT
            ),
            "conversations": self.ids(row for row in rows if self.is_today(row["created_at"])),
            "bot_resolved": self.ids(row for row in rows if self.bot_did_it(row)),
            "handled": self.ids(row for row in rows if self.ended(row, HELD)),
            "tickets": self.ids(row for row in rows if self.ended(row, anything, TICKETED)),
            "abandoned": self.ids(row for row in rows if self.ended(row, WAITS, {"left"})),
            "first_response": self.ids(answered),
            "within_promise": self.ids(row for row in answered if (a := answers[row["id"]]) and a[2]),
            "csat": self.ids(row for row in rows if self.ended(row, anything) and self.score(row)),
        }

    def spoke(self, row: Row) -> datetime | None:
        said = [e["at"] for e in self.entries[row["id"]] if e["role"] == "visitor"]
        return said[-1] if said else None

    def bot_did_it(self, row: Row) -> bool:
        lines = self.entries[row["id"]]
        answered = any("article" in e["data"] for e in lines if e["role"] == "bot")
        asked = any(glimpse.arrived_at for glimpse in self.seen[row["id"]])
        joined = any(e["kind"] == "joined" for e in lines)
        if not answered or asked or joined or not self.is_today(row["created_at"]):
            return False
        if end := self.last_end(row):
            return end["data"]["outcome"] not in TICKETED
        said = self.spoke(row)
        return said is not None and self.now - said > SILENT

    def score(self, row: Row) -> int | None:
        rated = [e for e in self.entries[row["id"]] if e["kind"] == "rated"]
        return rated[-1]["data"]["score"] if rated else None

    def values(self) -> dict[str, float | None]:
        """The figures that are no counts."""
        behind = self.lists()
        times = [
            a[1]
            for row in self.rows
            if row["id"] in behind["first_response"] and (a := self.first_answer(row))
        ]
        scores = [self.score(row) or 0 for row in self.rows if row["id"] in behind["csat"]]
        waits = [self.now - row["arrived_at"] for row in self.rows if row["state"] in WAITS]
        return {
            "first_response": round(statistics.median_low(times), 1) if times else None,
            "csat": round(statistics.fmean(scores), 2) if scores else None,
            "oldest_wait": round(max(waits).total_seconds(), 1) if waits else 0.0,
        }

    def arrivals(self) -> list[int]:
        """By the clock on the wall, for a day without a change of it."""
        local = self.now.astimezone(self.zone)
        counts = [0] * (local.hour * 4 + local.minute // 15 + 1)
        for row in self.rows:
            if self.is_today(row["created_at"]):
                began = row["created_at"].astimezone(self.zone)
                counts[began.hour * 4 + began.minute // 15] += 1
        return counts

    def people(self) -> dict[int, tuple[str, int, int]]:
        """Of each agent of the team: state, units in use, units free."""
        until = {lease["user_id"]: lease["until"] for lease in table(Lease)}
        found: dict[int, tuple[str, int, int]] = {}
        for user, seat in self.seats.items():
            if self.team is not None and self.teams.get(seat["team_id"]) != self.team:
                continue
            state = seat["state"] if until[user] > self.now else "offline"
            talks = [row for row in self.every if row["assignee_id"] == user and row["state"] == "live"]
            asked = [row for row in self.every if row["offered_to_id"] == user]
            load = len(talks) + len(asked)
            found[user] = (state, load, max(0, seat["capacity"] - load) if state == "online" else 0)
        return found

    def queues(self) -> dict[frozenset[str], tuple[int, float, int]]:
        """By the set of skills: how many wait, the longest wait, units free of who could take any of them."""
        people = self.people()
        found: dict[frozenset[str], tuple[int, float, int]] = {}
        for key in {frozenset(row["needs"]) for row in self.rows if row["state"] in WAITS}:
            group = [r for r in self.rows if r["state"] in WAITS and frozenset(r["needs"]) == key]
            able = [
                user
                for user in people
                if all(
                    self.seats[user]["skills"].get(skill, 0) >= row["needs"][skill]
                    for row in group
                    for skill in key
                )
            ]
            longest = max(self.now - row["arrived_at"] for row in group).total_seconds()
            found[key] = (len(group), round(longest, 1), sum(people[user][2] for user in able))
        return found

    def needs_you(self) -> set[tuple[str, int]]:
        """(code, conversation or agent), but for unserved_need: (code, number of queues)."""
        late = {
            ("over_promise", row["id"])
            for row in self.rows
            if row["state"] in WAITS and self.now - row["arrived_at"] > timedelta(seconds=row["promise_s"])
        }
        silent = {("unanswered", row["id"]) for row in self.rows if "unanswered" in row["labels"]}
        gone = {("not_responding", user) for user, one in self.people().items() if one[0] == "not_responding"}
        unserved = [key for key, (_, _, free) in self.queues().items() if not free and self.unoffered(key)]
        return late | silent | gone | {("unserved_need", len(unserved))}

    def unoffered(self, key: frozenset[str]) -> bool:
        return any(row["state"] == "queued" and frozenset(row["needs"]) == key for row in self.rows)
