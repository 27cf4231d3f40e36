"""The forms of the pages. Labels, hints and what is wrong are words of the page's language, never Django's own."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import ApiKey, Role, Site, Team, User
from accounts.services import PASSWORD_CHARACTERS
from administration import colour
from administration.slips import Slip
from administration.wording import LANGUAGES, Words
from administration.zones import is_zone, zones
from chatdesk.kernel import limits
from routing.models import Skill

BREAKS, BREAK_CHARACTERS = 12, 40  # reasons, and characters of each
CODES = (
    "required",
    "max_length",
    "min_length",
    "min_value",
    "max_value",
    "invalid",
    "invalid_choice",
    "invalid_list",
)


class PageForm(forms.Form):
    """A form whose words stand under `forms.<part>`: a label for each field, and hints for some."""

    part: ClassVar[str]

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.said = said
        labels = said["forms"][self.part]
        for name, field in self.fields.items():
            field.label = labels.get(name, name)
            field.help_text = labels.get(f"{name}_hint", "")
            errors = said["errors"]
            mine = {code: errors.get(f"{_kind(field)}_{code}", errors[code]) for code in CODES}
            field.error_messages = mine
            if not field.required and not isinstance(field, forms.BooleanField):
                field.widget.attrs.pop("required", None)
            if isinstance(field, ZoneField):
                given = self.data.get(self.add_prefix(name)) or self.get_initial_for_field(field, name)
                field.choices = zones(str(given or ""))

    def slip(self, slip: Slip) -> None:
        """Put a refusal of the service beside its field, or above the form."""
        field = slip.field if slip.field in self.fields else None
        self.add_error(field, self.said.say(f"slip.{slip.key}", **slip.values))


def _kind(field: forms.Field) -> str:
    return "email" if isinstance(field, forms.EmailField) else "choice" if hasattr(field, "choices") else ""


def choices(said: Words, path: str, values: list[str]) -> list[tuple[str, str]]:
    """Values with their words from `path`."""
    return [(value, said.say(f"{path}.{value}")) for value in values]


class ZoneField(forms.ChoiceField):
    """A time zone: places are offered, any known name is taken."""

    def valid_value(self, value: str) -> bool:
        return is_zone(value)


class Account(PageForm):
    """Name and password of somebody who makes their own account by a link."""

    part = "account"
    name = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        max_length=PASSWORD_CHARACTERS,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        try:
            validate_password(password)
        except ValidationError as error:
            codes = [one.code for one in error.error_list]
            raise ValidationError([self.said.say(f"errors.{code}") for code in codes]) from None
        return password


class Owner(Account):
    """The first administrator."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput({"autocomplete": "username"}))
    field_order = ("name", "email", "password")


