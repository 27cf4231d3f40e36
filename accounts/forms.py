"""The forms of the doors and of one's own account."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache

from accounts.adapters import refused
from accounts.models import User
from accounts.services import PASSWORD_CHARACTERS
from chatdesk.kernel import ids

CODE_CHARACTERS = 20
LIVES_S = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)


class DoorCode(AuthenticateForm):  # type: ignore[misc]
    """A code of the app or a recovery code, each good once."""

    def clean_code(self) -> str:
        if len(self.cleaned_data["code"]) > CODE_CHARACTERS:
            raise refused("incorrect_code")
        code: str = super().clean_code()
        fresh = cache.add(f"chatdesk.code.{self.user.pk}.{ids.digest(normalize_user_code(code))}", 1, LIVES_S)
        if self.authenticator.type == Authenticator.Type.TOTP and not fresh:
            raise refused("incorrect_code")  # seen over a shoulder: allauth forgets it before it runs out
        return code


def password(label: str, *, autocomplete: str, hint: str = "") -> forms.CharField:
    shown = forms.PasswordInput(attrs={"autocomplete": autocomplete, "maxlength": PASSWORD_CHARACTERS})
    return forms.CharField(
        label=label, widget=shown, max_length=PASSWORD_CHARACTERS, strip=False, help_text=hint
    )


class NewPassword(forms.Form):
    """A password twice."""

    def __init__(self, user: User, words: dict[str, str], data: Any = None) -> None:
        super().__init__(data)
        self.user, self.words = user, words
        self.fields["new"] = password(
            words["password_new"], autocomplete="new-password", hint=words["password_lead"]
        )
        self.fields["again"] = password(words["password_again"], autocomplete="new-password")

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if self.user.check_password(new):
            raise forms.ValidationError(self.words["password_kept"])
        try:
            validate_password(new, self.user)
        except forms.ValidationError as error:
            said = [self.words.get(one.code or "", str(one.message)) for one in error.error_list]
            raise forms.ValidationError(said) from None
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(self.words["password_same"])
        return again


class ChangedPassword(NewPassword):
    """A password twice, from somebody who knows the present one."""

    def __init__(self, user: User, words: dict[str, str], data: Any = None) -> None:
        super().__init__(user, words, data)
        self.fields["current"] = password(words["password_current"], autocomplete="current-password")
        self.order_fields(["current", "new", "again"])

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise forms.ValidationError(self.words["incorrect_password"])
        return current
