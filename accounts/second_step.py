"""Turning the second step on and off: allauth's own views in our frame, each for who showed the password within ten minutes."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy

from accounts import audit, sessions, signing
from accounts.own import me, said
from accounts.own_words import OWN
from accounts.pages import staff_page
from accounts.policy import needs_second_step
from accounts.words import language
from chatdesk.kernel.errors import Rate
from chatdesk.kernel.http import client_address


class Page:
    """Draws an allauth view by our template, in our words."""

    request: HttpRequest
    page: str
    heading: str  # a key of the words

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        form = context.get("form")
        wrong = bool(form is not None and form.is_bound and form.errors)
        return staff_page(
            self.request,
            self.page,
            OWN,
            here="account",
            status=400 if wrong else 200,
            **context | {"title": self.words[self.heading]},
        )

    @property
    def words(self) -> dict[str, str]:
        return OWN[language(self.request)]


class TurnOn(Page, ActivateTOTPView):  # type: ignore[misc]
    page, heading = "accounts/enrol.html", "enrol"
    success_url = reverse_lazy("mfa_view_recovery_codes")

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["code"].label, form.fields["code"].help_text = (
            self.words["enrol_code"],
            self.words["code_hint"],
        )
        form.fields["code"].widget.attrs |= {"inputmode": "numeric", "placeholder": "", "maxlength": 10}
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        user = me(self.request)
        audit.record("second_step_on", actor=user, address=client_address(self.request))
        sessions.end(user, by=user, but=self.request.session.session_key or "")
        said(self.request, "step_done")
        return response


class TurnOff(Page, DeactivateTOTPView):  # type: ignore[misc]
    page, heading = "accounts/second-step-off.html", "step_off_title"
    success_url = reverse_lazy("account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"needed": needs_second_step(me(self.request))}

    def form_valid(self, form: Any) -> HttpResponse:
        user = me(self.request)
        if needs_second_step(user):
            return self.render_to_response(self.get_context_data(form=form))
        response: HttpResponse = super().form_valid(form)
        audit.record("second_step_off", actor=user, address=client_address(self.request))
        sessions.end(user, by=user, but=self.request.session.session_key or "")
        said(self.request, "step_off_done")
        return response


class Codes(Page, ViewRecoveryCodesView):  # type: ignore[misc]
    """Shown once; afterwards only how many are left."""

    page, heading = "accounts/codes.html", "codes"


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """By POST alone; the old ones end."""

    http_method_names = ["post"]
    success_url = reverse_lazy("mfa_view_recovery_codes")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        audit.record("recovery_codes_made", actor=me(self.request), address=client_address(self.request))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return redirect("account")


class Confirm(Page, ReauthenticateView):  # type: ignore[misc]
    """Asks for the password before a change of the account's security, then goes on with what was asked for."""

    page, heading = "accounts/confirm.html", "confirm"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["password"].label = self.words["password_current"]
        form.fields["password"].widget.attrs |= {"placeholder": ""}
        form.fields["password"].help_text = ""
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            signing.slow_down(request, f"confirm {me(request).pk}")
        except Rate as error:
            response = self.render_to_response(self.get_context_data(rate=True))
            response.status_code = 429
            response["Retry-After"] = str((error.retry_after_ms or 0) // 1000)
            return response
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        user = me(self.request)
        signing.failed(self.request, f"confirm {user.pk}", user, "confirm")
        response: HttpResponse = super().form_invalid(form)
        return response
