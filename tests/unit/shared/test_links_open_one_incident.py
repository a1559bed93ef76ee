"""The key of a link opens its incident and nothing else."""

import string
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ids import reference_of
from shared.links import Links

LINKS = Links("a secret")
INCIDENT = uuid4()
ALPHABET = f"{string.ascii_letters}{string.digits}-_"


def test_a_key_opens_its_incident() -> None:
    assert LINKS.open(reference_of(INCIDENT), LINKS.key_of(INCIDENT)) == INCIDENT


def test_a_key_opens_no_other_reference() -> None:
    assert LINKS.open(reference_of(uuid4()), LINKS.key_of(INCIDENT)) is None


def test_a_key_made_with_another_secret_opens_nothing() -> None:
    assert LINKS.open(reference_of(INCIDENT), Links("another").key_of(INCIDENT)) is None


@pytest.mark.parametrize("place", range(43))
def test_a_key_with_one_altered_character_opens_nothing(place: int) -> None:
    key = LINKS.key_of(INCIDENT)
    for other in set(ALPHABET) - {key[place]}:
        assert LINKS.open(reference_of(INCIDENT), key[:place] + other + key[place + 1 :]) is None


@given(st.text(max_size=80))
def test_whatever_is_no_key_opens_nothing(text: str) -> None:
    assert LINKS.open(reference_of(INCIDENT), text) is None


def test_the_addresses_of_an_incident_carry_its_key() -> None:
    page = LINKS.page("https://shop.example", INCIDENT)
    assert page == f"https://shop.example/incidents/{reference_of(INCIDENT)}?key={LINKS.key_of(INCIDENT)}"
    assert LINKS.rating("https://shop.example", INCIDENT) == f"{page}#rating"
    assert LINKS.mails_off("https://shop.example", INCIDENT) == page.replace("?", "/unsubscription?")