class Invite(PageForm):
    """A colleague to be invited."""

    part = "invite"
    email = forms.EmailField(max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))
    name = forms.CharField(max_length=80, required=False, widget=forms.TextInput({"autocomplete": "off"}))
    role = forms.ChoiceField()
    team = forms.ModelChoiceField(Team.objects.order_by("pk"), required=False)
    skills = forms.ModelMultipleChoiceField(
        Skill.objects.order_by("kind", "pk"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        self.fields["role"].choices = choices(said, "roles", list(Role.values))  # type: ignore[attr-defined]
        self.fields["role"].initial = Role.AGENT
        self.fields["team"].empty_label = said["no_team"]  # type: ignore[attr-defined]
        self.fields["team"].label_from_instance = lambda team: team.name  # type: ignore[attr-defined]
        self.fields["team"].initial = Team.objects.order_by("pk").first()
        named = lambda skill: skill.name.get(said.lang) or skill.key  # noqa: E731
        self.fields["skills"].label_from_instance = named  # type: ignore[attr-defined]
        spoken = Site.objects.order_by("pk").values_list("locale", flat=True).first() or said.lang
        self.fields["skills"].initial = Skill.objects.filter(key=spoken.split("-")[0])


class TeamForm(PageForm):
    """A team's name, how work reaches it, and who is in it."""

    part = "team"
    name = forms.CharField(max_length=80)
    mode = forms.ChoiceField()
    policy = forms.ChoiceField(required=False)
    overflow = forms.ModelChoiceField(Team.objects.order_by("pk"), required=False)
    members = forms.ModelMultipleChoiceField(
        User.objects.filter(is_active=True).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, said: Words, team: Team | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        self.team = team
        self.fields["mode"].choices = choices(said, "modes", list(Team.Mode.values))  # type: ignore[attr-defined]
        servers = said.say("policies.server", name=said.say(f"policies.{limits.current().policy}"))
        self.fields["policy"].choices = [("", servers), *choices(said, "policies", list(limits.POLICIES))]  # type: ignore[attr-defined]
        others = Team.objects.exclude(pk=team.pk if team else 0).order_by("pk")
        self.fields["overflow"].queryset = others  # type: ignore[attr-defined]
        self.fields["overflow"].empty_label = said.say("policies.nobody")  # type: ignore[attr-defined]
        self.fields["overflow"].label_from_instance = lambda team: team.name  # type: ignore[attr-defined]
        self.fields["members"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]

    def clean_overflow(self) -> Team | None:
        """A team that would in the end help itself out is refused, with the circle."""
        helper: Team | None = self.cleaned_data["overflow"]
        circle = [self.team.name] if self.team else []
        following = helper
        while following is not None and self.team is not None:
            circle.append(following.name)
            if following.pk == self.team.pk:
                raise ValidationError(self.said.say("slip.overflow_circle", circle=" → ".join(circle)))
            following = following.overflow if len(circle) <= Team.objects.count() else None
        return helper


class BreaksForm(PageForm):
    """The firm's own reasons of a break, one a line."""

    part = "breaks"
    breaks = forms.CharField(max_length=1000, required=False, widget=forms.Textarea({"rows": 4}))

    def clean_breaks(self) -> list[str]:
        lines = list(dict.fromkeys(line.strip() for line in str(self.cleaned_data["breaks"]).splitlines()))
        found = [line for line in lines if line]
        if len(found) > BREAKS or any(len(line) > BREAK_CHARACTERS for line in found):
            raise ValidationError(self.said.say("slip.breaks", most=BREAKS, characters=BREAK_CHARACTERS))
        return found


class SkillForm(PageForm):
    """A skill; the key can't be changed later, since seats and conversations name it."""

    part = "skill"
    zh = forms.CharField(max_length=40)
    en = forms.CharField(max_length=40)
    kind = forms.ChoiceField()
    key = forms.SlugField(max_length=50, required=False)

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        self.fields["kind"].choices = choices(said, "kinds", list(Skill.Kind.values))  # type: ignore[attr-defined]
        self.fields["kind"].initial = Skill.Kind.TOPIC


class KeyForm(PageForm):
    """An API key to be made."""

    part = "key"
    name = forms.CharField(max_length=80)
    user = forms.ModelChoiceField(User.objects.filter(is_active=True).order_by("name"), empty_label=None)
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        self.fields["scopes"].choices = choices(said, "scopes", list(ApiKey.SCOPES))  # type: ignore[attr-defined]
        self.fields["user"].label_from_instance = lambda user: f"{user.name} · {said['roles'][user.role]}"  # type: ignore[attr-defined]


class Colour(PageForm):
    """The firm's colour."""

    part = "colour"
    brand = forms.CharField(max_length=7, widget=forms.TextInput({"type": "color"}))

    def clean_brand(self) -> str:
        brand = str(self.cleaned_data["brand"]).lower()
        if not colour.is_colour(brand):
            raise ValidationError(self.said.say("errors.colour"))
        return brand


def locales(said: Words) -> list[tuple[str, str]]:
    return choices(said, "languages", list(LANGUAGES))
