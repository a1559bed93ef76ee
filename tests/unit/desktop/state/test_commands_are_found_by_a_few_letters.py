import pytest

from desktop.state.palette import Command, found

COMMANDS = [
    Command("priority", "Cambiar la prioridad", "x"),
    Command("reply", "Responder", "x"),
    Command("resolve", "Dar por resuelta", "x"),
    Command("reply-resolve", "Responder y resolver", "x"),
    Command("reopen", "Reabrir", "x", obstacle="No se puede."),
]


def names(query: str) -> list[str]:
    return [one.name for one in found(query, COMMANDS)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("resp", "reply"),
        ("resu", "resolve"),
        ("y res", "reply-resolve"),
        ("ridad", "priority"),
        ("PRÍO", "priority"),
    ],
)
def test_the_best_fit_is_first(query: str, first: str) -> None:
    assert names(query)[0] == first


def test_letters_that_follow_each_other_are_enough() -> None:
    assert names("rdr") == ["reply", "reply-resolve"]


def test_nothing_typed_finds_all_with_the_impossible_last() -> None:
    assert names("") == ["priority", "reply", "resolve", "reply-resolve", "reopen"]
    assert names("re")[-1] == "reopen"


def test_what_fits_nothing_finds_nothing() -> None:
    assert names("zzz") == []
