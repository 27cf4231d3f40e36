"""Handing a conversation on: to a colleague, who is asked while the sender keeps it, or into the queue."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accounts.models import Team, User
from accounts.permissions import Verb, may
from chatdesk.kernel import ids
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import Busy, Invalid, NotAllowed, NotFound, Stale
from conversations import access, holds, moves
from conversations.facts import RoutingChanged
from conversations.frames import desk, told
from conversations.frames.parts import Target
from conversations.journal import Tx
from conversations.lifecycle import Move, State
from conversations.models import Conversation, Entry, Refusal
from conversations.needs import LANGUAGE_LEVEL, language
from conversations.protocol import DESK_TEXT
from conversations.texts import clean
from conversations.unserved import unserved
from routing.firm import firm
from routing.models import Seat, Skill
from routing.roster import reachable

MOST_SKILLS, HIGHEST = 5, 5  # skills of one transfer; level of a skill
AWAY = {
    Seat.State.OFFLINE: "is offline",
    Seat.State.BREAK: "is on a break",
    Seat.State.BUSY: "takes no new conversations now",
    Seat.State.WRAP_UP: "is still wrapping up the last one",
    Seat.State.NOT_RESPONDING: "does not respond",
}


def transfer(tx: Tx, user: User, frame: desk.Transfer) -> told.Ok:
    """Hand it on under the assignment's epoch; the `text` becomes a note for whoever comes. The same again is a dup."""
    access.require(user, Verb.ANSWER)
    goal = wanted(frame.to)
    text = clean(frame.text, DESK_TEXT) if frame.text and frame.text.strip() else ""
    conversation = holds.reached(tx, user, frame.conversation)
    mark: dict[str, Any] = {"by": str(user.pk), "to": goal, "epoch": str(frame.epoch)}
    if mark.items() <= conversation.demands.get("transfer", {}).items():
        return answer(frame, conversation, dup=True)
    holds.check(user, conversation, frame.epoch)
    if conversation.assignee_id != user.pk:
        raise NotAllowed("take the conversation first, then hand it on")
    if conversation.state != State.LIVE:
        raise Stale("it is parked; take it back first, then hand it on")
    if "agent" in goal:
        ask_colleague(tx, user, conversation, colleague(user, goal["agent"], tx), text)
    elif "team" in goal:
        to_team(tx, conversation, team_of(goal["team"]))
    else:
        to_skills(tx, conversation, goal["skills"])
    conversation.demands |= {"transfer": mark | {"at": tx.now.timestamp()}}
    if text:
        own = f"transfer-{ids.public()}"
        tx.append_note(conversation, author=user, author_name=user.name, client_id=own, text=text)
    return answer(frame, conversation)


def answer(frame: desk.Transfer, conversation: Conversation, *, dup: bool = False) -> told.Ok:
    """Yes; where it waits for a team that can't serve it, with what is missing there."""
    held = str(conversation.epoch) if conversation.assignee_id else None
    lacks = lacking(conversation) if held is None else None
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), epoch=held, dup=dup, unserved=lacks)


def lacking(conversation: Conversation) -> told.Unserved | None:
    if (found := unserved(conversation, firm())) is None:
        return None
    until = stamp(datetime.fromtimestamp(found.until, UTC)) if found.until is not None else None
    return told.Unserved(missing=dict(found.missing), until=until)


def wanted(to: Target) -> dict[str, Any]:
    """The one thing that is named; raises Invalid for none or several."""
    named = {
        key: value
        for key, value in (("agent", to.agent), ("team", to.team), ("skills", to.skills))
        if value is not None
    }
    if len(named) != 1 or not all(named.values()):
        raise Invalid("name one of an agent, a team, or skills with their levels to hand it to")
    return named


# --- to a colleague --------------------------------------------------------------------------------------------------
def colleague(user: User, agent: str, tx: Tx) -> User:
    """Who is to be asked; raises NotFound, Invalid for oneself, and Busy with what keeps them."""
    number = int(agent) if agent.isdecimal() and len(agent) <= 18 else 0
    seat = Seat.objects.select_related("user").filter(user_id=number).first()
    if seat is None or not seat.user.is_active or not may(seat.user.role, Verb.ANSWER):
        raise NotFound("there is no such colleague with a seat; choose one from the list")
    if seat.user_id == user.pk:
        raise Invalid("it is with you already; choose a colleague, a team or skills")
    away = AWAY.get(Seat.State(seat.state)) or (
        "" if reachable(seat.user_id, tx.now) else AWAY[Seat.State.OFFLINE]
    )
    if away:
        raise Busy(f"{seat.user.name} {away}; choose somebody else, or a team or skills")
    return seat.user


