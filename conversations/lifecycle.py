"""The states of a conversation and the moves between them: the one table, pure. Nothing else decides what is legal."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    BOT = "bot"  # the bot answers
    QUEUED = "queued"  # waits for a person
    OFFERED = "offered"  # one agent is being asked
    LIVE = "live"  # an agent has it
    PARKED = "parked"  # an agent has it, and it takes none of the agent's units
    RESOLVED = "resolved"  # over; may be reopened


class Move(StrEnum):
    HAND_OVER = "hand_over"  # asked, keyword, score, miss or fault: the bot lets go
    OFFER = "offer"
    ACCEPT = "accept"
    GIVE_BACK = "give_back"  # declined, expired or the agent was lost while being asked
    ASSIGN = "assign"  # straight to an agent, without asking
    TAKE = "take"
    TAKEOVER = "takeover"
    REQUEUE = "requeue"  # the agent was lost or silent
    TRANSFER = "transfer"  # to a team or to skills
    HAND = "hand"  # to the agent who accepted a transfer
    PARK = "park"
    UNPARK = "unpark"
    PREFER_BOT = "prefer_bot"
    RESOLVE = "resolve"
    REOPEN = "reopen"  # to the desk, where an agent had it
    REOPEN_BOT = "reopen_bot"  # to the bot, where no agent had it


class Outcome(StrEnum):
    RESOLVED = "resolved"
    TICKET = "ticket"
    LEFT = "left"
    MESSAGE = "message"
    CALLBACK = "callback"
    CLOSED = "closed"


UNANSWERED = "unanswered"  # label: the agent has been silent for `silent_alert_s`


class IllegalMove(ValueError):
    """The move does not exist from this state; nothing has changed."""


S, M = State, Move
MOVES: Mapping[State, Mapping[Move, State]] = {
    S.BOT: {
        M.HAND_OVER: S.QUEUED,
        M.TAKE: S.LIVE,
        M.TAKEOVER: S.LIVE,
        M.PREFER_BOT: S.BOT,
        M.RESOLVE: S.RESOLVED,
    },
    S.QUEUED: {
        M.OFFER: S.OFFERED,
        M.ASSIGN: S.LIVE,
        M.TAKE: S.LIVE,
        M.TAKEOVER: S.LIVE,
        M.PREFER_BOT: S.BOT,
        M.RESOLVE: S.RESOLVED,
    },
    S.OFFERED: {
        M.ACCEPT: S.LIVE,
        M.GIVE_BACK: S.QUEUED,
        M.TAKE: S.LIVE,
        M.TAKEOVER: S.LIVE,
        M.PREFER_BOT: S.BOT,
        M.RESOLVE: S.RESOLVED,
    },
    S.LIVE: {
        M.HAND: S.LIVE,
        M.TRANSFER: S.QUEUED,
        M.REQUEUE: S.QUEUED,
        M.PARK: S.PARKED,
        M.TAKEOVER: S.LIVE,
        M.RESOLVE: S.RESOLVED,
    },
    S.PARKED: {
        M.UNPARK: S.LIVE,
        M.REQUEUE: S.QUEUED,
        M.TAKE: S.LIVE,
        M.TAKEOVER: S.LIVE,
        M.RESOLVE: S.RESOLVED,
    },
    S.RESOLVED: {M.REOPEN: S.QUEUED, M.REOPEN_BOT: S.BOT},
}

TICKETED = (Outcome.TICKET, Outcome.MESSAGE, Outcome.CALLBACK)  # a ticket carries it on
OPEN = frozenset(State) - {State.RESOLVED}
WAITING = frozenset({State.QUEUED, State.OFFERED})
HELD = frozenset({State.LIVE, State.PARKED})  # an agent is named


def after(state: State, move: Move) -> State:
    """The state that `move` leads to; raises IllegalMove where the table has no entry."""
    try:
        return MOVES[state][move]
    except KeyError:
        raise IllegalMove(f"a {state} conversation can't {move.replace('_', ' ')}") from None
