"""What is suggested to somebody who writes, and what never is."""

import pytest

from backend.search.reader import IndexReader
from backend.search.suggesting import Occasion, suggestions
from shared.contracts.knowledge import AnswerText, SuggestionKind
from shared.contracts.vocabulary import Language, MessageKind, State
from tests.support.index import answer, incident, known, message, reader_of

BROKEN = answer(
    "·",
    "·",
    category="damaged",
    texts={
        Language.SPANISH: AnswerText(
            title="Mi pedido llegó roto: ¿qué hago?",
            body="Haz una foto del producto roto y de la caja. Te mandamos otro sin coste.",
        ),
        Language.ENGLISH: AnswerText(
            title="My order arrived broken: what now?", body="Take a photo. We send another one for free."
        ),
    },
)
RETURN = answer(
    "Cómo devolver un producto", "Tienes 30 días para la devolución. Imprime la etiqueta.", category="returns"
)
DRAFT = answer("Llegó roto, borrador", "No publicado: roto, roto, roto.", is_published=False)
STRIKE = known(
    ("Huelga de reparto en Sevilla", "Los envíos a Sevilla llegan con retraso."),
    ("Delivery strike in Seville", "Parcels to Seville are late."),
    category="late",
)
OWN = incident("La tetera llegó rota", "El asa de la tetera está partida.", customer_id="c-martamarta")
CLOSED = incident("La tetera llegó rota otra vez", "Rota.", customer_id="c-martamarta", state=State.CLOSED)
NOTED = incident(
    "Otra cosa",
    "Una duda",
    [message("tetera rota zafiro", MessageKind.NOTE)],
    customer_id="c-martamarta",
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    others = [incident(f"La tetera {number} llegó rota", "Tetera rota") for number in range(20)]
    directory = tmp_path_factory.mktemp("index")
    return reader_of(directory, BROKEN, RETURN, DRAFT, STRIKE, OWN, CLOSED, NOTED, *others)


def suggest(reader: IndexReader, text: str, **more: object) -> list[tuple[SuggestionKind, str]]:
    occasion = Occasion(text, **more)  # type: ignore[arg-type]
    return [(each.kind, each.title) for each in suggestions(reader.searcher(), occasion)]


def titles(reader: IndexReader, text: str, **more: object) -> list[str]:
    return [title for _, title in suggest(reader, text, **more)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("El paquete me ha llegado roto, ¿qué tengo que hacer?", "Mi pedido llegó roto: ¿qué hago?"),
        ("quiero devolver un producto", "Cómo devolver un producto"),
        ("Los envios a Sevilla, ¿van con retraso?", "Huelga de reparto en Sevilla"),
    ],
)
def test_what_fits_is_suggested(reader: IndexReader, text: str, title: str) -> None:
    assert titles(reader, text)[:1] == [title]


def test_titles_come_in_the_language_that_is_asked_for(reader: IndexReader) -> None:
    text = "My teapot arrived broken, what now?"
    assert titles(reader, text, language=Language.ENGLISH)[0] == "My order arrived broken: what now?"
    assert titles(reader, "devolver un producto", language=Language.ENGLISH) == ["Cómo devolver un producto"]


@pytest.mark.parametrize(
    "text",
    ["", "asdf qwer zxcv", "xqzt pedido blorp", "la de el que", "hola", "🙃", "a", "roto blorp xqzt fgh"],
)
def test_nonsense_suggests_nothing(reader: IndexReader, text: str) -> None:
    assert suggest(reader, text) == []


def test_a_customer_is_reminded_of_their_own_open_incident(reader: IndexReader) -> None:
    found = suggestions(reader.searcher(), Occasion("La tetera llegó rota", customer_id="c-martamarta"))
    own = [each for each in found if each.kind is SuggestionKind.OWN_INCIDENT]
    assert [(each.id, each.reference) for each in own] == [(OWN.key.id, OWN.shown.reference)]


@pytest.mark.parametrize("customer_id", [None, "c-somebodyelse"])
def test_nobody_hears_of_the_incidents_of_others(reader: IndexReader, customer_id: str | None) -> None:
    kinds = {kind for kind, _ in suggest(reader, "La tetera llegó rota", customer_id=customer_id)}
    assert SuggestionKind.OWN_INCIDENT not in kinds


def test_notes_never_lead_to_a_suggestion(reader: IndexReader) -> None:
    found = suggest(reader, "zafiro tetera rota", customer_id="c-martamarta")
    assert "Otra cosa" not in [title for _, title in found]


def test_there_are_at_most_three_and_the_best_is_first(reader: IndexReader) -> None:
    text = "tetera rota devolver producto Sevilla retraso pedido llegó roto"
    found = suggestions(reader.searcher(), Occasion(text, customer_id="c-martamarta"))
    assert len(found) <= 3
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_the_same_category_weighs_more(reader: IndexReader) -> None:
    def score(category: str) -> float:
        return suggestions(reader.searcher(), Occasion("ha llegado roto", category))[0].score

    assert score("damaged") > score("billing")
