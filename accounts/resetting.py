"""A new password by a link that works once: given on the command line (`chatdesk user reset-link EMAIL`), or by mail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts import audit, sessions, signing
from accounts.doors import door, too_many
from accounts.forms import NewPassword
from accounts.models import User
from accounts.own_words import OWN
from accounts.words import WORDS, language
from chatdesk.kernel.errors import Invalid, Rate
from chatdesk.kernel.http import client_address

PAGE, KEY = "accounts/new-password.html", "reset link"
MADE = "reset_link_made"


def link(email: str, base: str) -> str:
    """A link for whoever has this mail address: good for a day, one new password, and only until the next sign-in.

    Raises Invalid where nobody active has it.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise Invalid(f"nobody here signs in with {email}; make an account with `chatdesk user EMAIL`")
    on_record(user)
    return address_of(user, base)


def address_of(user: User, base: str) -> str:
    """The link itself, under the address `base`."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return f"{base}/password/{uid}/{default_token_generator.make_token(user)}/"


def on_record(user: User) -> None:
    """That a link was given stands in the audit trail."""
    audit.record(MADE, subject=f"user-{user.pk}")


class NewPasswordByLink(PasswordResetConfirmView):
    """Moves the token from the address to the session first, so that no history or log keeps it."""

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            signing.slow_down(args[0], f"{KEY} {kwargs.get('uidb64', '')}"[:254])
        except Rate as error:
            return too_many(args[0], error)
        return super().dispatch(*args, **kwargs)

    def get_user(self, uidb64: str) -> Any:
        """Nobody by a link of a person who has left."""
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def get_form(self, form_class: Any = None) -> Any:
        data = self.request.POST if self.request.method == "POST" else None
        return NewPassword(self.user, OWN[language(self.request)], data)  # type: ignore[arg-type]

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.user
        with transaction.atomic():
            sessions.end(user, by=user)
            user.set_password(form.cleaned_data["new"])
            user.save(update_fields=["password"])
            audit.record(
                "password_changed", actor=user, address=client_address(self.request), detail={"by": "link"}
            )
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        return door(self.request, "accounts/sign-in.html", WORDS, email=user.email, done=True)

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        if not self.validlink:
            key = f"{KEY} {self.kwargs.get('uidb64', '')}"[:254]
            signing.failed(self.request, key, None, "reset_link")
            return door(self.request, PAGE, OWN, error="link_old", status=400, form=None)
        form = context["form"]
        return door(self.request, PAGE, OWN, form=form, status=400 if form.is_bound else 200)
