"""The composition root: everything is made and connected here, and nowhere else."""

import locale
import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.controllers.attachment_controller import AttachmentController
from desktop.controllers.carrier import Carrier
from desktop.controllers.choice_controller import ChoiceController
from desktop.controllers.desk import Desk
from desktop.controllers.editor_controller import EditorController
from desktop.controllers.file_controller import FileController
from desktop.controllers.gesture_controller import GestureController
from desktop.controllers.incident_controller import IncidentController
from desktop.controllers.notification_controller import NotificationController
from desktop.controllers.outbox_controller import OutboxController
from desktop.controllers.picking_controller import PickingController
from desktop.controllers.queue_controller import QueueController
from desktop.controllers.sender import Sender
from desktop.controllers.session_controller import SessionController
from desktop.controllers.shell_controller import ShellController
from desktop.controllers.side_controller import SideController
from desktop.controllers.undo_controller import UndoController
from desktop.services.addresses import Addresses
from desktop.services.api import Api
from desktop.services.background import Background
from desktop.services.draft_writer import DraftWriter
from desktop.services.files import Files
from desktop.services.knowledge import Knowledge
from desktop.services.live import Live, ReaderFactory
from desktop.services.notification_file import NotificationFile
from desktop.services.preferences import Preferences, drafts_folder, notifications_file
from desktop.services.session import Session
from desktop.services.similar import Similar
from desktop.services.staff import Staff
from desktop.services.waiting import wait
from desktop.services.wakefulness import Wakefulness
from desktop.state.person import Person
from desktop.state.texts import _
from desktop.state.undo import UNDO_S
from desktop.views.looks import SIZES, Looks
from desktop.views.main_window import MainWindow
from desktop.views.theme import Theme
from shared.clock import Clock, utc_now
from shared.contracts.vocabulary import Language
from shared.messaging.ports import EventsCallback, LiveReader, StateCallback
from shared.messaging.rabbit.stream import StreamReader

LAST_WORDS_MS = 3_000
"""So long the end of a session waits for what is on its way."""


class Workplace(QObject):
    """All that exists while one person is signed in: window, controllers, stream, drafts."""

    def __init__(self, person: Person, console: "Console") -> None:
        super().__init__()
        self.desk = Desk(person, console.clock, self)
        self.window = MainWindow(self.desk.model, person, console.clock)
        self.session = console.session
        self._api = Api(console.addresses.resolution_url, console.session, self)
        self._live = Live(console.reader_factory(person), self)
        self.drafts = DraftWriter(drafts_folder(person.id), self)
        self.shell = ShellController(person, self.window, console.looks, console.preferences)
        self.queue = QueueController(self.desk, self.window, self._api, self._live)
        self.background = Background(self)
        files = Files(console.addresses.files_url, console.session, self)
        self.files = FileController(self.desk, self.window, files, self.background)
        self.incidents = IncidentController(self.desk, self.window, self._api)
        similar = Similar(console.addresses.search_url, console.session, self)
        self.side = SideController(self.desk, self.window, self._api, similar, self.incidents)
        self.undo = UndoController(self.desk, self.window.undo, console.undo_s)
        self.outbox = OutboxController(self.desk, self.window.waiting)
        self._sender = Sender(self.desk, self._api, self.undo, self.outbox, self.window)
        self.editor = EditorController(self.desk, self.window, self._sender, self.drafts)
        self.attachments = AttachmentController(self.desk, self.window, self._sender, files, self.drafts)
        self.editor.draftShown.connect(self.attachments.show)
        staff = Staff(console.addresses.employees_url, console.session, self)
        choices = ChoiceController(self.desk, self.window, staff)
        knowledge = Knowledge(console.addresses.knowledge_url, console.session, self)
        picking = PickingController(self.desk, self.window, staff, knowledge)
        self.carrier = Carrier(self.desk, self.window, self._api, self.undo, self.outbox)
        self.gestures = GestureController(
            self.desk, self.window, self.carrier, self.incidents, choices, picking, self.undo
        )
        self.queue.fetched.connect(self.outbox.go_on)
        kept = NotificationFile(notifications_file(person.id), self.background, self)
        self.notifications = NotificationController(
            self.desk, self.window, self.incidents, self.queue, kept, console.preferences
        )
        self.notifications.follow(self._live)
        self.session.renewed.connect(self._live.renew)

    def start(self) -> None:
        """Show the window and follow the queue."""
        self.window.show()
        self.window.queue.table.setFocus()
        self.queue.start()

    def end(self) -> None:
        """Stop within a few seconds whatever is going on; what was typed is on the disk after it.

        What waits for its ten seconds goes out now: who has sent it does not expect to find it unsent.
        """
        self.undo.hurry()
        wait(lambda: self._sender.is_idle and self.carrier.is_idle, LAST_WORDS_MS)
        self.session.renewed.disconnect(self._live.renew)
        self.shell.remember()
        self.queue.stop()
        self.drafts.close()
        self.notifications.close()
        self.background.close()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()


