import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import EmailStr, TypeAdapter, ValidationError

from backend.kit.email_form import NormalEmail, normal_email


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


LOCAL = st.text(st.characters(categories=("L", "M", "N")), min_size=1, max_size=40)


@given(local=LOCAL, domain=st.text(st.characters(categories=("L", "M")), min_size=1, max_size=5))
@example(local="\u0390", domain="a")
@example(local="\u01f0", domain="a")
@example(local="a\u00df\u0301", domain="stra\u00dfe")
@example(local="\u0149" * 40, domain="a")
def test_whatever_is_stored_is_what_is_looked_up(local, domain):
    written = f"{local}@{domain}.example"
    try:
        stored = TypeAdapter(NormalEmail).validate_python(written)
    except ValidationError:
        assume(False)
    assert stored == normal_email(written) == normal_email(stored)
    assert stored == TypeAdapter(NormalEmail).validate_python(stored)
