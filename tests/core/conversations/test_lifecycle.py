"""The one table of states and moves, against the protocol's own."""

from __future__ import annotations

import pytest

from conversations.lifecycle import HELD, MOVES, OPEN, WAITING, IllegalMove, Move, State, after

M, S = Move, State
LEGAL = {
    S.BOT: {M.HAND_OVER: S.QUEUED, M.TAKE: S.LIVE, M.TAKEOVER: S.LIVE, M.PREFER_BOT: S.BOT, M.RESOLVE: S.RESOLVED},
    S.QUEUED: {
        M.OFFER: S.OFFERED, M.ASSIGN: S.LIVE, M.TAKE: S.LIVE, M.TAKEOVER: S.LIVE, M.PREFER_BOT: S.BOT,
        M.RESOLVE: S.RESOLVED,
    },
    S.OFFERED: {
        M.ACCEPT: S.LIVE, M.GIVE_BACK: S.QUEUED, M.TAKE: S.LIVE, M.TAKEOVER: S.LIVE, M.PREFER_BOT: S.BOT,
        M.RESOLVE: S.RESOLVED,
    },
    S.LIVE: {
        M.HAND: S.LIVE, M.TRANSFER: S.QUEUED, M.REQUEUE: S.QUEUED, M.PARK: S.PARKED, M.TAKEOVER: S.LIVE,
        M.RESOLVE: S.RESOLVED,
    },
    S.PARKED: {M.UNPARK: S.LIVE, M.REQUEUE: S.QUEUED, M.TAKE: S.LIVE, M.TAKEOVER: S.LIVE, M.RESOLVE: S.RESOLVED},
    S.RESOLVED: {M.REOPEN: S.QUEUED, M.REOPEN_BOT: S.BOT},
}  # fmt: skip


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", Move)
def test_a_move_leads_where_the_protocol_says_or_nowhere(state: State, move: Move):
    if (to := LEGAL[state].get(move)) is not None:
        assert after(state, move) is to
    else:
        with pytest.raises(IllegalMove, match=state):
            after(state, move)


def test_everything_open_can_be_resolved():
    assert all(MOVES[state][Move.RESOLVE] is State.RESOLVED for state in OPEN)


def test_every_state_is_reached_from_the_bot():
    reached, new = {State.BOT}, {State.BOT}
    while new:
        new = {to for state in new for to in MOVES[state].values()} - reached
        reached |= new

    assert reached == set(State)


def test_an_open_conversation_waits_or_is_held_or_is_with_the_bot():
    assert WAITING | HELD | {State.BOT} == OPEN
