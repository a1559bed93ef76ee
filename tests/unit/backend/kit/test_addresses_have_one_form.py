import unicodedata

import pytest
from pydantic import EmailStr, TypeAdapter

from backend.kit.sign_in import normal_email


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana@Example.com", " ana@example.COM "),
        ("josé@example.com", unicodedata.normalize("NFD", "josé@example.com")),
        ("ana@españa.example", "ana@xn--espaa-rta.example"),
    ],
)
def test_two_spellings_of_one_address_are_equal(one, other):
    assert normal_email(one) == normal_email(other)


@pytest.mark.parametrize(
    "written", ["Ana@Example.com", "jose\u0301@example.com", "ana@xn--espaa-rta.example"]
)
def test_who_registers_with_an_address_is_found_with_it(written):
    registered = normal_email(TypeAdapter(EmailStr).validate_python(written))
    assert normal_email(written) == registered == normal_email(registered)


@pytest.mark.parametrize("written", ["", "nobody", "a@b@c", "x" * 254, "\u0000", "a@-.."])
def test_what_is_no_address_is_nobodys_and_no_crash(written):
    assert normal_email(written) == written.strip().casefold()
