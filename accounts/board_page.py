"""The shells of the supervisor's board and of the routing page beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

from accounts.pages import only
from accounts.permissions import Verb
from chatdesk.kernel import pages


@require_safe
@only(Verb.SEE_BOARD)
def board(request: HttpRequest) -> HttpResponseBase:
    """For who may see the board; a no is put on record by the gate."""
    get_token(request)  # sets the cookie that REST calls give back
    return pages.shell(request, "board.html")


@require_safe
@only(Verb.SEE_BOARD)
def routing(request: HttpRequest) -> HttpResponseBase:
    """For who may see the board, since it tells of the same conversations."""
    get_token(request)
    return pages.shell(request, "routing.html")
