"""Decisions as a page shows them: who was compared by which figures, whether that bears the choice out, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import User
from chatdesk.kernel.clock import stamp
from conversations.board_feed import known
from conversations.models import Conversation, Entry
from conversations.naming import named as spoken
from conversations.selectors import shown_name
from insights.routing import figures
from routing.firm import firm
from routing.models import Decision
from routing.recompute import faults

LATEST, MOST = 50, 200  # of everybody, and of one conversation
SEARCHED = 1_000  # the latest decisions, among which those of one site are looked for
OUTCOMES: Mapping[str, str] = {"accepted_elsewhere": "accepted", "closed": "withdrawn", "left": "withdrawn"}


def latest(rows: Iterable[Decision], *, named: bool) -> list[dict[str, Any]]:
    """The decisions in words, in their order; without `named` no visitor is named."""
    found = list(rows)
    people = _people(found)
    talks = _talks(found) if named else {}
    joined, of = _joined(found), firm()
    shown = (_view(row, people, talks, row.pk in joined) for row in found)
    return [{**one, "why": spoken(one["why"], of)} for one in shown]


def of_site(site: str | None) -> list[Decision]:
    """The latest of a site, or of all, the newest first; raises NotFound for a site that isn't there."""
    known(site, None)
    rows = list(Decision.objects.order_by("-pk")[: SEARCHED if site else LATEST])
    if site is None:
        return rows
    ids = [int(row.conversation) for row in rows if row.conversation.isdecimal()]
    here = Conversation.objects.filter(pk__in=ids, site__key=site).values_list("pk", flat=True)
    mine = {str(pk) for pk in here}
    return [row for row in rows if row.conversation in mine][:LATEST]


def _view(row: Decision, people: Mapping[str, str], talks: Mapping[str, str], joined: bool) -> dict[str, Any]:
    record = row.record
    candidates = record.get("candidates") or []
    names = talks if row.rule == "slot" else people
    chosen = row.conversation if row.rule == "slot" else str(row.agent_id)
    at, policy = float(record.get("at", row.at.timestamp())), str(record.get("policy", ""))
    return {
        "id": str(row.pk),
        "conversation": row.conversation,
        "at": stamp(row.at),
        "rule": row.rule,
        "agent": {"id": str(row.agent_id), "name": people.get(str(row.agent_id), "")},
        "waited_s": record.get("waited", 0.0),
        "promise_s": record.get("promise"),
        "step": record.get("step", 0),
        "why": record.get("why") or {"zh": "", "en": ""},
        "candidates": [
            {
                "id": one["id"],
                "name": names.get(one["id"], ""),
                "figures": figures.told(one["figures"], row.rule, policy, at),
                "chosen": one["id"] == chosen,
            }
            for one in candidates
        ],
        "eligible": record.get("eligible", 0),
        "excluded": figures.excluded(record.get("excluded") or {}, row.rule),
        "runner_up": record.get("runner_up"),
        "margin": record.get("margin"),
        "policy": policy,
        "recomputed": not faults(record) if candidates else None,
        "outcome": outcome(row, joined),
    }


def outcome(row: Decision, joined: bool) -> str | None:
    """What came of it; None while the agent is being asked, or where nobody wrote it down."""
    if row.outcome:
        return OUTCOMES.get(row.outcome, row.outcome)
    return "accepted" if joined else None


def _people(rows: list[Decision]) -> dict[str, str]:
    ids = {str(row.agent_id) for row in rows}
    for row in rows:
        if row.rule != "slot":
            ids |= {one["id"] for one in row.record.get("candidates") or []}
    users = User.objects.filter(pk__in=[int(one) for one in ids if one.isdecimal()])
    return {str(pk): name for pk, name in users.values_list("pk", "name")}


def _talks(rows: list[Decision]) -> dict[str, str]:
    """Whose conversation each is that a freed slot compared."""
    ids = {one["id"] for row in rows if row.rule == "slot" for one in row.record.get("candidates") or []}
    found = Conversation.objects.filter(pk__in=[int(one) for one in ids if one.isdecimal()])
    return {str(row.pk): shown_name(row.customer) for row in found.select_related("customer")}


def _joined(rows: list[Decision]) -> set[int]:
    """The decisions at whose very moment their agent joined: taken by hand, or given without asking."""
    open_ones = [row for row in rows if not row.outcome]
    lines = Entry.objects.filter(
        kind="joined",
        conversation__in=[int(row.conversation) for row in open_ones if row.conversation.isdecimal()],
        at__in={row.at for row in open_ones},
    )
    there = {
        (str(talk), at, str(data.get("agent", {}).get("id")))
        for talk, at, data in lines.values_list("conversation_id", "at", "data")
    }
    return {row.pk for row in open_ones if (row.conversation, row.at, str(row.agent_id)) in there}
