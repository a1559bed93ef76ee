"""How words are compared, and what becomes of what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.search.queries import NothingToFindError, understand
from backend.search.words import WORD, forms, is_filler


def are_alike(first: str, second: str) -> bool:
    one, other = forms(first), forms(second)
    assert one
    assert other
    return one.spanish == other.spanish or one.english == other.english


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("tetéra", "tetera"),
        ("Teteras", "tetera"),
        ("devoluciones", "devolución"),
        ("devoluciones", "devolucion"),
        ("DEVOLUCION", "devolución"),
        ("rota", "rotos"),
        ("dañado", "danada"),
        ("avería", "averia"),
        ("teapots", "teapot"),
        ("charged", "charging"),
    ],
)
def test_a_word_is_found_whatever_its_ending_and_its_accents(first: str, second: str) -> None:
    assert are_alike(first, second)


@pytest.mark.parametrize(("first", "second"), [("tetera", "cafetera"), ("refund", "return")])
def test_other_words_stay_other_words(first: str, second: str) -> None:
    assert not are_alike(first, second)


@pytest.mark.parametrize("word", ["la", "El", "también", "the", "of"])
def test_words_that_say_nothing_are_known_in_both_languages(word: str) -> None:
    assert is_filler(word)


def plain(words: object) -> list[str]:
    assert isinstance(words, tuple)
    return [word.plain for word in words]


def test_the_last_word_is_a_beginning_until_a_space_follows() -> None:
    typing, done = understand("tetera ro"), understand("tetera rota ")
    assert (plain(typing.words), typing.beginning and typing.beginning.plain) == (["tetera"], "ro")
    assert (plain(done.words), done.beginning) == (["tetera", "rota"], None)


def test_fillers_are_left_out_unless_there_is_nothing_else() -> None:
    assert plain(understand("la tetera de hierro ").words) == ["tetera", "hierro"]
    assert plain(understand("la ").words) == ["la"]


def test_what_is_in_quotes_stays_together() -> None:
    wanted = understand('"La tapa" rota')
    assert wanted.phrases == (("la", "tapa"),)
    assert wanted.beginning
    assert wanted.beginning.plain == "rota"


def test_an_address_is_looked_for_as_a_whole() -> None:
    assert understand("marta@example.org ").phrases == (("marta", "example", "org"),)


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("7F3K-9QX2", "7F3K9QX2"),
        ("7f3k9qx2", "7F3K9QX2"),
        ("7f3k 9qx2", "7F3K9QX2"),
        ("7f3k-", "7F3K"),
        ("oil1-7f3k", "01117F3K"),
        ("tetera rota", ""),
        ("7f3k-9qx2-1", ""),
    ],
)
def test_a_reference_is_known_in_any_spelling(typed: str, reference: str) -> None:
    assert understand(typed).reference == reference


@pytest.mark.parametrize("typed", ["", "   ", '""', "¿?¡!", "-- @ #", "🙃🙃", "x" * 300])
def test_without_a_word_there_is_nothing_to_look_for(typed: str) -> None:
    with pytest.raises(NothingToFindError):
        understand(typed)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_understood_or_refused(typed: str) -> None:
    try:
        wanted = understand(typed)
    except NothingToFindError:
        return
    assert wanted.words or wanted.phrases or wanted.beginning


@given(st.text(max_size=60))
def test_a_form_of_a_form_is_no_other_word(text: str) -> None:
    """Reading what was read already changes nothing: index and query meet."""
    for word in WORD.findall(text):
        found = forms(word)
        if found and WORD.fullmatch(found.plain) and (again := forms(found.plain)):
            assert again.plain == found.plain
