"""Sites, by REST."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from accounts.access import Staff, asker, require
from accounts.models import Site
from accounts.permissions import Verb, verbs
from chatdesk.kernel.paging import page

router = Router(auth=Staff(), tags=["accounts"])


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


@router.get("/sites", summary="Sites; for administrators")
def sites(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    require(request, Verb.MANAGE_SETTINGS)
    return page(Site.objects.all(), _view, cursor=cursor, limit=limit)


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
