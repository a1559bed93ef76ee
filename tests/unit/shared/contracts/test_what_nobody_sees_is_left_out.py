"""Hidden characters neither make a text nor turn one around, and no way of writing loses by that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.contracts.vocabulary import Email, Name, OrderNumber, Product, Subject, Text
from shared.contracts.wording import cleaned

KINDS = [Subject, Name, OrderNumber, Product, Text]
INVISIBLE = [
    *("\u200b", "\u2060", "\ufeff", "\u00ad", "\u2800", "\u3164", "\u115f", "\u180e", "\u034f", "\u00a0"),
    *("\u200c\u200d", "\u200e\u200f", "\u202e", "\u2066 \u2069", "\ufe0f", "\u0301", "\U000e0041"),
]
DIRECTIONS = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", INVISIBLE)
def test_a_text_of_which_nothing_is_seen_is_no_text(kind: object, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(text * 3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_nothing_turns_the_direction_of_what_follows(kind: object, direction: str) -> None:
    assert TypeAdapter(kind).validate_python(f"A{direction}654") == "A654"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\ufeff", "\u00ad", " \u2800", "\u3164 "])
def test_blanks_at_the_ends_are_left_out_whatever_they_are_made_of(kind: object, hidden: str) -> None:
    assert TypeAdapter(kind).validate_python(f"{hidden}A 1{hidden}") == "A 1"


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👧‍👦 ❤️ 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # joined, varied, tagged
        "می\u200cخواهم",  # Persian, with a joiner kept away
        "السلام عليكم\u200f!",
        "क्\u200dष",
        "שָׁלוֹם",
        "Ñandú, e\u0301",
        "⠓⠕⠇⠁",
    ],
)
def test_every_writing_survives(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "written", ["marta@example.com\u200b", "\ufeffmarta@example.com", "mar\u00adta@example.com"]
)
def test_an_address_is_the_one_that_is_seen(written: str) -> None:
    assert TypeAdapter(Email).validate_python(written) == "marta@example.com"


@given(st.text(st.sampled_from(["a", " ", "\r", "\n", "\u2800", "\u200b", "\u200d", "\u202e", "\u0301"])))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
