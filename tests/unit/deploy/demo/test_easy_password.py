"""The demo's password: easy to type, and the services take it."""

from pydantic import TypeAdapter

from backend.kit.passwords import NewPassword
from deploy.demo.people import easy_password


def test_the_rules_for_passwords_take_it() -> None:
    for _ in range(50):
        TypeAdapter(NewPassword).validate_python(easy_password())


def test_it_is_typed_with_letters_digits_and_dashes_only() -> None:
    assert all(part.isascii() and part.isalnum() for part in easy_password().split("-"))
