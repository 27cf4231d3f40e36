"""The demo's past: about a thousand finished talks in two weeks, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chatdesk.demo.people import AGENTS
from chatdesk.demo.rhythm import is_open
from chatdesk.demo.talks import Talk, talks

NOW = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)
TALKS = list(talks(7, NOW))
BY_EMAIL = {agent.email: agent for agent in AGENTS}


def with_agent() -> list[Talk]:
    return [talk for talk in TALKS if talk.agent]


def test_the_same_seed_tells_the_same_talks_and_another_seed_others() -> None:
    assert list(talks(7, NOW)) == TALKS
    assert list(talks(8, NOW)) != TALKS


def test_there_are_about_a_thousand_in_two_weeks_oldest_first() -> None:
    starts = [talk.started_at for talk in TALKS]

    assert 900 <= len(TALKS) <= 1100
    assert starts == sorted(starts)
    assert {(NOW - start).days for start in starts} == set(range(14))


@settings(max_examples=15, deadline=None)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_no_talk_goes_on_after_now_or_began_more_than_two_weeks_ago(now: datetime) -> None:
    told = list(talks(7, now))

    assert max(talk.ended_at for talk in told) < now
    assert min(talk.started_at for talk in told) >= now - timedelta(days=14)


def test_every_talk_opens_with_the_visitor_and_time_never_runs_back() -> None:
    assert all(talk.lines[0].role == "visitor" and talk.lines[0].after_s == 0 for talk in TALKS)
    assert all(
        [line.after_s for line in talk.lines] == sorted(line.after_s for line in talk.lines) for talk in TALKS
    )


def test_no_slot_is_left_open_and_no_line_is_empty() -> None:
    lines = [line.text for talk in TALKS for line in talk.lines]

    assert all(text.strip() and "{" not in text for text in lines)


def test_agents_speak_only_in_their_own_talks_in_hours_and_with_the_skills() -> None:
    for talk in TALKS:
        assert any(line.role == "agent" for line in talk.lines) == (talk.agent is not None)
    for talk in with_agent():
        skills = BY_EMAIL[talk.agent or ""].skills
        assert is_open(talk.started_at)
        assert min(skills.get(talk.locale, 0), skills.get(talk.category, 0)) >= 2


def test_no_agent_held_more_talks_at_once_than_the_capacity_allows() -> None:
    for email, agent in BY_EMAIL.items():
        own = [talk for talk in TALKS if talk.agent == email]
        at_once = [sum(a.started_at <= b.started_at < a.ended_at for a in own) for b in own]
        assert max(at_once) <= agent.capacity


def test_most_are_answered_by_the_bot_some_become_tickets_and_all_are_over() -> None:
    outcomes = Counter(talk.outcome for talk in TALKS)

    assert set(outcomes) == {"resolved", "left", "ticket"}
    assert 0.25 <= len(with_agent()) / len(TALKS) <= 0.4
    assert 10 <= outcomes["ticket"] <= 120


def test_visitors_speak_both_languages_in_their_own_script() -> None:
    for talk in TALKS:
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in talk.lines[0].text)
        assert chinese == (talk.locale == "zh") or talk.lines[0].text == "报错 E1"


def test_ratings_are_stars_and_never_of_those_who_left() -> None:
    assert {talk.rating for talk in TALKS} == {None, 1, 2, 3, 4, 5}
    assert all(talk.rating is None for talk in TALKS if talk.outcome != "resolved")
