"""The composition root: everything is made and connected here, and nowhere else."""

import locale
import os
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.controllers.admin_controller import AdminController
from desktop.controllers.attachment_controller import AttachmentController
from desktop.controllers.availability_controller import AvailabilityController
from desktop.controllers.bulk_controller import BulkController
from desktop.controllers.carrier import Carrier
from desktop.controllers.choice_controller import ChoiceController
from desktop.controllers.desk import Desk
from desktop.controllers.editor_controller import EditorController
from desktop.controllers.file_controller import FileController
from desktop.controllers.gesture_controller import GestureController
from desktop.controllers.incident_controller import IncidentController
from desktop.controllers.list_menu_controller import ListMenuController
from desktop.controllers.outbox_controller import OutboxController
from desktop.controllers.picking_controller import PickingController
from desktop.controllers.presence_controller import PresenceController
from desktop.controllers.queue_controller import QueueController
from desktop.controllers.report_controller import ReportController
from desktop.controllers.saved_view_controller import SavedViewController
from desktop.controllers.search_controller import SearchController
from desktop.controllers.security_controller import SecurityController
from desktop.controllers.sender import Sender
from desktop.controllers.session_controller import SessionController
from desktop.controllers.shell_controller import ShellController
from desktop.controllers.undo_controller import UndoController
from desktop.controllers.view_controller import ViewController
from desktop.services.account import Account
from desktop.services.addresses import Addresses
from desktop.services.administration import Administration
from desktop.services.api import Api
from desktop.services.availability import AvailabilityService
from desktop.services.background import Background
from desktop.services.draft_writer import DraftWriter
from desktop.services.files import Files
from desktop.services.knowledge import Knowledge
from desktop.services.live import Live, ReaderFactory
from desktop.services.preferences import Preferences, drafts_folder
from desktop.services.presence import PresenceService
from desktop.services.saved_views import SavedViewService
from desktop.services.searching import Searching
from desktop.services.session import Session
from desktop.services.staff import Staff
from desktop.services.token_keeper import FindKeyring, TokenKeeper, system_keyring
from desktop.services.waiting import wait
from desktop.state.person import Person
from desktop.state.texts import _
from desktop.state.undo import UNDO_S
from desktop.views.looks import Looks
from desktop.views.main_window import MainWindow
from desktop.views.theme import Theme
from shared.clock import Clock, utc_now
from shared.contracts.vocabulary import Availability, Language
from shared.messaging.ports import EventsCallback, LiveReader, StateCallback, StreamState
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
        self._was_live = False
        self._api = Api(console.addresses.resolution_url, console.session, self)
        self._live = Live(console.reader_factory(person), self)
        self.drafts = DraftWriter(drafts_folder(person.id), self)
        self.shell = ShellController(person, self.window, console.looks, console.preferences)
        self.queue = QueueController(self.desk, self.window, self._api, self._live)
        self.views = ViewController(self.desk, self.window, self.queue, console.preferences)
        kept = SavedViewService(console.addresses.employees_url, console.session, self)
        self.saved_views = SavedViewController(person, self.window, self.views, kept)
        self.background = Background(self)
        files = Files(console.addresses.files_url, console.session, self)
        self.files = FileController(self.desk, self.window, files, self.background)
        self.incidents = IncidentController(self.desk, self.window, self._api)
        self.undo = UndoController(self.desk, self.window.undo, console.undo_s)
        self.outbox = OutboxController(self.desk, self.window.waiting)
        self._sender = Sender(self.desk, self._api, self.undo, self.outbox, self.window)
        self.editor = EditorController(self.desk, self.window, self._sender, self.drafts)
        self.attachments = AttachmentController(self.desk, self.window, self._sender, files, self.drafts)
        self.editor.draftShown.connect(self.attachments.show)
        self._take_gestures(console)
        self.session.renewed.connect(self._live.renew)

    def _take_gestures(self, console: "Console") -> None:
        """Make what the person does with keys and buttons, once what it works on is there."""
        staff = Staff(console.addresses.employees_url, console.session, self)
        choices = ChoiceController(self.desk, self.window, staff)
        knowledge = Knowledge(console.addresses.knowledge_url, console.session, self)
        picking = PickingController(self.desk, self.window, staff, knowledge)
        self.report = ReportController(self.window.report, self.incidents)
        self.carrier = Carrier(self.desk, self.window, self._api, self.undo, self.outbox, self.report)
        self.bulk = BulkController(self.desk, self.window.batch, self.carrier, self.undo, self.report)
        self.gestures = GestureController(
            self.desk, self.window, self.carrier, self.incidents, choices, picking, self.bulk
        )
        self.queue.completed.connect(self.outbox.go_on)
        searching = Searching(console.addresses.search_url, console.session, self)
        self.search = SearchController(self.window, searching, self.incidents)
        self.list_menu = ListMenuController(self.desk, self.window)
        self.gestures.also("undo", self.undo.undo)
        self.gestures.also("columns", self.list_menu.open)
        self.gestures.also("search", self.search.search)
        self.gestures.leave_first(self.search.close, lambda: self.search.is_open)
        presence = PresenceService(console.addresses.presence_url, console.session, self)
        self.presence = PresenceController(self.desk, self.window, presence, self._live)
        self._take_availability(console)
        administration = Administration(console.addresses.employees_url, console.session, self)
        self.admin = AdminController(
            self.desk.me, self.window, administration, staff, knowledge, console.clock
        )
        self.shell.administrationAsked.connect(self.admin.open)
        self.gestures.also("administration", self.admin.open)
        account = Account(console.addresses.employees_url, console.session, self)
        self.security = SecurityController(account, self.window, console.clock)
        self.shell.securityAsked.connect(self.security.open)
        self._live.stateChanged.connect(self._on_stream)

    def _take_availability(self, console: "Console") -> None:
        """Have the person say whether they take new incidents, in the menu and in the palette."""
        service = AvailabilityService(console.addresses.employees_url, console.session, self)
        turning = self.availability = AvailabilityController(self.desk.me, self.window, service)
        turning.changed.connect(self.shell.show_availability)
        self.shell.availabilityAsked.connect(turning.turn)
        for one in Availability:
            self.gestures.also(one, partial(turning.turn, one))

    def start(self) -> None:
        """Show the window and follow the queue."""
        self.window.show()
        self.window.queue.table.setFocus()
        self.views.start()
        self.saved_views.start()
        self.queue.start()

    def _on_stream(self, state: StreamState) -> None:
        """Ask whether the session is open still, where the broker has closed the connection."""
        was_live, self._was_live = self._was_live, state.kind in ("subscribed", "live")
        if was_live and state.kind == "offline":
            self.session.refresh(lambda _fresh: None)

    def end(self) -> None:
        """Stop within a few seconds whatever is going on; what was typed is on the disk after it.

        What waits for its ten seconds goes out now: who has sent it does not expect to find it unsent.
        """
        self.undo.hurry()
        wait(lambda: self._sender.is_idle and self.carrier.is_idle and self.bulk.is_idle, LAST_WORDS_MS)
        self.session.renewed.disconnect(self._live.renew)
        self.shell.remember()
        self.presence.stop()
        self.views.remember()
        self.queue.stop()
        self.drafts.close()
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
        find_keyring: FindKeyring = system_keyring,
    ) -> None:
        super().__init__()
        self.undo_s = undo_s
        self.addresses = addresses
        self.clock = clock
        self.preferences = Preferences()
        self.looks = Looks(application)
        self._set_looks()
        self.session = Session(addresses.employees_url, self)
        self._keeper = TokenKeeper(addresses.employees_url, find_keyring, self)
        self.sign_in = SessionController(self.session, self._keeper, self.preferences, self.looks)
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
            self.sign_in.start()

    def close(self, then: Callable[[], None] = lambda: None) -> None:
        """End everything within a few seconds; call ``then`` when the service has been told.

        A session that is kept stays open, for the next start.
        """
        if self.workplace:
            self.workplace.end()
            self.workplace = None
        if self.sign_in.keeps:
            self.session.leave()
            then()
        else:
            self.session.sign_out(then)
        self._keeper.close()

    def _set_looks(self) -> None:
        kept = self.preferences
        self.looks.speak(kept.language or _system_language())
        chosen = kept.text("theme", Theme.SYSTEM)
        scale = kept.text("size", "1.0")
        self.looks.paint(
            Theme(chosen) if chosen in set(Theme) else Theme.SYSTEM,
            float(scale) if scale in ("0.85", "1.25") else 1.0,
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
        self.sign_in.forget()
        self._leave("")
        self.session.sign_out()

    def _on_ended(self) -> None:
        self.sign_in.forget()
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
                name=f"console {person.id} {self.session.tag()}",
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
