"""The auditor's page: the trail by time, person, verb, outcome and subject; its check; its export. Nothing here changes a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts import audit, tables, trail
from accounts.audit_words import AUDIT
from accounts.models import AuditEntry, User
from accounts.own import me
from accounts.pages import only, staff_page
from accounts.permissions import Verb
from accounts.words import language
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Invalid
from chatdesk.kernel.http import client_address
from chatdesk.kernel.paging import page

ROWS = 50


@require_safe
@only(Verb.READ_AUDIT)
def show(request: HttpRequest) -> HttpResponseBase:
    return _page(request)


@require_POST
@only(Verb.READ_AUDIT)
def check(request: HttpRequest) -> HttpResponseBase:
    """The whole chain, checked now; takes about 20 s for a million lines."""
    broken = audit.verify()
    words = AUDIT[language(request)]
    return _page(
        request,
        checked=True,
        broken=broken,
        why=words.get(f"{broken.what}_", "") if broken else "",
        count=AuditEntry.objects.count(),
        strangers=audit.strangers(),
    )


@require_POST
@only(Verb.READ_AUDIT)
@reauthentication_required  # type: ignore[untyped-decorator]
def export(request: HttpRequest) -> HttpResponseBase:
    """The lines that the page shows, all of them, as CSV; who took them is a line too."""
    try:
        found = trail.Wanted.asked(request.POST).rows()
    except Invalid:
        return redirect("audit")
    asked: dict[str, str | int | bool] = {
        name: request.POST[name] for name in trail.NAMES if request.POST.get(name)
    }
    audit.record(
        "export",
        actor=me(request),
        subject="audit",
        detail={"rows": found.count()} | asked,
        address=client_address(request),
    )
    response = StreamingHttpResponse(
        tables.lines(trail.HEAD, trail.cells(found)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="audit-{now():%Y%m%d-%H%M%S}.csv"'
    return response


def _page(request: HttpRequest, **more: Any) -> HttpResponseBase:
    words = AUDIT[language(request)]
    found, error = _found(request)
    query = {name: request.GET[name] for name in trail.NAMES if request.GET.get(name)}
    return staff_page(
        request,
        "accounts/audit.html",
        AUDIT,
        here="audit",
        status=400 if error else 200,
        error=error,
        asked=query,
        rows=_told(found["items"], words),
        people=User.objects.order_by("name"),
        verbs=[(key[2:], word) for key, word in words.items() if key.startswith("v_")],
        outcomes=[(one, words[one]) for one in trail.OUTCOMES],
        next_url="?" + urlencode(query | {"cursor": found["next"]}) if found["next"] else "",
        first_url="?" + urlencode(query) if request.GET.get("cursor") else "",
        **more,
    )


def _found(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """The page of lines asked for, or none and what was wrong with the question."""
    try:
        rows = trail.Wanted.asked(request.GET).rows()
        return page(rows, lambda row: row, cursor=request.GET.get("cursor", ""), limit=ROWS), ""
    except Invalid as refusal:
        return {"items": [], "next": None}, refusal.message


def _told(rows: Iterable[AuditEntry], words: dict[str, str]) -> list[dict[str, Any]]:
    """Lines with names in place of ids, where the person is still known."""
    rows = list(rows)
    ids = [one for row in rows for one in (row.actor, _person(row.subject)) if one]
    names: dict[int | None, str] = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        {
            "row": row,
            "actor": names.get(row.actor, f"user-{row.actor}") if row.actor else words["nobody"],
            "verb": words.get(f"v_{row.verb}", row.verb),
            "about": names.get(_person(row.subject), ""),
            "outcome": words.get(row.outcome, row.outcome),
            "chip": {"ok": "", "denied": "warn", "failed": "bad"}.get(row.outcome, ""),
        }
        for row in rows
    ]


def _person(subject: str) -> int | None:
    kind, _, number = subject.partition("-")
    return int(number) if kind == "user" and number.isdecimal() and len(number) < 16 else None
