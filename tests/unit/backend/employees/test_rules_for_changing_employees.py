from datetime import UTC, datetime, timedelta

import pytest

from backend.employees.domain import Employee, LastAdminError, OwnAccountError, changed, turned, with_duties
from backend.employees.handlers import NewEmployee, claims_of, take_on
from shared.contracts.vocabulary import Availability, Language, Role

AT = datetime(2026, 1, 2, tzinfo=UTC)
OTHER = "e-zzzzzzzz"


def employee(role: Role = Role.AGENT, **fields: object) -> Employee:
    usual = NewEmployee("Ana", "ana@example.com", role, ("shipping",), Language.SPANISH, "hash")
    return take_on(usual, lambda: AT).model_copy(update=fields)


def test_what_is_not_mentioned_stays_and_the_version_grows():
    before = employee()
    after = before.model_copy(update={"name": "Eva", "version": before.version + 1})
    assert changed(before, OTHER, 1, name="Eva") == after


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.AGENT}])
def test_an_admin_cannot_disable_or_demote_themselves(change):
    admin = employee(Role.ADMIN)
    with pytest.raises(OwnAccountError):
        changed(admin, admin.id, 5, **change)


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.SUPERVISOR}])
def test_the_last_admin_stays(change):
    with pytest.raises(LastAdminError):
        changed(employee(Role.ADMIN), OTHER, 0, **change)


def test_one_admin_of_two_may_go():
    assert not changed(employee(Role.ADMIN), OTHER, 1, active=False).active


def test_a_disabled_employee_comes_back():
    assert changed(employee(active=False), OTHER, 1, active=True).active


def test_an_admin_may_change_their_own_name_even_as_the_last_one():
    admin = employee(Role.ADMIN)
    assert changed(admin, admin.id, 0, name="Eva").name == "Eva"


def test_ids_are_fit_for_a_broker_scope_and_never_the_same():
    ids = {employee().id for _ in range(200)}
    assert len(ids) == 200
    assert all(found.startswith("e-") and found[2:].isalnum() and found.islower() for found in ids)


def test_the_broker_lets_an_employee_read_the_stream_and_nothing_else():
    claims = claims_of(employee(), "s1", "ventanilla")
    assert claims["aud"] == ["ventanilla", "rabbitmq"]
    assert claims["scope"] == ["rabbitmq.read:ventanilla/live"]
    assert "client_id" not in claims


def test_who_says_the_same_again_has_been_so_since_they_first_said_it():
    away = turned(employee(), Availability.AWAY, AT)
    assert (away.available_since, away.version) == (AT, 2)
    assert turned(away, Availability.AWAY, AT + timedelta(minutes=5)) == away
    assert turned(away, Availability.OFF, AT + timedelta(minutes=5)).available_since > AT


def test_duties_are_replaced_as_a_whole():
    after = with_duties(employee(skills=("late",)), ("returns",), (Language.ENGLISH,), 3)
    assert (after.skills, after.languages, after.capacity) == (("returns",), (Language.ENGLISH,), 3)
    assert with_duties(after, (), (), None).capacity is None
