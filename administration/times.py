"""Times and limits of routing that differ from what holds without them, on a site's page and on a team's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from administration.forms import PageForm
from administration.wording import Words
from chatdesk.env import BadSetting
from chatdesk.kernel import limits
from chatdesk.kernel.limits import Limits

OF_SITE = (
    "offer_s", "promise_s", "promise_urgent_s", "promise_high_s", "promise_low_s", "options_after_s", "patience_s",
    "queue_cap", "gone_s", "ticket_after_s", "unreachable_s", "park_s", "close_s", "silent_alert_s", "silent_requeue_s",
    "grace_s", "step_level_s", "step_drop_s", "step_any_s",
)  # fmt: skip
OF_TEAM = (
    "missed_offers", "ramp_per_min", "wrap_up_s", "offer_s", "promise_s", "promise_urgent_s", "promise_high_s", "promise_low_s",
    "options_after_s", "patience_s", "queue_cap", "ticket_after_s", "unreachable_s", "park_s", "close_s", "silent_alert_s",
    "silent_requeue_s", "grace_s", "step_level_s", "step_drop_s", "step_any_s",
)  # fmt: skip


class Times(PageForm):
    """What an empty field stands for is shown in grey."""

    part = "times"
    keys: ClassVar[tuple[str, ...]] = OF_SITE

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        for key in self.keys:
            shown = {"inputmode": "numeric", "placeholder": f"{getattr(self.without(), key):g}"}
            field = forms.CharField(required=False, max_length=12, widget=forms.TextInput(shown))
            field.label = said["forms"]["times"][key]
            self.fields[key] = field

    @staticmethod
    def without() -> Limits:
        return limits.current()

    def clean(self) -> dict[str, Any]:
        for key in self.keys:
            try:
                overrides(self.keys, {key: str(self.cleaned_data.get(key, ""))})
            except BadSetting:
                whole = isinstance(getattr(limits.DEFAULTS, key), int)
                self.add_error(key, self.said.say("errors.whole" if whole else "errors.number"))
        return self.cleaned_data

    @classmethod
    def shown(cls, settings: Mapping[str, Any]) -> dict[str, Any]:
        """How the form begins."""
        return {key: f"{value:g}" for key, value in settings.items() if key in cls.keys}

    def onto(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """The settings with what was written; what isn't in the form is kept."""
        others = {key: value for key, value in settings.items() if key not in self.keys}
        return others | overrides(self.keys, {key: str(value) for key, value in self.cleaned_data.items()})


class TeamTimes(Times):
    """Those of a team, which come before the site's."""

    keys = OF_TEAM


def overrides(keys: tuple[str, ...], fields: Mapping[str, str]) -> dict[str, float]:
    """Those of `keys` that something was written for, checked; raises BadSetting."""
    given = {key: value.strip() for key, value in fields.items() if key in keys and value.strip()}
    read = limits.parse([f"{key}={value}" for key, value in given.items()])
    return {key: getattr(read, key) for key in given}
