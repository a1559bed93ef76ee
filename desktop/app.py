"""The composition root: the application, its sign-in window, and a workplace for whoever is signed in."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.controllers.session_controller import SessionController
from desktop.services.addresses import Addresses
from desktop.services.live import ReaderFactory
from desktop.services.preferences import Preferences, system_language
from desktop.services.session import Session
from desktop.services.token_keeper import FindKeyring, TokenKeeper, system_keyring
from desktop.services.wakefulness import Wakefulness
from desktop.state.person import Person
from desktop.state.texts import _
from desktop.state.undo import UNDO_S
from desktop.views.looks import SIZES, Looks
from desktop.views.theme import Theme
from desktop.workplace import Workplace
from shared.clock import Clock, utc_now
from shared.messaging.ports import EventsCallback, LiveReader, StateCallback
from shared.messaging.rabbit.stream import StreamReader


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
        self._is_closed = False
        self.addresses = addresses
        self.clock = clock
        self.preferences = Preferences()
        self.looks = Looks(application)
        self._set_looks()
        self.session = Session(addresses.employees_url, self)
        self._keeper = TokenKeeper(addresses.employees_url, find_keyring, self)
        self.wakefulness = Wakefulness(clock, self)
        # The token has ended meanwhile, and without one the broker lets nobody in again.
        self.wakefulness.woke.connect(lambda: self.session.refresh(lambda _fresh: None))
        self.sign_in = SessionController(self.session, self._keeper, self.preferences, self.looks)
        self.workplace: Workplace | None = None
        self.reader_factory = make_reader or self._stream_reader
        self.sign_in.signedIn.connect(self._on_signed_in)
        self.session.ended.connect(self._on_ended)
        application.setQuitOnLastWindowClosed(False)
        application.aboutToQuit.connect(self.close)
        self.sign_in.window.closing.connect(application.quit)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme)

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
        self._is_closed = True
        if self.sign_in.keeps:
            self.session.leave()
            then()
        else:
            self.session.sign_out(then)
        self._keeper.close()

    def _set_looks(self) -> None:
        kept = self.preferences
        self.looks.speak(kept.language or system_language())
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

    def _on_scheme(self) -> None:
        if not self._is_closed:
            self.looks.follow_system()

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
