"""Saved views and the search of the console at the real services: shared, counted live, found and opened."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.services.preferences import CONFIG_VARIABLE
from desktop.state.views import View
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.commands import CommentIncident, OpenIncident
from shared.contracts.envelope import Envelope
from shared.contracts.resources import Actor
from shared.contracts.topology import COMMANDS, command_key
from shared.contracts.views import SavedView, Sharing
from shared.contracts.vocabulary import ActorKind
from shared.ids import uuid7
from shared.messaging.rabbit.publisher import RabbitPublisher
from tests.support.console import PASSWORD, workplace
from tests.support.openings import opening
from tests.support.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.gui]
SignIn = Callable[[str], Workplace]
Send = Callable[[OpenIncident | CommentIncident], None]


@pytest.fixture
def word() -> str:
    """A word that nobody else has written."""
    return f"jarra{uuid4().hex[:8]}"


@pytest.fixture
def sign_in(
    stack: Stack, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SignIn]:
    """Take an agent of the team ``returns`` on, and seat them at a console of their own."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path))
    env, url = stack.environment(), f"{stack.url('employees')}/api/v1"
    proof = {"email": env["ADMIN_EMAIL"], "password": env["ADMIN_PASSWORD"]}
    token = httpx.post(f"{url}/sessions", json=proof, timeout=30).raise_for_status().json()["access_token"]
    admin = {"Authorization": f"Bearer {token}"}
    with ExitStack() as open_consoles:

        def seat(name: str) -> Workplace:
            email = f"{name.lower()}.{uuid4().hex[:8]}@lumbre.example"
            who = {"name": name, "email": email, "role": "agent", "language": "en", "teams": ["returns"]}
            body = {**who, "password": PASSWORD}
            httpx.post(f"{url}/employees", json=body, headers=admin, timeout=30).raise_for_status()
            return open_consoles.enter_context(workplace(stack, qapp, qtbot, email, PASSWORD))

        yield seat


@pytest.fixture
def send(stack: Stack) -> Iterator[Send]:
    """Leave a customer's command with the broker."""
    publisher = RabbitPublisher(stack.environment()["AMQP_URL"], "customers", patience=20)

    def publish(command: OpenIncident | CommentIncident) -> None:
        envelope = Envelope.wrap(command, id=uuid4(), source="webform", time=utc_now(), correlationid=uuid4())
        publisher.publish(COMMANDS, command_key(command), envelope).result(20)

    yield publish
    publisher.close()


def opened(send: Send, subject: str) -> UUID:
    """Have a customer open an incident with this subject."""
    command = opening(None).model_copy(update={"incident_id": uuid7(utc_now()), "subject": subject})
    send(command)
    return command.incident_id


def view_called(place: Workplace, name: str) -> View | None:
    return next((one for one in place.views.views if one.title() == name), None)


def kept(place: Workplace, name: str) -> SavedView | None:
    found = view_called(place, name)
    return found.saved if found else None


def test_a_view_that_is_shared_with_the_team_is_a_colleagues_too_and_counts_live(
    sign_in: SignIn, send: Send, word: str, qtbot: QtBot
) -> None:
    irene = sign_in("Irene")
    irene.window.top_bar.filter.setText(word)
    irene.saved_views.save(word)
    qtbot.waitUntil(lambda: irene.views.view.title() == word)
    mine = kept(irene, word)
    assert mine
    irene.saved_views.share(mine, Sharing.TEAM)
    qtbot.waitUntil(lambda: (found := kept(irene, word)) is not None and found.shared_with is Sharing.TEAM)

    pedro = sign_in("Pedro")
    qtbot.waitUntil(lambda: view_called(pedro, word) is not None)
    shared = view_called(pedro, word)
    assert shared
    assert shared.saved
    assert shared.saved.owner.name == "Irene"
    assert pedro.desk.counters[shared.id] == 0
    incident_id = opened(send, f"Una {word} rota")
    for one in (irene, pedro):
        qtbot.waitUntil(lambda one=one: one.desk.counters[shared.id] == 1)
    pedro.views.show_id(shared.id)
    assert pedro.desk.model.ids() == [incident_id]

    pedro.incidents.open(incident_id)
    qtbot.waitUntil(lambda: pedro.desk.detail is not None)
    pedro.gestures.perform("resolve")
    for one in (irene, pedro):
        qtbot.waitUntil(lambda one=one: one.desk.counters[shared.id] == 0)


def test_a_view_that_is_for_oneself_is_nobody_elses(sign_in: SignIn, word: str, qtbot: QtBot) -> None:
    irene = sign_in("Irene")
    irene.saved_views.save(word)
    qtbot.waitUntil(lambda: irene.views.view.title() == word)
    mine = kept(irene, word)
    assert mine
    irene.saved_views.rename(mine, f"{word} 2")
    qtbot.waitUntil(lambda: view_called(irene, f"{word} 2") is not None)
    pedro = sign_in("Pedro")
    pedro.saved_views.save(f"{word} of Pedro")  # once it is there, what came before it is there too
    qtbot.waitUntil(lambda: view_called(pedro, f"{word} of Pedro") is not None)
    assert view_called(pedro, f"{word} 2") is None


def test_a_customers_latest_words_are_found_everywhere_and_open_their_incident(
    place: Workplace, stack: Stack, send: Send, word: str, qtbot: QtBot
) -> None:
    incident_id = opened(send, "Algo de cristal")
    qtbot.waitUntil(lambda: incident_id in place.desk.queue.rows)
    marta = Actor(kind=ActorKind.CUSTOMER, name="Marta Ruiz")
    words = f"Era una {word} azul."
    send(CommentIncident(incident_id=incident_id, message_id=uuid4(), author=marta, text=words))
    asker = {"Authorization": f"Bearer {place.session.token()}"}
    search = f"{stack.url('search')}/api/v1/search"
    eventually(lambda: httpx.get(search, params={"q": word}, headers=asker, timeout=30).json()["total"] == 1)

    place.window.top_bar.filter.setText(word)
    assert place.desk.model.count == 0, "it is in no subject, so the list alone does not find it"
    place.gestures.perform("search")
    view = place.search.view
    qtbot.waitUntil(lambda: view.hits.count() == 1)
    assert words in view.hits.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(view.hits, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.desk.open_id == incident_id and place.desk.detail is not None)
    qtbot.waitUntil(lambda: words in place.window.incident.conversation.texts())
