"""The words by which a customer is found."""

from datetime import UTC, datetime

import pytest

from backend.customers.domain import Wish, pending
from backend.customers.finding import folded, keys_of, order_of, words_of
from shared.contracts.vocabulary import Language

JOSE = pending(
    Wish("José María", "jose@example.com", Language.SPANISH, surname="Núñez"),
    datetime(2026, 1, 2, tzinfo=UTC),
)


def test_case_and_accents_make_no_difference():
    assert folded("JOSÉ Núñez") == folded("jose nunez")


def test_each_word_of_the_name_finds_and_the_whole_address():
    assert keys_of(JOSE) == ["jose", "jose@example.com", "maria", "nunez"]
    assert order_of(JOSE) == "jose maria nunez"


@pytest.mark.parametrize(
    ("asked", "words"), [("", []), ("  José  NUN ", ["jose", "nun"]), ("a b c d e f g", list("abcde"))]
)
def test_a_question_is_a_few_words(asked, words):
    assert words_of(asked) == words
