"""Oneself, sites and the audit trail, by REST."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from accounts import trail
from accounts.access import Staff, asker, require
from accounts.models import Site, Team
from accounts.permissions import Verb, may, verbs
from chatdesk.kernel.paging import page

router = Router(auth=Staff(), tags=["accounts"])


class AuditQuery(Schema):
    """Which lines; days are whole days in UTC, both included."""

    since: str = ""
    until: str = ""
    actor: str = ""
    verb: str = ""
    outcome: str = ""
    subject: str = ""


@router.get("/me", summary="Who this key or session acts for")
def me(request: HttpRequest) -> dict[str, Any]:
    user = asker(request)
    return {
        "id": str(user.pk),
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "permissions": verbs(user.role),
    }


@router.get("/sites", summary="Sites; their names for who sees the board, all of it for administrators")
def sites(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    user = require(request, Verb.SEE_BOARD)
    view = _view if may(user.role, Verb.MANAGE_SETTINGS) else _named
    return page(Site.objects.all(), view, cursor=cursor, limit=limit)


@router.get("/teams", summary="Teams; for who sees the board")
def teams(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    require(request, Verb.SEE_BOARD)
    return page(Team.objects.all(), _named, cursor=cursor, limit=limit)


def _named(row: Site | Team) -> dict[str, Any]:
    return {"key": row.key, "name": row.name}


@router.get("/audit", summary="The audit trail, newest first; for auditors and administrators")
def audit_trail(
    request: HttpRequest, wanted: Query[AuditQuery], cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    require(request, Verb.READ_AUDIT)
    asked = trail.Wanted.asked(wanted.dict())
    return page(asked.rows(), trail.view, cursor=cursor, limit=limit)


def _view(site: Site) -> dict[str, Any]:
    """Everything but the identity secret."""
    return {
        "key": site.key,
        "name": site.name,
        "locale": site.locale,
        "origins": site.origins,
        "topics": site.topics,
        "greeting": site.greeting,
        "theme": site.theme,
        "bot": site.bot,
    }
