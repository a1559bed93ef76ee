"""Which incidents an employee is shown beside the one they look at."""

from pathlib import Path
from uuid import UUID

import pytest

from backend.search.domain import Entry
from backend.search.reader import IndexReader
from backend.search.similar import MOST, similar
from shared.contracts.vocabulary import MessageKind
from tests.support.index import answer, incident, message, reader_of

POT = incident("La tetera llegó rota", "El asa de la tetera está partida por la mitad.")
TWIN = incident("Tetera rota al llegar", "Tiene el asa partida.")
COUSIN = incident("Una duda", "La tetera tiene el asa partida y llegó rota.")
BILL = incident("Cobro doble", "Me habéis cobrado dos veces el mismo pedido.")
NOTED = incident("Otra cosa", "…", [message("tetera rota, asa partida", MessageKind.NOTE)])
KNOWN = answer("Tetera rota con el asa partida", "Te mandamos otra.")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    # Words are rare or common only among many.
    others = [incident(f"Factura {number}", "No encuentro la factura del pedido.") for number in range(20)]
    return reader_of(tmp_path_factory.mktemp("index"), POT, TWIN, COUSIN, BILL, NOTED, KNOWN, *others)


def like(reader: IndexReader, entry: Entry) -> list[UUID] | None:
    found = similar(reader.searcher(), entry.key.id)
    return None if found is None else [one.id for one in found]


def test_the_most_like_come_first_and_never_itself(reader: IndexReader) -> None:
    assert like(reader, POT) == [TWIN.key.id, COUSIN.key.id]


def test_a_score_compares(reader: IndexReader) -> None:
    found = similar(reader.searcher(), POT.key.id)
    assert found
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_what_is_like_nothing_has_nothing_similar(reader: IndexReader) -> None:
    assert like(reader, NOTED) == []


def test_what_is_not_indexed_is_told_apart(reader: IndexReader) -> None:
    assert like(reader, incident("Nueva", "Acaba de llegar.")) is None


def test_there_are_never_more_than_a_glance_takes_in(tmp_path: Path) -> None:
    twins = [incident("La tetera llegó rota", "El asa está partida.") for _ in range(MOST + 3)]
    reader = reader_of(tmp_path, *twins, *(incident(f"Factura {n}", "El pedido.") for n in range(30)))
    assert len(like(reader, twins[0]) or ()) == MOST
