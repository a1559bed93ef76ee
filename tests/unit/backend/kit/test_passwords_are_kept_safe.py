import time

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from pydantic import BaseModel, TypeAdapter, ValidationError

from backend.kit.passwords import LONGEST, NewPassword, hash_password, is_password

GOOD = "correct horse battery"


class Account(BaseModel):
    name: str
    email: str
    password: NewPassword


def test_only_the_right_password_is_taken():
    kept = hash_password(GOOD)
    assert is_password(kept, GOOD)
    assert not is_password(kept, GOOD + " ")


def test_a_hash_is_argon2id_and_salted():
    first, second = hash_password(GOOD), hash_password(GOOD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert GOOD not in first


def test_each_guess_costs_what_the_rfc_asks_for():
    cost, asked = extract_parameters(hash_password(GOOD)), RFC_9106_LOW_MEMORY
    assert (cost.memory_cost, cost.time_cost, cost.parallelism) == (
        asked.memory_cost,
        asked.time_cost,
        asked.parallelism,
    )


@pytest.mark.parametrize("kept", [None, "", "no hash"])
def test_with_nothing_usable_kept_no_password_is_right(kept):
    assert not is_password(kept, GOOD)
    assert not is_password(kept, "nobody has this password")


@pytest.mark.parametrize("wanted", ["", "short", "x" * 11, "aaaaaaaaaaaaaaaa", "ababababababab", "x" * 201])
def test_a_poor_password_is_not_taken(wanted):
    with pytest.raises(ValidationError):
        TypeAdapter(NewPassword).validate_python(wanted)


@pytest.mark.parametrize(
    "wanted",
    ["password1234", "P@ssw0rd1234!", "123456789012", "qwertyuiop12", "contraseña1234", "Ventanilla2026"],
)
def test_a_password_that_everybody_would_try_is_not_taken(wanted):
    with pytest.raises(ValidationError, match="too easy to guess"):
        TypeAdapter(NewPassword).validate_python(wanted)


@pytest.mark.parametrize(
    "wanted", ["Hortensia1985", "zubizarreta 24", "hortensiazubizarreta", "HORTENSIA@tetera.es"]
)
def test_who_one_is_makes_no_password(wanted):
    with pytest.raises(ValidationError, match="too easy to guess"):
        Account(name="Hortensia Zubizarreta", email="hortensia@tetera.es", password=wanted)
    assert Account(name="Hortensia Zubizarreta", email="hortensia@tetera.es", password=GOOD)


def test_whoever_sends_a_nasty_password_keeps_nobody_waiting():
    began = time.process_time()
    nasty = "4@8({[<369&#!1/|0$5+7%2abcegilostxz" * 6
    TypeAdapter(NewPassword).validate_python(nasty[:LONGEST])
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize("wanted", [GOOD, "contraseña muy larga ñ", "密码密码甲乙丙丁戊己庚辛"])
def test_a_good_password_in_any_script_is_taken(wanted):
    assert is_password(hash_password(TypeAdapter(NewPassword).validate_python(wanted)), wanted)
