import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.contracts.macros import PLACEHOLDERS, MacroDraft, filled, placeholders_in

VALUES = {"customer": "Marta", "reference": "7K2M-4XQ9", "me": "Ana"}


def test_names_in_braces_are_replaced_and_what_is_unknown_here_becomes_nothing() -> None:
    assert (
        filled("Hola, {customer} ({reference}): pedido {order}.", VALUES)
        == "Hola, Marta (7K2M-4XQ9): pedido ."
    )


def test_values_are_never_filled_in_a_second_time() -> None:
    assert filled("{customer}", {"customer": "{me}", "me": "Ana"}) == "{me}"


def test_other_braces_stay() -> None:
    assert filled("a {b} {} {customer", VALUES) == "a {b} {} {customer"


@given(st.text())
def test_any_text_can_be_filled_in(text: str) -> None:
    left = filled(text, VALUES)
    if not set(placeholders_in(text)) & PLACEHOLDERS:
        assert left == text


def test_an_unknown_name_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValidationError, match=r"nothing is called \{name\}; there are \{customer\}, \{me\}"):
        MacroDraft(name="Saludo", texts={"es": "Hola, {name}"})  # type: ignore[dict-item]
