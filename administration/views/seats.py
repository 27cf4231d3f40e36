"""The matrix of seats: who can do what how well, how much at once, and how long they need afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.models import User
from administration import people
from administration.views.frame import done, me, page, said, settings_page
from routing.models import Seat, Skill

CAPACITY, WRAP_UP_S = range(1, 21), range(3601)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the matrix as it was written, and what is wrong with it."""

    name: str
    value: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    seat: Seat
    levels: list[Cell]
    capacity: Cell
    wrap_up: Cell

    @property
    def cells(self) -> list[Cell]:
        return [*self.levels, self.capacity, self.wrap_up]

    def wanted(self, skills: list[Skill]) -> dict[str, object]:
        """What the row asks for; skills that the matrix doesn't show are kept."""
        shown = {skill.key for skill in skills}
        kept = {key: level for key, level in self.seat.skills.items() if key not in shown}
        levels = {skill.key: int(cell.value or 0) for skill, cell in zip(skills, self.levels, strict=True)}
        return {
            "skills": kept | {key: level for key, level in levels.items() if level},
            "capacity": int(self.capacity.value),
            "wrap_up_s": int(self.wrap_up.value or 0),
        }


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def matrix(request: HttpRequest) -> HttpResponseBase:
    """All seats at once; either all that was written is kept, or nothing is."""
    skills = list(Skill.objects.order_by("kind", "pk"))
    seats = Seat.objects.filter(user__is_active=True).select_related("user", "team").order_by("user__name")
    written = request.POST if request.method == "POST" else None
    rows = [_row(seat, skills, written) for seat in seats]
    wrong = any(cell.wrong for row in rows for cell in row.cells)
    if written is not None and not wrong:
        changed = people.set_seats(me(request), {row.seat.pk: row.wanted(skills) for row in rows})
        done(request, "seats.saved" if changed else "unchanged", count=changed)
        return redirect("/settings/seats/")
    without = User.objects.filter(is_active=True, seat=None).exclude(role="auditor").order_by("name")
    t = said(request)
    return page(
        request, "seats", rows=rows, skills=skills, without=without, wrong=t.say("seats.wrong") if wrong else "",
        status=400 if wrong else 200,
    )  # fmt: skip


def _row(seat: Seat, skills: list[Skill], written: object) -> Row:
    def cell(name: str, now: int, allowed: range, *, blank: bool = True) -> Cell:
        shown = str(now) if now or not blank else ""
        given = str(written.get(name, shown)).strip() if hasattr(written, "get") else shown
        return Cell(name, given, wrong=not _fits(given, allowed, blank=blank))

    return Row(
        seat,
        [cell(f"s-{seat.pk}-{skill.key}", seat.skills.get(skill.key, 0), people.LEVELS) for skill in skills],
        cell(f"c-{seat.pk}", seat.capacity, CAPACITY, blank=False),
        cell(f"w-{seat.pk}", seat.wrap_up_s, WRAP_UP_S),
    )


def _fits(given: str, allowed: range, *, blank: bool) -> bool:
    if not given:
        return blank
    return given.isascii() and given.isdecimal() and len(given) <= 5 and int(given) in allowed
