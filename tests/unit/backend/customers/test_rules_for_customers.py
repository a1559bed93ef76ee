"""The rules of an account: what proves it, what changes it, and what is told of that."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from backend.customers.address import Address, Country, plausible_birth
from backend.customers.domain import (
    AccountState,
    Customer,
    Wish,
    changed,
    claims_of,
    difference,
    moved,
    pending,
    proved,
)
from shared.contracts.vocabulary import Language

AT = datetime(2026, 1, 2, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
EVA = Wish("Eva", "eva@example.com", Language.ENGLISH, "hash of hers")
HOME = Address(street="Calle Mayor 1", postal_code="28013", city="Madrid", country="ES")


def confirmed() -> Customer:
    return proved(pending(EVA, AT), AT, EVA)


def test_a_customers_token_opens_our_services_and_not_the_broker():
    customer = confirmed()
    claims = claims_of(customer, "s1", "ventanilla")
    assert claims["aud"] == "ventanilla"
    assert (claims["sub"], claims["email"], claims["language"]) == (customer.id, "eva@example.com", "en")
    assert not {"scope", "role", "teams"} & claims.keys()


def test_ids_are_never_the_same():
    ids = {pending(EVA, AT).id for _ in range(200)}
    assert len(ids) == 200
    assert all(found.startswith("c-") for found in ids)


def test_who_registers_has_no_password_until_the_mailbox_is_proved():
    customer = pending(EVA, AT)
    assert (customer.active, customer.password_hash) == (False, "")
    after = proved(customer, LATER, EVA)
    assert (after.active, after.password_hash, after.confirmed_at) == (True, EVA.password_hash, LATER)


def test_the_first_proof_takes_both_names_from_the_wish_whose_link_was_opened():
    squatted = pending(Wish("Mal", EVA.email, Language.SPANISH, surname="Hecho"), AT)
    after = proved(squatted, LATER, EVA)
    assert (after.name, after.surname) == ("Eva", None)
    own = proved(squatted, LATER, Wish("Eva", EVA.email, Language.SPANISH, surname="Ruiz"))
    assert own.full_name == claims_of(own, "s1", "ventanilla")["name"] == "Eva Ruiz"


def test_the_first_proof_drops_a_password_that_came_from_elsewhere():
    squatted = pending(EVA, AT).model_copy(
        update={"state": AccountState.ACTIVE, "password_hash": "of a stranger"}
    )
    assert proved(squatted, LATER).password_hash == ""


def test_a_later_proof_changes_nothing():
    customer = confirmed()
    assert proved(customer, LATER, Wish("Other", EVA.email, Language.SPANISH, "other")) is customer


def test_a_proof_does_not_open_what_the_staff_closed():
    blocked = pending(EVA, AT).model_copy(update={"state": AccountState.BLOCKED})
    assert proved(blocked, LATER).state is AccountState.BLOCKED
    assert moved(blocked, "new@example.com", LATER).state is AccountState.BLOCKED


def test_every_change_makes_a_version_and_none_makes_none():
    customer = confirmed()
    assert changed(customer, {"name": "Eve"}).version == customer.version + 1
    assert changed(customer, {"name": "Eva"}) is customer


def test_what_is_told_of_a_change_names_each_field_and_no_secret():
    before = confirmed()
    after = changed(before, {"surname": "Ruiz", "address": HOME, "password_hash": "another hash"})
    told = {one.field: (one.old, one.new) for one in difference(before, after)}
    assert told == {
        "surname": (None, "Ruiz"),
        "address.street": (None, "Calle Mayor 1"),
        "address.postal_code": (None, "28013"),
        "address.city": (None, "Madrid"),
        "address.country": (None, "ES"),
    }
    dropped = difference(before, changed(before, {"password_hash": ""}))
    assert [(one.field, one.old, one.new) for one in dropped] == [("password", "set", None)]


@pytest.mark.parametrize(
    ("born", "is_plausible"),
    [
        (date(2026, 1, 1), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 3), False),
        (date(1906, 1, 2), True),
        (date(1906, 1, 1), False),
        (date(2000, 2, 29), True),
    ],
)
def test_nobody_is_born_tomorrow_or_too_long_ago(born, is_plausible):
    assert plausible_birth(born, AT.date()) is is_plausible


@pytest.mark.parametrize("code", ["es", "XX", "EU", "ESP", "", "Ｅ"])
def test_a_country_is_one_of_iso_3166(code):
    with pytest.raises(ValidationError):
        TypeAdapter(Country).validate_python(code)
    assert TypeAdapter(Country).validate_python("ES") == "ES"