class Console(QObject):
    """The application: the sign-in window, and a workplace for whoever is signed in."""

    def __init__(
        self,
        application: QApplication,
        addresses: Addresses,
        *,
        clock: Clock = utc_now,
        make_reader: "Callable[[Person], ReaderFactory] | None" = None,
        undo_s: float = UNDO_S,
    ) -> None:
        super().__init__()
        self.undo_s = undo_s
        self.addresses = addresses
        self.clock = clock
        self.preferences = Preferences()
        self.looks = Looks(application)
        self._set_looks()
        self.session = Session(addresses.employees_url, self)
        self.wakefulness = Wakefulness(clock, self)
        # The token has ended meanwhile, and without one the broker lets nobody in again.
        self.wakefulness.woke.connect(lambda: self.session.refresh(lambda _fresh: None))
        self.sign_in = SessionController(self.session, self.preferences, self.looks)
        self.workplace: Workplace | None = None
        self.reader_factory = make_reader or self._stream_reader
        self.sign_in.signedIn.connect(self._on_signed_in)
        self.session.ended.connect(self._on_ended)
        application.setQuitOnLastWindowClosed(False)
        application.aboutToQuit.connect(self.close)
        self.sign_in.window.closing.connect(application.quit)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.looks.follow_system)

    def start(self, email: str = "", password: str = "") -> None:
        """Ask who is there, or sign in at once with what is given."""
        if email:
            self.sign_in.window.email.setText(email)
        if email and password:
            self.sign_in.sign_in(email, password)
        else:
            self.sign_in.show()

    def close(self, then: Callable[[], None] = lambda: None) -> None:
        """End everything within a few seconds; call ``then`` when the service has been told."""
        if self.workplace:
            self.workplace.end()
            self.workplace = None
        self.session.sign_out(then)

    def _set_looks(self) -> None:
        kept = self.preferences
        self.looks.speak(kept.language or _system_language())
        chosen = kept.text("theme", Theme.SYSTEM)
        scale = kept.text("size", "1.0")
        self.looks.paint(
            Theme(chosen) if chosen in set(Theme) else Theme.SYSTEM,
            float(scale) if scale in map(str, SIZES) else 1.0,
        )

    def _on_signed_in(self, person: Person) -> None:
        if self.workplace:
            self.workplace.end()
        self.workplace = Workplace(person, self)
        self.workplace.shell.signOutAsked.connect(self._on_sign_out)
        self.workplace.window.closing.connect(self._on_closing)
        self.workplace.start()

    def _on_closing(self) -> None:
        # Later: the window is still in the middle of its own closing.
        QTimer.singleShot(0, self, lambda: self.close(QApplication.quit))

    def _on_sign_out(self) -> None:
        self._leave("")
        self.session.sign_out()

    def _on_ended(self) -> None:
        self._leave(_("Your session has ended. Sign in again; what you had written is kept."))

    def _leave(self, reason: str) -> None:
        # First the other window, so that the application never finds itself without one and ends.
        self.sign_in.show(reason)
        if self.workplace:
            self.workplace.end()
            self.workplace = None

    def _stream_reader(self, person: Person) -> ReaderFactory:
        def make(on_events: EventsCallback, on_state: StateCallback) -> LiveReader:
            return StreamReader(
                self.addresses.amqp_url,
                name=f"console {person.id}",
                password=self.session.own_token(),
                on_events=on_events,
                on_state=on_state,
            )

        return make


def _system_language() -> Language:
    """Return Spanish where the system speaks it, else English."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next(filter(None, names), locale.getlocale()[0] or "")
    return Language.SPANISH if chosen.lower().startswith("es") else Language.ENGLISH
