"""What ``resolution`` does with the commands of customers, in whatever state they find the incident."""

from uuid import UUID, uuid4

import pytest

from backend.incidents import rules
from backend.incidents.erased import erase
from backend.incidents.recording import UnknownIncidentError
from backend.resolution.handlers import customers_handler, erasures_handler
from shared.contracts.commands import (
    Command,
    CommentIncident,
    RateIncident,
    ReopenIncident,
    ResolveIncident,
    SubscribeIncident,
    UnsubscribeIncident,
)
from shared.contracts.resources import Actor, FileRef
from shared.contracts.vocabulary import State
from shared.messaging.worker import NotYetError, Task
from tests.support.messages import SAMPLES, enveloped
from tests.support.openings import ANA, MARTA, cause, first_change, later, opening
from tests.support.remembered import Remembered


class Desk:
    """One incident, and the handler."""

    def __init__(self) -> None:
        self.store = Remembered()
        change, why = first_change()
        self.store.open_many([(change, why)])
        self.id = change.incident.id
        self.forgotten: list[str] = []
        self._handle = customers_handler(self.store, self, later, UnknownIncidentError)

    def obey(self, *wishes: Command) -> None:
        """Hand commands over as the worker does."""
        self._handle([Task(enveloped(wish), wish) for wish in wishes])

    def customer(self, customer_id: str, by: Actor, correlation_id: UUID) -> int:
        """Note who is to be erased."""
        self.forgotten.append(customer_id)
        return 1

    def guest(self, email: str, by: Actor, correlation_id: UUID) -> int:
        """Note which address is to be forgotten."""
        self.forgotten.append(email)
        return 1

    def move(self, *moves: str) -> None:
        """Have Ana do something."""
        for move in moves:
            rule = erase if move == "erase" else getattr(rules, move)
            self.store.change(self.id, lambda found: rule(found, ANA, later()), cause())  # noqa: B023

    @property
    def state(self) -> State:
        return self.store.incidents[self.id].state

    def told(self) -> list[str]:
        """Return what the timeline tells."""
        return [change.entry().what for change in self.store.changes]

    def files(self) -> list[tuple[FileRef, ...]]:
        """Return the files of each message."""
        return [change.message.files for change in self.store.changes if change.message]

    def words(self) -> list[str]:
        """Return the conversation."""
        return [change.message.text for change in self.store.changes if change.message]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def comment(incident_id: UUID, text: str = "¿Hay noticias?") -> CommentIncident:
    return CommentIncident(incident_id=incident_id, message_id=uuid4(), author=MARTA, text=text)


def resolve(incident_id: UUID) -> ResolveIncident:
    return ResolveIncident(incident_id=incident_id, request_id=uuid4(), author=MARTA)


def reopen(incident_id: UUID, text: str = "Llegó otra rota.") -> ReopenIncident:
    return ReopenIncident(incident_id=incident_id, message_id=uuid4(), author=MARTA, text=text)


def test_words_join_the_conversation_in_the_order_in_which_they_came(desk: Desk) -> None:
    desk.obey(comment(desk.id, "Uno."), comment(desk.id, "Dos."))
    desk.obey(comment(desk.id, "Tres."))
    assert desk.words() == ["Uno.", "Dos.", "Tres."]


@pytest.mark.parametrize("make", [comment, resolve, reopen])
def test_a_wish_that_comes_twice_is_done_once(desk: Desk, make) -> None:  # type: ignore[no-untyped-def]
    wish = make(desk.id)
    desk.obey(wish, wish)
    desk.obey(wish)
    assert len(desk.store.changes) == 2


def test_the_customer_says_that_it_is_solved(desk: Desk) -> None:
    desk.obey(resolve(desk.id))
    assert desk.state is State.RESOLVED
    assert desk.store.changes[-1].event.actor == MARTA


@pytest.mark.parametrize("moves", [("resolve",), ("resolve", "close")])
def test_what_is_solved_already_needs_no_second_solution(desk: Desk, moves: tuple[str, ...]) -> None:
    desk.move(*moves)
    before = desk.store.incidents[desk.id]
    desk.obey(resolve(desk.id))
    assert desk.store.incidents[desk.id] == before


def test_the_customer_reopens_what_is_solved(desk: Desk) -> None:
    desk.move("resolve")
    desk.obey(reopen(desk.id))
    assert desk.state is State.OPEN
    assert (desk.told()[-1], desk.words()) == ("reopened", ["Llegó otra rota."])


