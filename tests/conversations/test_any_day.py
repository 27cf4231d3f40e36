"""Any day at the desk, in any order: nobody ever has two agents, no agent more than they can carry, nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role, User
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import DeskError
from conversations import checking, dispatch, due, floor, offers, parking, serving, transfers, visiting
from conversations.floor import Mirror
from conversations.frames import desk, parts, visitor
from conversations.journal import Tx, attempt
from conversations.lifecycle import HELD, State
from conversations.models import Conversation, Entry
from routing.firm import Firm
from routing.models import Lease, Seat
from routing.spec import Decision
from tests import factories
from tests.conversations.acts import new_id

pytestmark = pytest.mark.django_db
SKILLS = ({"en": 3, "billing": 2}, {"en": 2, "tech": 3}, {"en": 5, "billing": 1, "tech": 1})
CAPACITY = 2


class Day:
    """Three agents, a supervisor, whoever writes in, and one engine that follows the rows."""

    def __init__(self) -> None:
        self.at: datetime = now()
        self.site = factories.site(key=f"day-{new_id()}")
        self.team = factories.team(f"team-{new_id()}")
        self.staff = [factories.user(new_id(), team=self.team) for _ in SKILLS]
        self.staff.append(factories.user(new_id(), role=Role.SUPERVISOR))
        for one, skills in zip(self.staff, (*SKILLS, {"en": 1}), strict=True):
            factories.seat(one, skills=skills, capacity=CAPACITY)
            self.connects(one)
        self.mirror = Mirror("least_loaded")

    def connects(self, one: User) -> None:
        Lease.objects.update_or_create(
            connection=f"lease-{one.pk}", defaults={"user": one, "until": self.at + timedelta(days=9)}
        )

    def writes(self, operation: Callable[[Tx], Any]) -> Any:
        """As the journal does it; a refusal changes nothing."""
        before = rows()
        try:
            with transaction.atomic():
                return attempt(operation, Tx({}, self.at))
        except DeskError:
            assert rows() == before
            return None

    def talk(self, n: int) -> Conversation | None:
        """One of those that go on, mostly."""
        talks = list(
            (Conversation.objects.all() if n % 6 == 0 else Conversation.objects.open()).order_by("pk")
        )
        return talks[n % len(talks)] if talks else None

    def asked(self, n: int) -> list[tuple[User, str]]:
        """One pending offer, if there is any."""
        rows = Conversation.objects.exclude(offer="").select_related("offered_to").order_by("pk")
        pending = [(row.offered_to, row.offer) for row in rows if row.offered_to]
        return [pending[n % len(pending)]] if pending else []

    # --- what people do ----------------------------------------------------------------------------------------------
    def arrives(self, agent: User, n: int) -> None:
        lin = factories.customer(self.site)
        said = visitor.Say(ref=1, client_id=new_id(), text="hello")
        self.writes(lambda tx: visiting.say(tx, self.site, lin, said))
        self.writes(lambda tx: visiting.ask_human(tx, self.site, lin, visitor.AskHuman(ref=1)))

    def routes(self, agent: User, n: int) -> None:
        for decision in self.mirror.follow(floor.look(self.at)):
            if not self.writes(carried_out(decision)):
                self.mirror.forget(decision.conversation)

    def accepts(self, agent: User, n: int) -> None:
        for who, offer in self.asked(n):
            self.writes(lambda tx: offers.accept(tx, who, desk.Accept(ref=1, offer=offer)))  # noqa: B023

    def declines(self, agent: User, n: int) -> None:
        for who, offer in self.asked(n):
            self.writes(lambda tx: offers.decline(tx, who, desk.Decline(ref=1, offer=offer)))  # noqa: B023

    def with_talk(self, agent: User, n: int, act: Callable[..., Any], kind: Any, **fields: Any) -> None:
        """By the one who has it, mostly, where an epoch is asked for; else by `agent`."""
        if row := self.talk(n):
            epoch = str(row.epoch) if row.assignee_id else None
            held = {"epoch": epoch} if "epoch" in kind.__struct_fields__ else {}
            who = row.assignee if held and row.assignee and n % 7 else agent
            frame = kind(ref=1, conversation=str(row.pk), **held, **fields)
            self.writes(lambda tx: act(tx, who, frame))

    def takes(self, agent: User, n: int) -> None:
        self.with_talk(agent, n, serving.take, desk.Take)

    def takes_over(self, agent: User, n: int) -> None:
        self.with_talk(agent, n, serving.take, desk.Takeover)

    def hands(self, agent: User, n: int) -> None:
        target = parts.Target(agent=str(agent.pk))
        self.with_talk(agent, n, transfers.transfer, desk.Transfer, to=target)

    def hands_to_skills(self, agent: User, n: int) -> None:
        target = parts.Target(skills={"tech": 1 + n % 3})
        self.with_talk(agent, n, transfers.transfer, desk.Transfer, to=target)

    def hands_to_team(self, agent: User, n: int) -> None:
        self.with_talk(agent, n, transfers.transfer, desk.Transfer, to=parts.Target(team=self.team.key))

    def parks(self, agent: User, n: int) -> None:
        until = (self.at + timedelta(seconds=20)).isoformat() if n % 2 else None
        self.with_talk(agent, n, parking.park, desk.Park, until=until)

    def answers(self, agent: User, n: int) -> None:
        self.with_talk(agent, n, serving.say, desk.DeskSay, client_id=new_id(), text="hi")

    def resolves(self, agent: User, n: int) -> None:
        self.with_talk(agent, n, serving.resolve, desk.Resolve, outcome="resolved")

    def reopens(self, agent: User, n: int) -> None:
        self.with_talk(agent, n, serving.reopen, desk.Reopen)

    def says(self, agent: User, n: int) -> None:
        if row := self.talk(n):
            said = visitor.Say(ref=1, client_id=new_id(), text="and?")
            self.writes(lambda tx: visiting.say(tx, self.site, row.customer, said))

    def leaves(self, agent: User, n: int) -> None:
        if row := self.talk(n):
            self.writes(lambda tx: visiting.leave(tx, self.site, row.customer, visitor.Leave(ref=1)))

    def rests(self, agent: User, n: int) -> None:
        state = ("online", "break", "busy", "online")[n % 4]
        self.writes(lambda tx: serving.set_state(tx, agent, desk.SetState(ref=1, state=state)))

    def is_lost(self, agent: User, n: int) -> None:
        Lease.objects.filter(user=agent).update(until=self.at)

    def is_back(self, agent: User, n: int) -> None:
        self.connects(agent)

    def time_passes(self, agent: User, n: int) -> None:
        self.at += timedelta(seconds=(1, 10, 30, 90)[n % 4])
        for item in list(due.due(floor.look(self.at))):
            self.writes(item.do)

    def restarts(self, agent: User, n: int) -> None:
        self.mirror = Mirror("least_loaded")

    # --- what always holds -------------------------------------------------------------------------------------------
    def check(self) -> None:
        units: Counter[int | None] = Counter()
        for row in Conversation.objects.all():
            assert (row.assignee_id is not None) == (row.state in HELD)
            assert bool(row.offer) == (row.offered_to_id is not None)
            assert not row.offer or row.state in (State.OFFERED, State.LIVE)
            assert row.offered_to_id is None or row.offered_to_id != row.assignee_id
            assert row.parked_until is None or row.state == State.PARKED
            units.update([row.assignee_id] if row.state == State.LIVE else [])
            units.update([row.offered_to_id] if row.offered_to_id else [])
            self.check_timeline(row)
        for seat in Seat.objects.all():
            assert units[seat.user_id] <= seat.capacity

    def check_timeline(self, row: Conversation) -> None:
        """Who joined last and hasn't left is who has it; every joining is a new epoch; seqs have no gap."""
        lines = list(Entry.objects.filter(conversation=row).order_by("seq"))
        assert [line.seq for line in lines] == list(range(1, row.last_seq + 1))
        assert sum(line.kind == "joined" for line in lines) == row.epoch
        inside: set[str] = set()
        for line in lines:
            if line.kind == "joined":
                assert inside <= {line.data["agent"]["id"]}
                inside.add(line.data["agent"]["id"])
            elif line.kind == "left":
                inside.remove(line.data["agent"]["id"])
            elif line.kind in ("queued", "transferred", "resolved", "reopened"):
                inside.clear()
        assert row.assignee_id is None or inside == {str(row.assignee_id)}

    def check_engine(self) -> None:
        """After a look the engine holds what the rows hold, no more and no less."""
        self.routes(self.staff[0], 0)
        self.mirror.follow(floor.look(self.at))
        for agent in self.staff:
            assert self.mirror.engine.load(str(agent.pk)) == units_of(agent)
        broken = {one.rule for one in checking.violations(floor.look(self.at), 1)}
        assert not broken & {
            "RI1",
            "RI2",
            "RI5",
            "RI8",
            "RI10",
            "RI11",
        }  # the others go by the router's own passes


