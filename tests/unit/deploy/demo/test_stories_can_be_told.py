"""The demo's texts fit the contracts, in every language and category."""

import pytest

from deploy.demo.people import PEOPLE, agents_for
from deploy.demo.stories import stories
from shared.clock import utc_now
from shared.contracts.catalogue import CATEGORIES, TEAMS
from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Contact
from shared.contracts.vocabulary import Language, Role
from shared.ids import uuid7


@pytest.mark.parametrize("language", Language)
def test_there_are_stories_for_every_category(language: Language) -> None:
    assert {story.category for story in stories(language)} == set(CATEGORIES)


@pytest.mark.parametrize("language", Language)
def test_every_story_could_be_sent(language: Language) -> None:
    for story in stories(language):
        OpenIncident(
            incident_id=uuid7(utc_now()),
            category=story.category,
            subject=story.subject,
            description=story.description,
            product=story.product,
            contact=Contact(name="Marta Ruiz", email="marta@example.com"),
            language=language,
        )
        for reply in story.replies:
            assert "Ana" in reply.format(name="Marta", agent="Ana")


def test_no_two_stories_of_a_language_have_the_same_subject() -> None:
    for language in Language:
        subjects = [story.subject for story in stories(language)]
        assert len(subjects) == len(set(subjects))


def test_there_is_somebody_of_every_role_and_for_every_team() -> None:
    assert {person.role for person in PEOPLE} == set(Role)
    assert len({person.email for person in PEOPLE}) == len(PEOPLE)
    for team in TEAMS:
        assert all(team in agent.teams for agent in agents_for(team, Language.SPANISH))