def test_reopening_what_is_not_solved_is_a_comment(desk: Desk) -> None:
    desk.move("claim", "pause")
    desk.obey(reopen(desk.id))
    assert desk.state is State.ASSIGNED
    assert (desk.told()[-1], desk.words()) == ("commented", ["Llegó otra rota."])


@pytest.mark.parametrize("moves", [(), ("resolve",), ("resolve", "close")])
def test_the_files_of_who_reopens_stay_with_their_words(desk: Desk, moves: tuple[str, ...]) -> None:
    photo = FileRef(id=uuid4(), name="foto.jpg", media_type="image/jpeg", size=9)
    desk.move(*moves)
    desk.obey(reopen(desk.id).model_copy(update={"files": (photo,)}))
    assert desk.files() == [(photo,)]


def test_reopening_too_late_is_refused_and_the_words_are_kept(desk: Desk) -> None:
    desk.move("resolve", "close")
    desk.obey(reopen(desk.id))
    assert desk.state is State.CLOSED
    assert (desk.told()[-1], desk.words()) == ("request-refused", ["Llegó otra rota."])


def rate(incident_id: UUID, stars: int = 4) -> RateIncident:
    return RateIncident(incident_id=incident_id, request_id=uuid4(), author=MARTA, stars=stars)


def test_a_rating_of_what_is_solved_is_kept_and_the_latest_counts(desk: Desk) -> None:
    desk.move("resolve")
    desk.obey(rate(desk.id, 2), rate(desk.id, 5))
    rating = desk.store.incidents[desk.id].rating
    assert rating is not None
    assert rating.stars == 5


def test_a_rating_of_what_is_not_solved_came_too_early_and_changes_nothing_else(desk: Desk) -> None:
    desk.obey(rate(desk.id))
    assert desk.store.incidents[desk.id].rating is None
    assert desk.told()[-1] == "request-refused"


def test_the_word_of_a_rating_that_is_refused_is_kept(desk: Desk) -> None:
    desk.obey(rate(desk.id).model_copy(update={"word": "Muy amables."}))
    assert (desk.told()[-1], desk.words()) == ("request-refused", ["Muy amables."])


def test_mails_stop_and_come_again_as_the_customer_likes(desk: Desk) -> None:
    stop = UnsubscribeIncident(incident_id=desk.id, request_id=uuid4(), author=MARTA)
    desk.obey(stop, stop.model_copy(update={"request_id": uuid4()}))
    assert not desk.store.incidents[desk.id].is_subscribed
    desk.obey(SubscribeIncident(incident_id=desk.id, request_id=uuid4(), author=MARTA))
    assert desk.store.incidents[desk.id].is_subscribed
    assert desk.told() == ["opened", "unsubscribed", "subscribed"]


def test_a_wish_for_an_incident_that_is_not_open_yet_waits_for_it(desk: Desk) -> None:
    with pytest.raises(NotYetError, match="is not open yet"):
        desk.obey(comment(opening().incident_id))


def test_a_command_of_another_service_is_an_error(desk: Desk) -> None:
    foreign = SAMPLES["incident.open"]
    assert isinstance(foreign, Command)
    with pytest.raises(TypeError, match=r"does not know incident\.open"):
        desk.obey(foreign)


def test_a_guest_is_forgotten_by_their_address(desk: Desk) -> None:
    wish = SAMPLES["person.forget"]
    assert isinstance(wish, Command)
    desk.obey(wish)
    assert desk.forgotten == ["marta@example.org"]


@pytest.mark.parametrize("kind", ["comment", "resolve", "reopen", "rate", "subscribe", "unsubscribe"])
def test_what_is_wished_of_an_erased_incident_changes_nothing(desk: Desk, kind: str) -> None:
    desk.move("erase")
    wish = SAMPLES[f"incident.{kind}"].model_copy(update={"incident_id": desk.id})
    assert isinstance(wish, Command)
    desk.obey(wish)
    assert desk.told() == ["opened", "erased"]
    assert desk.words() == []


def test_an_erased_customer_is_forgotten_by_their_id(desk: Desk) -> None:
    event = SAMPLES["customer.erased"]
    erasures_handler(desk)([Task(enveloped(event), event)])
    assert desk.forgotten == ["c-9f2c41d07b"]
