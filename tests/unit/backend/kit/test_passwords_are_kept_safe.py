import pytest
from pydantic import TypeAdapter, ValidationError

from backend.kit.passwords import NewPassword, hash_password, is_password

GOOD = "correct horse battery"


def test_only_the_right_password_is_taken():
    kept = hash_password(GOOD)
    assert is_password(kept, GOOD)
    assert not is_password(kept, GOOD + " ")


def test_a_hash_is_argon2id_and_salted():
    first, second = hash_password(GOOD), hash_password(GOOD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert GOOD not in first


@pytest.mark.parametrize("kept", [None, "", "no hash"])
def test_with_nothing_usable_kept_no_password_is_right(kept):
    assert not is_password(kept, GOOD)
    assert not is_password(kept, "nobody has this password")


@pytest.mark.parametrize("wanted", ["", "short", "x" * 11, "aaaaaaaaaaaaaaaa", "ababababababab", "x" * 201])
def test_a_poor_password_is_not_taken(wanted):
    with pytest.raises(ValidationError):
        TypeAdapter(NewPassword).validate_python(wanted)


@pytest.mark.parametrize("wanted", [GOOD, "contraseña muy larga ñ", "密码密码甲乙丙丁戊己庚辛"])
def test_a_good_password_in_any_script_is_taken(wanted):
    assert is_password(hash_password(TypeAdapter(NewPassword).validate_python(wanted)), wanted)
