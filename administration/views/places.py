"""Teams, hours, skills and seats: who is there when, for what."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Policy, Site, Team
from accounts.services import name_breaks
from administration import hours, people, skills
from administration.forms import BreaksForm, SkillForm, TeamForm
from administration.slips import Slip
from administration.times import TeamTimes
from administration.views.frame import done, me, page, said, settings_page
from administration.zones import is_zone, zones
from chatdesk.kernel import clock
from routing import schedule
from routing.models import Calendar, Skill


# --- teams -----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def teams(request: HttpRequest) -> HttpResponseBase:
    """All teams, and what members may say of a break."""
    now = "\n".join(Policy.current().breaks)
    form = BreaksForm(said(request), request.POST or None, initial={"breaks": now})
    if request.method == "POST" and form.is_valid():
        name_breaks(form.cleaned_data["breaks"], by=me(request))
        done(request, "saved")
        return redirect("/settings/teams/")
    shown = Team.objects.prefetch_related("members").order_by("pk")
    return page(request, "teams", teams=shown, form=form, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def team(request: HttpRequest, key: str = "") -> HttpResponseBase:
    """One team, known or new; or gone, after reading what that means."""
    row = get_object_or_404(Team, key=key) if key else None
    if row is not None and "remove" in request.POST:
        people.remove_team(me(request), row)
        done(request, "teams.removed", name=row.name)
        return redirect("/settings/teams/")
    if row is not None and "times" in request.POST:
        return team_times(request, row)
    begin: dict[str, Any] = {"mode": Team.Mode.PUSH_ACCEPT}
    if row is not None:
        begin = {
            "name": row.name,
            "mode": row.mode,
            "members": row.members.all(),
            "overflow": row.overflow_id,
        }
        begin["policy"] = row.settings.get("policy", "")
    form = TeamForm(said(request), row, request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            kept = row or Team.objects.create(key=_team_key(form.cleaned_data["name"]), name="")
            people.set_team(me(request), kept, **form.cleaned_data)
        done(request, "saved")
        return redirect("/settings/teams/")
    return _team_page(request, form, row, _times(request, row))


def team_times(request: HttpRequest, row: Team) -> HttpResponseBase:
    """The times and limits of a team."""
    form = TeamTimes(said(request), request.POST, prefix="times")
    if not form.is_valid():
        begin = {"name": row.name, "mode": row.mode, "members": row.members.all()}
        return _team_page(request, TeamForm(said(request), row, None, initial=begin), row, form)
    people.set_times(me(request), row, form.onto(row.settings))
    done(request, "saved")
    return redirect(f"/settings/teams/{row.key}/#times")


def _times(request: HttpRequest, row: Team | None) -> TeamTimes | None:
    return (
        TeamTimes(said(request), None, initial=TeamTimes.shown(row.settings), prefix="times") if row else None
    )


def _team_page(
    request: HttpRequest, form: TeamForm, row: Team | None, times: TeamTimes | None
) -> HttpResponse:
    wrong = form.errors or (times is not None and times.errors)
    return page(request, "teams", "team", form=form, team=row, times=times, status=400 if wrong else 200)


def _team_key(name: str) -> str:
    base = slugify(name)[:40].strip("-") or "team"
    taken = set(Team.objects.values_list("key", flat=True))
    return base if base not in taken else next(k for n in range(2, 9999) if (k := f"{base}-{n}") not in taken)


# --- hours -----------------------------------------------------------------------------------------------------------
@require_safe
@settings_page
def all_hours(request: HttpRequest) -> HttpResponseBase:
    """The hours of the oldest site; where there is none, of the oldest team."""
    site, team = Site.objects.order_by("pk").first(), Team.objects.order_by("pk").first()
    if site is not None:
        return redirect(f"/settings/hours/site/{site.key}/")
    return redirect(f"/settings/hours/team/{team.key}/" if team else "/start/site/")


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def one_hours(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """The hours of one site or team."""
    of: Site | Team = get_object_or_404(Site, key=key) if kind == "site" else get_object_or_404(Team, key=key)
    if "always" in request.POST:
        hours.forget(me(request), of)
        done(request, "hours.forgot")
        return redirect(request.path)
    if request.method == "POST":
        return _keep_hours(request, of)
    row = Calendar.objects.filter(**{kind: of}).first()
    return _hours_page(request, of, _written(row, said(request).say("hours.closed"), of))


def _keep_hours(request: HttpRequest, of: Site | Team) -> HttpResponseBase:
    written = {name: request.POST.get(name, "") for name in (*hours.DAYS, "zone", "dates")}
    try:
        if not is_zone(written["zone"]):
            raise Slip("zone", field="zone")
        week, dates = hours.week_of(written), hours.dates_of(written["dates"])
    except Slip as slip:
        return _hours_page(request, of, written, slip)
    if "holidays" in request.POST:
        today, lang = clock.now().date(), said(request).lang
        filled = hours.with_holidays(dates, week, written["zone"], today, lang)
        written["dates"] = hours.shown_dates(filled, said(request).say("hours.closed"))
        return _hours_page(request, of, written, filled=len(filled) - len(dates))
    hours.keep(me(request), of, zone=written["zone"], week=week, dates=dates)
    done(request, "saved")
    return redirect(request.path)


def _written(row: Calendar | None, closed: str, of: Site | Team) -> dict[str, str]:
    if row is None:
        office = dict.fromkeys(hours.DAYS[:5], "") | dict.fromkeys(hours.DAYS[5:], "")
        return office | {"zone": of.zone if isinstance(of, Site) else _first_zone(), "dates": ""}
    lines = {day: schedule.shown([(a, b) for a, b in row.week[n]]) for n, day in enumerate(hours.DAYS)}
    return lines | {"zone": row.zone, "dates": hours.shown_dates(row.dates, closed)}


def _first_zone() -> str:
    return Site.objects.order_by("pk").values_list("zone", flat=True).first() or "UTC"


def _hours_page(
    request: HttpRequest,
    of: Site | Team,
    written: dict[str, str],
    slip: Slip | None = None,
    filled: int | None = None,
) -> HttpResponse:
    t = said(request)
    told = "" if filled is None else t.say("hours.filled" if filled else "hours.none_filled", count=filled)
    wrong = {slip.field: t.say(f"slip.{slip.key}", **slip.values)} if slip else {}
    days = [(day, t["days"][day], written[day], wrong.get(day, "")) for day in hours.DAYS]
    always = not Calendar.objects.filter(**{"site" if isinstance(of, Site) else "team": of}).exists()
    return page(
        request, "hours", of=of, kind="site" if isinstance(of, Site) else "team", days=days, zones=zones(written["zone"]),
        written=written,
        wrong=wrong, always=always, sites=Site.objects.order_by("pk"), teams=Team.objects.order_by("pk"),
        told=told, status=400 if slip else 200,
    )  # fmt: skip


# --- skills ----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def all_skills(request: HttpRequest) -> HttpResponseBase:
    form = SkillForm(said(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            skills.add(me(request), **form.cleaned_data)
            done(request, "saved")
            return redirect("/settings/skills/")
        except Slip as slip:
            form.slip(slip)
    known = list(Skill.objects.order_by("kind", "pk"))
    used = skills.uses(known)
    rows = [(skill, used[skill.key]) for skill in known]
    return page(request, "skills", form=form, skills=rows, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def skill(request: HttpRequest, key: str) -> HttpResponseBase:
    """Rename one, or take it away after reading what it touches."""
    row = get_object_or_404(Skill, key=key)
    if "remove" in request.POST:
        skills.remove(me(request), row)
        done(request, "skills.removed", key=key)
        return redirect("/settings/skills/")
    begin = {"zh": row.name.get("zh"), "en": row.name.get("en"), "kind": row.kind}
    form = SkillForm(said(request), request.POST or None, initial=begin)
    del form.fields["key"]
    if request.method == "POST" and form.is_valid():
        skills.rename(me(request), row, **form.cleaned_data)
        done(request, "saved")
        return redirect("/settings/skills/")
    return page(
        request,
        "skills",
        "skill",
        form=form,
        skill=row,
        use=skills.use(row),
        status=400 if form.errors else 200,
    )
