"""What an employee finds in a small index."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.search.domain import Shown
from backend.search.excerpts import LONGEST, excerpt
from backend.search.queries import NothingToFindError, staff_query, understand
from backend.search.reader import IndexReader
from backend.search.suggesting import found
from shared.contracts.vocabulary import MessageKind, State
from tests.support.index import answer, incident, message, reader_of

REFERENCE = "7F3K-9QX2"
POT = incident(
    "La tetera llegó rota",
    "Al abrir la caja, la tapa estaba partida.",
    [message("Te enviamos otra mañana."), message("Cliente habitual, con cariño", MessageKind.NOTE)],
    reference=REFERENCE,
    order_number="2026-48213",
)
CUPS = incident("Two cups are missing", "I ordered six teacups", name="John Doe", email="john@example.com")
CHARGE = incident(
    "Doble cobro",
    "Me han cobrado la tetera dos veces",
    state=State.RESOLVED,
    category="billing",
    tags=("lote-17", "reembolso"),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    directory = tmp_path_factory.mktemp("index")
    return reader_of(directory, POT, CUPS, CHARGE, answer("Tetera rota", "Te mandamos otra."))


def find(
    reader: IndexReader, typed: str, state: State | None = None, category: str | None = None
) -> list[Shown]:
    query = staff_query(understand(typed), state, category)
    total, hits = found(reader.searcher(), query, 10)
    assert total == len(hits)
    return [shown for shown, _ in hits]


def subjects(reader: IndexReader, typed: str) -> set[str]:
    return {shown.texts[next(iter(shown.texts))].title for shown in find(reader, typed)}


@pytest.mark.parametrize(
    "typed",
    [
        "7F3K-9QX2",
        "7f3k9qx2",
        "7f3k",
        "7F3K-9Q",
        "tetéra rotas ",
        "TETERA rot",
        "enviamos",
        '"la tapa estaba"',
        "marta@example.org",
        "marta ruiz tapa ",
        "2026-48213",
        "48213",
        "cariño",
        "cliente habitual",
    ],
)
def test_an_incident_is_found_by_all_that_one_may_remember(reader: IndexReader, typed: str) -> None:
    assert "La tetera llegó rota" in subjects(reader, typed)


@pytest.mark.parametrize("typed", ["tetera taza ", '"tapa la"', "rota cobro ", "7F3K-9QX3", "zz"])
def test_what_does_not_fit_whole_is_not_found(reader: IndexReader, typed: str) -> None:
    assert find(reader, typed) == []


def test_only_incidents_are_found_and_the_reference_comes_first(reader: IndexReader) -> None:
    assert len(find(reader, "tetera")) == 2
    assert find(reader, REFERENCE)[0].reference == REFERENCE


def test_state_and_category_narrow_the_search(reader: IndexReader) -> None:
    assert [shown.key for shown in find(reader, "tetera", State.RESOLVED)] == [str(CHARGE.key)]
    assert [shown.key for shown in find(reader, "tetera", category="billing")] == [str(CHARGE.key)]
    assert find(reader, "tetera", State.CLOSED) == []


def marked(shown: Shown, typed: str) -> list[str]:
    made = excerpt(shown, understand(typed))
    return [made.text[mark.start : mark.end] for mark in made.highlights]


def test_the_excerpt_marks_what_was_found_where_it_stands() -> None:
    assert marked(POT.shown, "tapas parti") == ["tapa", "partida"]
    assert marked(POT.shown, '"la caja"') == ["la", "caja", "la"]
    assert marked(POT.shown, "Marta") == []


def test_a_note_is_shown_as_one_and_only_where_nothing_else_was_found() -> None:
    assert excerpt(POT.shown, understand("habitual")).is_note
    assert not excerpt(POT.shown, understand("enviamos habitual")).is_note


def test_a_conversation_of_any_length_is_found(tmp_path: Path) -> None:
    talk = [message("palabra " * 1200, version=number) for number in range(2, 30)]
    long = incident("Largo", "Empieza aquí", [*talk, message("y aquí acaba")])
    assert [shown.key for shown in find(reader_of(tmp_path, long), "acaba")] == [str(long.key)]


def test_a_long_conversation_is_cut_around_what_was_found() -> None:
    long = incident("Largo", "uno dos tres " * 200 + "la tapa partida " + "cuatro cinco " * 200)
    made = excerpt(long.shown, understand("tapa partida"))
    assert "tapa partida" in made.text
    assert made.text.startswith("… ")
    assert made.text.endswith(" …")
    assert len(made.text) <= LONGEST + 4


@given(st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_whatever_breaks_the_search(reader: IndexReader, typed: str) -> None:
    try:
        wanted = understand(typed)
    except NothingToFindError:
        return
    for shown, _ in found(reader.searcher(), staff_query(wanted), 10)[1]:
        excerpt(shown, wanted)


@given(st.text(min_size=1, max_size=200))
@settings(max_examples=50)
def test_marks_lie_inside_the_excerpt(text: str) -> None:
    entry = incident("Algo", text + " tapa " + text)
    made = excerpt(entry.shown, understand("tapa"))
    assert all(0 <= mark.start < mark.end <= len(made.text) for mark in made.highlights)
    assert all("tapa" in made.text[mark.start : mark.end].lower() or mark for mark in made.highlights)


def test_every_entry_is_found_again_by_its_key(reader: IndexReader, tmp_path: Path) -> None:
    keys = {shown.key for shown in find(reader, "tetera")}
    assert keys == {str(POT.key), str(CHARGE.key)}
    assert isinstance(POT.key.id, UUID)


@pytest.mark.parametrize("typed", ["lote-17", "lote", "REEMBOLSO ", "reemb"])
def test_a_tag_finds_what_has_it(reader: IndexReader, typed: str) -> None:
    assert subjects(reader, typed) == {"Doble cobro"}