def carried_out(decision: Decision) -> Callable[[Tx], bool]:
    def operation(tx: Tx) -> bool:
        dispatch.carry_out(tx, decision, "push_accept", Firm())
        return True

    return operation


def units_of(agent: User) -> int:
    live = Conversation.objects.filter(assignee=agent, state=State.LIVE).count()
    return live + Conversation.objects.filter(offered_to=agent).count()


def rows() -> list[Any]:
    return [list(Conversation.objects.order_by("pk").values()), list(Seat.objects.order_by("pk").values())]


ACTS = [
    Day.arrives, Day.routes, Day.routes, Day.accepts, Day.accepts, Day.declines, Day.takes, Day.takes_over,
    Day.hands, Day.hands, Day.hands, Day.hands_to_skills, Day.hands_to_team, Day.parks, Day.answers, Day.resolves,
    Day.reopens, Day.says, Day.leaves, Day.rests, Day.is_lost, Day.is_back, Day.time_passes, Day.restarts,
]  # fmt: skip


@pytest.mark.timeout(180)  # much of it on a busy machine
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 50)), min_size=20, max_size=60
    )
)
def test_whatever_happens_units_and_timelines_stay_right(
    happens: list[tuple[Callable[[Day, User, int], None], int, int]],
) -> None:
    with transaction.atomic():
        day = Day()
        for begin in (Day.arrives, Day.arrives, Day.routes, Day.accepts):
            begin(day, day.staff[0], 0)
        for act, agent, n in happens:
            act(day, day.staff[agent], n)
            day.check()
        day.check_engine()
        transaction.set_rollback(True)
