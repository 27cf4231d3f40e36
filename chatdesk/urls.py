"""Every route of the product, by app."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from accounts import audit_page, board_page, forgotten, own, people, resetting, second_step
from accounts import views as staff
from administration import installed
from administration import urls as administration
from chatdesk import health, metrics
from chatdesk.api import api
from chatdesk.demo import views as demo
from chatdesk.kernel import pages
from insights import bot_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/desk/")),
    path("favicon.ico", RedirectView.as_view(url="/static/accounts/mark.svg")),
    path("sign-in/", staff.sign_in, name="sign-in"),
    path("sign-out/", staff.sign_out, name="sign-out"),
    path("sign-in/", staff.sign_in, name="account_login"),  # so called by allauth
    path("sign-in/code/", staff.second_step, name="mfa_authenticate"),
    path("sign-in/forgotten/", forgotten.page, name="forgotten"),
    path("password/<str:uidb64>/<str:token>/", resetting.NewPasswordByLink.as_view(), name="password"),
    path("account/", own.account, name="account"),
    path("account/sessions/", own.end_sessions, name="end-sessions"),
    path("account/password/", own.change_password, name="change-password"),
    path("account/confirm/", second_step.Confirm.as_view(), name="account_reauthenticate"),
    path("account/second-step/", second_step.TurnOn.as_view(), name="mfa_activate_totp"),
    path("account/second-step/off/", second_step.TurnOff.as_view(), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", second_step.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", second_step.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("audit/", audit_page.show, name="audit"),
    path("audit/check/", audit_page.check, name="audit-check"),
    path("audit/export/", audit_page.export, name="audit-export"),
    path("people/<int:pk>/", people.security, name="person"),
    re_path(r"^desk/(?:[\w/.-]*)$", staff.desk, name="desk"),
    path("board/", board_page.board, name="board"),
    path("board/routing/", board_page.routing, name="routing"),
    path("bot/", bot_page.show, name="bot"),
    path("bot/rules/<slug:key>/", bot_page.keep_rules),
    path("settings/", include(administration.SETTINGS)),
    path("start/", include(administration.START)),
    *administration.DOORS,
    path("api/v1/", api.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("version", health.version),
    path("metrics", metrics.metrics),
    path("w.js", installed.loader),
    re_path(r"^assets/(?P<name>\w[\w.-]*)$", pages.asset),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", demo.shop, name="demo"))
