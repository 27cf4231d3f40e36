"""The sign-in page is served without the built front end, so it carries the tokens itself; they must not drift."""

from __future__ import annotations

from tests.architecture.test_contracts import ROOT


def test_sign_in_and_front_end_share_one_set_of_tokens():
    mine = (ROOT / "accounts/static/accounts/tokens.css").read_text()
    theirs = (ROOT / "frontend/src/shared/tokens.css").read_text()
    assert mine[mine.index(":root") :] == theirs[theirs.index(":root") :]
