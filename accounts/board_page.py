"""The shell of the supervisor's board, and what is said to whom it isn't open."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.pages import staff_page
from accounts.permissions import Verb, may
from chatdesk.kernel import pages

NOT_YOURS = {
    "en": {
        "title": "The live board is for supervisors",
        "text": "Your role doesn’t include it. Ask an administrator if your work needs it.",
        "go": "Go to the desk",
    },
    "zh": {
        "title": "实时看板仅对主管开放",
        "text": "您的角色无权查看。如工作需要，请联系管理员开通。",
        "go": "返回工作台",
    },
}


@require_safe
def board(request: HttpRequest) -> HttpResponseBase:
    """For who may see the board; a no is put on record by the gate."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    if may(request.user.role, Verb.SEE_BOARD):
        get_token(request)  # sets the cookie that REST calls give back
        return pages.shell(request, "board.html")
    return staff_page(request, "accounts/not-yours.html", NOT_YOURS, status=403)
