"""The demo's staff: enough of them, with the skills that every queue needs."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from chatdesk.demo.people import AGENTS, LANGUAGES, PEOPLE, SHOP, TEAMS, TOPICS
from kb.demobase import demo_base


def test_six_agents_and_one_of_each_office() -> None:
    assert Counter(person.role for person in PEOPLE) == {
        "agent": 6,
        "supervisor": 1,
        "admin": 1,
        "auditor": 1,
    }


@pytest.mark.parametrize(("language", "topic"), [*product(("zh", "en"), TOPICS)])
def test_two_agents_hold_every_pair_of_language_and_topic_at_level_2(language: str, topic: str) -> None:
    able = [a for a in AGENTS if a.skills.get(language, 0) >= 2 and a.skills.get(topic, 0) >= 2]

    assert len(able) >= 2


def test_two_agents_speak_japanese() -> None:
    assert sum("ja" in agent.skills for agent in AGENTS) == 2


def test_agents_have_two_skills_or_more_at_levels_1_to_5_and_room_for_three() -> None:
    known = LANGUAGES.keys() | TOPICS.keys()

    assert all(len(agent.skills) >= 2 and agent.skills.keys() <= known for agent in AGENTS)
    assert {level for agent in AGENTS for level in agent.skills.values()} == {1, 2, 3, 4, 5}
    assert {agent.capacity for agent in AGENTS} == {3}


def test_everybody_has_an_address_of_their_own_under_a_reserved_domain() -> None:
    assert len({person.email for person in PEOPLE}) == len(PEOPLE)
    assert all(person.email.endswith(".example") for person in PEOPLE)


def test_both_teams_push_and_every_agent_is_in_one() -> None:
    assert {team.key: team.mode for team in TEAMS} == {"care": "push_accept", "global": "push_accept"}
    assert {agent.team for agent in AGENTS} == {"care", "global"}


def test_the_widget_suggests_questions_that_the_base_answers() -> None:
    assert set(SHOP.suggestions) <= {faq["id"] for faq in demo_base()}
