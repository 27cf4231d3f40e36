"""The forms of a site's page; each knows how it begins and which fields of the row it writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Site
from administration import sites
from administration.forms import PageForm, ZoneField, locales
from administration.slips import Slip
from administration.times import Times
from administration.wording import Words
from routing.models import Skill

ADDRESSES = 50


class NewSite(PageForm):
    """What a site begins with."""

    part = "new_site"
    name = forms.CharField(max_length=80)
    address = forms.CharField(
        max_length=300, widget=forms.TextInput({"inputmode": "url", "placeholder": "https://www.example.com"})
    )
    locale = forms.ChoiceField()
    zone = ZoneField(widget=forms.Select({"data-zone": ""}))

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        self.fields["locale"].choices = locales(said)  # type: ignore[attr-defined]
        self.fields["locale"].initial = said.lang
        self.fields["zone"].initial = "Asia/Shanghai" if said.lang == "zh" else "UTC"
        if self.initial:
            self.fields["zone"].widget.attrs.pop("data-zone")

    @staticmethod
    def begin(site: Site, own: str) -> dict[str, Any]:
        """What was saved before; `own` is our address, which isn't the firm's."""
        address = next((one for one in site.origins if one != own), "")
        return {"name": site.name, "address": address, "locale": site.locale, "zone": site.zone}

    def clean_address(self) -> str:
        try:
            return sites.origin_of(str(self.cleaned_data["address"]))
        except Slip as slip:
            raise ValidationError(self.said.say(f"slip.{slip.key}", **slip.values)) from None


class Basics(PageForm):
    """Name, pages, language and time zone."""

    part = "basics"
    name = forms.CharField(max_length=80)
    origins = forms.CharField(
        max_length=6000, widget=forms.Textarea({"rows": 4, "spellcheck": "false", "class": "mono"})
    )
    locale = forms.ChoiceField()
    zone = ZoneField()

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        self.fields["locale"].choices = locales(said)  # type: ignore[attr-defined]

    def clean_origins(self) -> list[str]:
        lines = [line for line in str(self.cleaned_data["origins"]).splitlines() if line.strip()]
        if len(lines) > ADDRESSES:
            raise ValidationError(self.said.say("slip.origins_many", most=ADDRESSES))
        try:
            return list(dict.fromkeys(sites.origin_of(line) for line in lines))
        except Slip as slip:
            raise ValidationError(self.said.say(f"slip.{slip.key}", **slip.values)) from None

    @staticmethod
    def begin(site: Site) -> dict[str, Any]:
        return {
            "name": site.name,
            "origins": "\n".join(site.origins),
            "locale": site.locale,
            "zone": site.zone,
        }

    def written(self, site: Site) -> dict[str, Any]:
        return self.cleaned_data


class Talk(PageForm):
    """What visitors are greeted with, may choose from, and whether the assistant answers."""

    part = "talk"
    greeting_zh = forms.CharField(max_length=160, required=False)
    greeting_en = forms.CharField(max_length=160, required=False)
    topics = forms.ModelMultipleChoiceField(
        Skill.objects.exclude(kind=Skill.Kind.LANGUAGE).order_by("pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bot = forms.BooleanField(required=False)

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        named = lambda skill: skill.name.get(said.lang) or skill.key  # noqa: E731
        self.fields["topics"].label_from_instance = named  # type: ignore[attr-defined]

    @staticmethod
    def begin(site: Site) -> dict[str, Any]:
        keys = [topic["key"] for topic in site.topics]
        greeting = {f"greeting_{lang}": site.greeting.get(lang, "") for lang in ("zh", "en")}
        return {**greeting, "topics": Skill.objects.filter(key__in=keys), "bot": site.bot}

    def written(self, site: Site) -> dict[str, Any]:
        said = {lang: str(self.cleaned_data[f"greeting_{lang}"]) for lang in ("zh", "en")}
        topics = [{"key": skill.key, "name": skill.name} for skill in self.cleaned_data["topics"]]
        greeting = {lang: text for lang, text in said.items() if text}
        return {"greeting": greeting, "topics": topics, "bot": self.cleaned_data["bot"]}


class SiteTimes(Times):
    """Times of routing that differ on this site."""

    @classmethod
    def begin(cls, site: Site) -> dict[str, Any]:
        return cls.shown(site.settings)

    def written(self, site: Site) -> dict[str, Any]:
        return {"settings": self.onto(site.settings)}
