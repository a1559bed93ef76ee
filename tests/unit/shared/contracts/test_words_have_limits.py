"""What a text may be: lengths, lines, and no character that hides or forges anything."""

import sys
import unicodedata
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.contracts.resources import Contact
from shared.contracts.vocabulary import (
    NAME_MAX,
    ORDER_MAX,
    PRODUCT_MAX,
    SUBJECT_MAX,
    TAG_MAX,
    TEXT_MAX,
    CustomerId,
    EmployeeId,
    Name,
    OrderNumber,
    Product,
    Reference,
    Slug,
    Subject,
    Tag,
    Text,
)

LINES = [(Subject, SUBJECT_MAX), (Name, NAME_MAX), (OrderNumber, ORDER_MAX), (Product, PRODUCT_MAX)]


def read(kind: Any, value: Any) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refused(kind: Any, value: Any) -> bool:
    try:
        read(kind, value)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(("kind", "longest"), [*LINES, (Text, TEXT_MAX)])
def test_a_text_has_at_least_one_character_and_at_most_its_limit(kind: Any, longest: int) -> None:
    assert read(kind, "ñ" * longest) == "ñ" * longest
    assert read(kind, "  ñ  ") == "ñ"
    assert refused(kind, "ñ" * (longest + 1))
    assert refused(kind, "")
    assert refused(kind, " \t ")


@pytest.mark.parametrize(("kind", "_longest"), LINES)
@pytest.mark.parametrize("char", ["\n", "\r", "\t", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_line_is_one_line_without_control_characters(kind: Any, _longest: int, char: str) -> None:
    assert refused(kind, f"a{char}b")


@pytest.mark.parametrize("char", ["\x00", "\x08", "\x1b", "\x7f", "\x9f", "\ud800"])
def test_a_text_has_lines_and_tabs_but_nothing_that_hides(char: str) -> None:
    assert read(Text, "uno\n\tdos") == "uno\n\tdos"
    assert refused(Text, f"a{char}b")


@pytest.mark.parametrize("written", ["uno\r\ndos", "uno\rdos", "uno\ndos"])
def test_lines_end_alike_wherever_they_were_written(written: str) -> None:
    assert read(Text, written) == "uno\ndos"


@pytest.mark.parametrize("text", ["Ñandú", "名前", "👩‍👧", "e\u0301", "a\u00a0b"])
def test_people_write_as_they_like(text: str) -> None:
    assert read(Name, text) == text


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            Slug,
            ["damaged", "wrong-item", "a"],
            ["", "Damaged", "a.b", "a*", "9a", "-a", "a" * 41, "a\n", "ñ"],
        ),
        (
            EmployeeId,
            ["e-4b1d90aa2c"],
            ["e-", "c-4b1d90aa2c", "e-4b1d90a*2c", "e-4B1D90AA2C", "e-12345678\n"],
        ),
        (CustomerId, ["c-9f2c41d07b"], ["c-1", "e-9f2c41d07b", "c-9f2c41d07b.x"]),
        (Reference, ["7F3K-9QX2"], ["7F3K9QX2", "7f3k-9qx2", "7F3K-9QXI", "7F3K-9QX2 "]),
    ],
)
def test_words_for_machines_have_one_form(kind: Any, good: list[str], bad: list[str]) -> None:
    assert [read(kind, value) for value in good] == good
    assert [value for value in bad if not refused(kind, value)] == []


@pytest.mark.parametrize(
    "email", ["marta", "marta@", "@example.org", "a@b@example.org", "marta@example.org\n.es", ""]
)
def test_an_address_must_be_one(email: str) -> None:
    with pytest.raises(ValidationError):
        Contact(name="Marta Ruiz", email=email)


@pytest.mark.parametrize("value", [7, None, ["Marta"], {"$ne": None}, b"\xff"])
def test_a_text_is_a_text_and_nothing_else(value: Any) -> None:
    assert refused(Name, value)


def test_of_all_characters_just_halves_and_controls_are_refused() -> None:
    def forges(char: str) -> bool:
        return unicodedata.category(char) in {"Cc", "Cs"} and char not in "\t\n\r"

    everything = [f"a{chr(code)}a" for code in range(sys.maxunicode + 1)]
    text = TypeAdapter(list[Text])
    assert text.validate_python([one for one in everything if not forges(one[1])])
    assert all(refused(Text, one) for one in everything if forges(one[1]))


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Lote-17", "lote-17"), (" DEVOLUCIÓN\u200b ", "devolución"), ("nin\u0303o", "niño"), ("日本", "日本")],
)
def test_a_tag_has_one_form_however_it_is_written(written: str, kept: str) -> None:
    assert read(Tag, written) == kept


@pytest.mark.parametrize(
    "wrong", ["", " ", "two words", "-lote", "lote-", "a--b", "a_b", "#lote", "a,b", "x" * (TAG_MAX + 1), 7]
)
def test_a_tag_is_one_word(wrong: Any) -> None:
    assert refused(Tag, wrong)
