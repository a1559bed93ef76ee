"""The demo's texts fit the contracts, in every language and category."""

import random
import string
from collections import Counter

import pytest

from deploy.demo.people import PEOPLE, agents_for, supervisor_of
from deploy.demo.stories import (
    Deck,
    Story,
    any_customer,
    any_note,
    any_order_number,
    any_thanks,
    stories,
    story_of,
)
from shared.clock import utc_now
from shared.contracts.catalogue import CATEGORIES, TEAMS
from shared.contracts.commands import OpenIncident
from shared.contracts.vocabulary import Language, Role
from shared.ids import uuid7

LEAST = 12


@pytest.fixture
def chance() -> random.Random:
    return random.Random(1)


@pytest.mark.parametrize("language", Language)
def test_there_are_a_dozen_stories_for_every_category(language: Language) -> None:
    told = Counter(story.category for story in stories(language))
    assert set(told) == set(CATEGORIES)
    assert min(told.values()) >= LEAST


@pytest.mark.parametrize("language", Language)
def test_every_story_could_be_sent(language: Language, chance: random.Random) -> None:
    for story in stories(language):
        OpenIncident(
            incident_id=uuid7(utc_now()),
            category=story.category,
            subject=story.subject,
            description=story.description,
            order_number=any_order_number(chance, story),
            product=story.product,
            contact=any_customer(chance, language),
            language=language,
        )


@pytest.mark.parametrize("language", Language)
def test_every_reply_is_signed_and_names_nothing_but_the_two_people(language: Language) -> None:
    for reply in (reply for story in stories(language) for reply in story.replies):
        names = {name for _, name, _, _ in string.Formatter().parse(reply) if name is not None}
        assert names == {"name", "agent"}, reply
        assert reply.endswith("{agent}")


@pytest.mark.parametrize("language", Language)
def test_what_customers_write_has_no_gaps_to_fill(language: Language) -> None:
    for story in stories(language):
        assert not set("{}") & set(story.subject + story.description + story.follow_up)


@pytest.mark.parametrize("language", Language)
def test_a_story_is_found_by_its_subject_alone(language: Language) -> None:
    for story in stories(language):
        assert story_of(language, story.subject) is story
    assert story_of(language, "What a visitor of the demo wrote") is None


@pytest.mark.parametrize("language", Language)
def test_colleagues_and_customers_have_a_last_word_in_every_category(
    language: Language, chance: random.Random
) -> None:
    for story in stories(language):
        assert any_note(chance, language, story.category)
        assert any_thanks(chance, story)


def test_no_story_is_dealt_again_before_all_the_others(chance: random.Random) -> None:
    deck = Deck(chance)
    dealt: dict[Language, list[Story]] = {language: [] for language in Language}
    while min(len(seen) for seen in dealt.values()) < len(stories(Language.ENGLISH)):
        story = deck.deal()
        dealt[story.language].append(story)
    for language, seen in dealt.items():
        first_round = seen[: len(stories(language))]
        assert set(first_round) == set(stories(language))


def test_customers_have_addresses_that_anybody_can_type(chance: random.Random) -> None:
    for language in Language:
        for _ in range(100):
            address = any_customer(chance, language).email
            assert address.isascii()
            assert address.endswith("@example.com")


def test_there_is_somebody_of_every_role_and_for_every_team() -> None:
    assert {person.role for person in PEOPLE} == set(Role)
    assert len({person.email for person in PEOPLE}) == len(PEOPLE)
    for team in TEAMS:
        assert supervisor_of(team).role is Role.SUPERVISOR
        for language in Language:
            assert all(team in agent.teams for agent in agents_for(team, language))
            assert {agent.language for agent in agents_for(team, language)} == {language}