def ask_colleague(tx: Tx, user: User, conversation: Conversation, target: User, text: str) -> None:
    """The sender keeps it until the colleague says yes; both units count meanwhile. Raises Busy with the limit."""
    moves.take_back(tx, conversation)
    why = {"zh": f"由{user.name}转接", "en": f"handed over by {user.name}"}
    moves.ask(tx, conversation, target, why, text=text)
    moves.tell_sender(tx, conversation, "offered")
    moves.record_by_hand(tx, conversation, target, why)
    tx.announce(RoutingChanged())


# --- into the queue --------------------------------------------------------------------------------------------------
def team_of(key: str) -> Team:
    team = Team.objects.filter(key=key).first()
    if team is None:
        raise NotFound("there is no such team; choose one from the list")
    if not Seat.objects.filter(team=team, user__is_active=True).exists():
        raise Invalid(f"nobody has a seat in {team.name}; choose another team")
    return team


def to_team(tx: Tx, conversation: Conversation, team: Team) -> None:
    if not conversation.needs:  # taken by hand before it ever waited
        moves.want(conversation, "")
    conversation.team = team
    enqueue(tx, conversation, {"team": team.key, "name": team.name})


def to_skills(tx: Tx, conversation: Conversation, skills: dict[str, int]) -> None:
    """The visitor's language and these skills, instead of what it needed before; raises Invalid for what nobody has."""
    names = dict(Skill.objects.filter(key__in=list(skills)).values_list("key", "kind"))
    levels = highest_levels()
    check_levels(skills, levels)
    spoken = language(" ".join(said(conversation)), conversation.locale)
    named = Skill.Kind.LANGUAGE in names.values() or spoken not in levels
    conversation.needs = ({} if named else {spoken: LANGUAGE_LEVEL}) | skills
    conversation.team = None
    enqueue(tx, conversation, {"skills": skills})


def check_levels(skills: dict[str, int], levels: dict[str, int]) -> None:
    if len(skills) > MOST_SKILLS:
        raise Invalid(f"at most {MOST_SKILLS} skills at once; name those that matter most")
    for skill, level in skills.items():
        if skill not in levels:
            raise Invalid(f"nobody here has the skill {skill!r}; choose one of {', '.join(sorted(levels))}")
        if not 1 <= level <= HIGHEST:
            raise Invalid(f"a level is a number from 1 to {HIGHEST}")
        if level > levels[skill]:
            raise Invalid(f"nobody here has {skill} at {level}; the highest level is {levels[skill]}")


def highest_levels() -> dict[str, int]:
    """The best that anybody with a seat offers of each skill."""
    best: dict[str, int] = {}
    for skills in Seat.objects.filter(user__is_active=True).values_list("skills", flat=True):
        for skill, level in skills.items():
            best[skill] = max(level, best.get(skill, 0))
    return best


def said(conversation: Conversation) -> list[str]:
    """The visitor's last words, newest first."""
    spoken = Entry.objects.filter(conversation=conversation, role="visitor").order_by("-seq")
    return list(spoken.values_list("text", flat=True)[:5])


def enqueue(tx: Tx, conversation: Conversation, to: dict[str, Any]) -> None:
    """Let it wait with its time of before; the sender is not asked in this round."""
    sender = conversation.assignee
    assert sender is not None  # only whoever has it hands it on
    moves.take_back(tx, conversation)
    moves.new_round(conversation)
    Refusal.objects.create(conversation=conversation, agent=sender, offer="", at=tx.now)
    moves.make(tx, conversation, Move.TRANSFER)
    conversation.arrived_at = conversation.arrived_at or tx.now
    conversation.queue_reason, conversation.waits_on = "transferred", False
    conversation.unreachable_since = None
    moves.release(tx, conversation, reason="transferred")
    tx.append(conversation, "transferred", data={"to": to})
