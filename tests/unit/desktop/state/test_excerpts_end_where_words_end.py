from desktop.state.excerpts import MOST_CHARACTERS, MOST_LINES, excerpt


def test_a_short_text_stays_as_it_is() -> None:
    assert excerpt(" Gracias.\n\nYa llegó. \n") == "Gracias.\n\nYa llegó."
    assert excerpt("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS


def test_a_long_text_ends_at_a_word_with_an_ellipsis() -> None:
    short = excerpt("La tetera llegó rota, otra vez. " * 20)
    assert short.endswith("…")
    assert len(short) <= MOST_CHARACTERS + 1
    assert short.removesuffix("…").split()[-1] in {"La", "tetera", "llegó", "rota", "otra", "vez"}


def test_many_lines_are_cut_too() -> None:
    assert excerpt("\n".join("abcdefg")) == "\n".join("abcdefg"[:MOST_LINES]) + "…"


def test_one_endless_word_is_cut_all_the_same() -> None:
    assert excerpt("x" * 1000) == "x" * MOST_CHARACTERS + "…"
