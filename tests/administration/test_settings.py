"""People, teams, hours, skills, seats and keys, as an administrator changes them on their pages."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import ApiKey, AuditEntry, Invitation, Role, Site, Team, User
from accounts.services import issue_key, user_of_key
from administration import hours, people
from administration.slips import Slip
from routing.models import Calendar, Seat, Skill
from tests import factories
from tests.administration.conftest import Admin

pytestmark = pytest.mark.django_db


# --- people ----------------------------------------------------------------------------------------------------------
def invite(admin: Admin, **fields: Any) -> str:
    return admin.sends(
        "/settings/people/", **{"email": "bo@tea.example", "name": "Bo", "role": "agent"} | fields
    )


def test_an_invitations_link_is_shown_once(admin: Admin):
    assert "/invitation/" in invite(admin, skills=[Skill.objects.get(key="zh").pk])

    page = admin.reads("/settings/people/")
    assert "http://testserver/invitation/" not in page
    assert "bo@tea.example" in page
    assert Invitation.objects.get().skills == {"zh": 5}


def test_inviting_somebody_who_is_here_says_so_beside_the_address(admin: Admin, mei: User):
    assert "mei@tea.example has an account already" in invite(admin, email="mei@tea.example")


@pytest.mark.parametrize(("fields", "says"), [
    ({"email": "bo"}, "Write an address like"),
    ({"role": "root"}, "Choose one of the list"),
    ({"name": "x" * 81}, "Shorten this to 80"),
])  # fmt: skip
def test_a_bad_invitation_is_refused_beside_its_field(admin: Admin, fields: dict[str, str], says: str):
    assert says in invite(admin, **fields)
    assert not Invitation.objects.exists()


def test_a_renewed_link_is_shown_once_too(admin: Admin):
    invite(admin)
    pk = Invitation.objects.get().pk

    assert "http://testserver/invitation/" in admin.sends(f"/settings/people/invitation/{pk}/renew/")
    assert "doesn’t hold any more" in admin.sends(f"/settings/people/invitation/{pk}/withdraw/")
    assert not Invitation.objects.exists()


def test_a_role_is_changed_and_noted(admin: Admin, mei: User):
    assert "another role" in admin.sends(f"/settings/people/{mei.pk}/role/", role="supervisor")

    mei.refresh_from_db()
    assert mei.role == Role.SUPERVISOR
    assert AuditEntry.objects.filter(subject=f"user-{mei.pk}", actor=admin.user.pk).exists()


@pytest.mark.parametrize("what", ["role", "disable"])
def test_the_last_administrator_stays_one(admin: Admin, what: str):
    said = admin.sends(f"/settings/people/{admin.user.pk}/{what}/", role="agent")

    admin.user.refresh_from_db()
    assert "is the only administrator" in said
    assert (admin.user.role, admin.user.is_active) == (Role.ADMIN, True)


@pytest.mark.parametrize("what", ["role", "disable"])
def test_one_of_several_administrators_does_not_shut_themselves_out(admin: Admin, what: str):
    factories.user("another", role=Role.ADMIN)

    said = admin.sends(f"/settings/people/{admin.user.pk}/{what}/", role="agent")

    admin.user.refresh_from_db()
    assert "You can’t do this to yourself" in said
    assert (admin.user.role, admin.user.is_active) == (Role.ADMIN, True)


def test_who_is_switched_off_can_be_switched_on_again(admin: Admin, mei: User):
    admin.sends(f"/settings/people/{mei.pk}/disable/")
    mei.refresh_from_db()
    assert not mei.is_active

    admin.sends(f"/settings/people/{mei.pk}/enable/")
    mei.refresh_from_db()
    assert mei.is_active


def test_somebody_without_a_seat_can_be_given_one(admin: Admin):
    admin.sends(f"/settings/people/{admin.user.pk}/seat/")
    admin.sends(f"/settings/people/{admin.user.pk}/seat/")

    assert Seat.objects.get().user == admin.user


# --- teams -----------------------------------------------------------------------------------------------------------
def test_a_team_takes_its_members_out_of_their_former_one(admin: Admin, mei: User):
    old = Team.objects.get()
    factories.seat(mei)
    admin.sends(f"/settings/teams/{old.key}/", name="Support", mode="pull", members=[mei.pk])

    admin.sends("/settings/teams/new/", name="Night", mode="push_auto", members=[mei.pk])

    mei.refresh_from_db()
    assert mei.team is not None
    assert (mei.team.key, mei.team.mode, mei.seat.team) == ("night", "push_auto", mei.team)
    assert old.members.count() == 0


def test_who_is_unticked_leaves(admin: Admin, mei: User):
    people.set_team(admin.user, Team.objects.get(), name="A", mode="pull", members=[mei])
    admin.sends("/settings/teams/support/", name="A", mode="pull")

    mei.refresh_from_db()
    assert mei.team is None


def test_a_removed_team_leaves_its_people_and_its_work_to_all(admin: Admin, mei: User):
    team = Team.objects.get()
    people.set_team(admin.user, team, name="A", mode="pull", members=[mei])
    talk = factories.conversation(team=team)

    assert "A is gone" in admin.sends("/settings/teams/support/", remove="1")

    mei.refresh_from_db()
    talk.refresh_from_db()
    assert (Team.objects.count(), mei.team, talk.team) == (0, None, None)
    assert AuditEntry.objects.filter(subject=f"team-{team.pk}", detail={"removed": True}).exists()


def test_who_is_switched_off_stays_in_their_team(admin: Admin, mei: User):
    people.set_team(admin.user, Team.objects.get(), name="A", mode="pull", members=[mei])
    User.objects.filter(pk=mei.pk).update(is_active=False)

    admin.sends("/settings/teams/support/", name="A", mode="pull")

    mei.refresh_from_db()
    assert mei.team == Team.objects.get()


# --- hours -----------------------------------------------------------------------------------------------------------
def set_hours(admin: Admin, **fields: str) -> str:
    return admin.sends("/settings/hours/site/shop/", **{"zone": "Asia/Shanghai"} | fields)


def test_hours_are_kept_and_shown_again(admin: Admin, shop: Site):
    said = set_hours(
        admin, monday="9:00-12:00, 13:00–18:00", dates="2026-10-01 closed National Day\n2026/12/24 9:00-12:00"
    )

    kept = Calendar.objects.get(site=shop)
    assert (kept.zone, kept.week[:2]) == ("Asia/Shanghai", [[[540, 720], [780, 1080]], []])
    assert kept.dates["2026-10-01"] == {"hours": [], "name": "National Day"}
    assert "09:00–12:00, 13:00–18:00" in said
    assert "2026-12-24 09:00–12:00" in said


@pytest.mark.parametrize(("fields", "says"), [
    ({"monday": "9-5"}, "“9-5” can’t be read"),
    ({"monday": "09:00-13:00, 12:00-18:00"}, "Two times overlap: 09:00–13:00 / 12:00–18:00"),
    ({"monday": "22:00-09:30", "tuesday": "09:00-18:00"}, "reaches into the next day"),
    ({"dates": "closed"}, "Line 1, “closed”: begin with the date"),
    ({"dates": "2026-02-30 closed"}, "there is no such day"),
    ({"dates": "2026-10-01 closed\n2026-10-01 closed"}, "2026-10-01 is there twice"),
    ({"dates": "2026-10-01 maybe"}, "“maybe” can’t be read"),
    ({"zone": "Mars/Olympus"}, "Choose a time zone"),
])  # fmt: skip
def test_hours_that_can_not_be_are_said_and_what_was_written_stays(
    admin: Admin, shop: Site, fields: dict[str, str], says: str
):
    page = set_hours(admin, **{"friday": "10:00-11:00"} | fields)

    assert says in page
    assert "10:00-11:00" in page
    assert not Calendar.objects.exists()


def test_a_site_can_be_always_open_again(admin: Admin, shop: Site):
    set_hours(admin, monday="9:00-12:00")
    set_hours(admin, always="1")

    assert not Calendar.objects.exists()


def test_a_team_has_hours_of_its_own(admin: Admin):
    admin.sends("/settings/hours/team/support/", zone="UTC", sunday="00:00-24:00")

    assert Calendar.objects.get(team__key="support").week[6] == [[0, 1440]]


@pytest.mark.parametrize(
    "line", ["2026年10月1日 休息 国庆节", "2026-10-01休国庆节", "2026/10/1：放假 国庆节"]
)
def test_chinese_dates_are_read_as_they_are_written(line: str):
    assert hours.dates_of(line) == {"2026-10-01": {"hours": [], "name": "国庆节"}}


# --- skills ----------------------------------------------------------------------------------------------------------
def test_a_skill_is_added_with_a_key_of_its_english_name(admin: Admin):
    admin.sends("/settings/skills/", zh="退换货", en="Returns and refunds", kind="topic", key="")

    assert Skill.objects.get(key="returns-and-refunds").name == {"zh": "退换货", "en": "Returns and refunds"}


@pytest.mark.parametrize(("fields", "says"), [
    ({"key": "zh"}, "There is a skill zh already"),
    ({"en": "退换"}, "Give it a key"),
    ({"kind": "magic"}, "Choose one of the list"),
])  # fmt: skip
def test_a_bad_skill_is_refused(admin: Admin, fields: dict[str, str], says: str):
    assert says in admin.sends(
        "/settings/skills/", **{"zh": "退换", "en": "Returns", "kind": "topic", "key": ""} | fields
    )
    assert Skill.objects.count() == 2


def test_a_renamed_topic_is_renamed_for_visitors(admin: Admin, shop: Site):
    skill = factories.skill("billing")
    Site.objects.update(topics=[{"key": "billing", "name": skill.name}])

    admin.sends("/settings/skills/billing/", zh="发票", en="Invoices", kind="topic")

    assert Site.objects.get().topics == [{"key": "billing", "name": {"zh": "发票", "en": "Invoices"}}]


def test_a_removed_skill_is_named_nowhere_any_more(admin: Admin, shop: Site, mei: User):
    skill = factories.skill("billing")
    Site.objects.update(topics=[{"key": "billing", "name": skill.name}])
    factories.seat(mei, skills={"billing": 3, "zh": 5})
    category = factories.category("money", skill="billing")
    page = admin.reads("/settings/skills/billing/")
    assert "seats that have it: 1" in page
    assert "sites where visitors may choose it: 1" in page

    admin.sends("/settings/skills/billing/", remove="1")

    category.refresh_from_db()
    assert (Seat.objects.get().skills, Site.objects.get().topics, category.skill) == ({"zh": 5}, [], "")


# --- seats -----------------------------------------------------------------------------------------------------------
def test_the_matrix_keeps_levels_capacity_and_wrap_up(admin: Admin, mei: User):
    seat = factories.seat(mei, skills={"zh": 5, "hidden": 2})

    said = admin.sends(
        "/settings/seats/",
        **{f"s-{seat.pk}-zh": "", f"s-{seat.pk}-en": "4", f"c-{seat.pk}": "2", f"w-{seat.pk}": "30"},
    )

    seat.refresh_from_db()
    assert (seat.skills, seat.capacity, seat.wrap_up_s) == ({"hidden": 2, "en": 4}, 2, 30)
    assert "1 seats changed" in said


@pytest.mark.parametrize(
    "cell",
    [("s-{}-en", "6"), ("s-{}-en", "x"), ("c-{}", "0"), ("c-{}", ""), ("w-{}", "-1"), ("s-{}-zh", "٣")],
)
def test_one_bad_number_keeps_nothing_and_stays_in_its_field(admin: Admin, mei: User, cell: tuple[str, str]):
    seat = factories.seat(mei, skills={"zh": 5})
    good = {f"s-{seat.pk}-zh": "1", f"s-{seat.pk}-en": "1", f"c-{seat.pk}": "2", f"w-{seat.pk}": "0"}

    page = admin.sends("/settings/seats/", **good | {cell[0].format(seat.pk): cell[1]})

    seat.refresh_from_db()
    assert (seat.skills, seat.capacity) == ({"zh": 5}, 3)
    assert "Nothing was saved" in page
    assert 'aria-invalid="true"' in page


# --- keys ------------------------------------------------------------------------------------------------------------
def test_a_key_is_shown_once_and_acts_for_its_user(admin: Admin, mei: User):
    page = admin.sends("/settings/keys/", name="import", user=mei.pk, scopes=["read"])
    key = page.split('id="key">')[1].split("<")[0]

    assert user_of_key(key) == mei
    assert ApiKey.objects.get().scopes == ["read"]
    assert key not in admin.reads("/settings/keys/")


def test_a_revoked_key_opens_nothing(admin: Admin, mei: User):
    key = issue_key(mei, "import")

    admin.sends(f"/settings/keys/{ApiKey.objects.get().pk}/revoke/")

    assert user_of_key(key) is None


def test_a_refused_service_says_which_field(admin: Admin):
    with pytest.raises(Slip):
        people.set_role(admin.user, admin.user, "root")
