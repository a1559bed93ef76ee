"""Opens the live figures, as each person arranges them, and the links by which they are shared."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.controllers.dashboard_giving import DashboardGiving
from desktop.controllers.desk import Desk
from desktop.services.figures import FiguresService
from desktop.services.live import Live
from desktop.services.preferences import Preferences
from desktop.state.dashboard_arrangement import CARDS, LEADERS_CARDS, Arrangement, is_link, read_link
from desktop.state.dashboard_tiles import ALL, OWN
from desktop.state.palette import Command
from desktop.state.texts import _, mark
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone

if TYPE_CHECKING:
    from desktop.controllers.dashboard_room import DashboardRoom

HEARD_S = 60.0
"""Who has heard of changed figures within this time goes by that, and not by each incident."""
NO_SERVICE = mark("Live figures are not available: no address of the service is set (METRICS_URL).")
OPEN_LINK = "dashboard-link"


class DashboardController(QObject):
    """Makes the window each time anew. Its parts are loaded at its first opening: charts need a while."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        service: FiguresService | None,
        preferences: Preferences,
        giving: DashboardGiving,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._main = window
        self._service = service
        self._preferences = preferences
        self._giving = giving
        self._heard_at = -HEARD_S
        self._link = ""
        self.is_live: Callable[[], bool] = lambda: True
        """Whether this console hears of what happens."""
        self.open_incident: Callable[[UUID], None] = lambda _id: None
        self.announce: Callable[[str], None] = lambda _category: None
        self.room: DashboardRoom | None = None
        window.top_bar.figures.clicked.connect(self.open)
        window.top_bar.show_no_figures("" if service else NO_SERVICE)

    def follow(self, live: Live) -> None:
        """Fetch again when the figures have changed; where nobody tells so, when an incident has."""
        live.figuresChanged.connect(self._on_figures)
        live.arrived.connect(self._on_events)

    def open(self) -> None:
        """Open the figures as they were left, or bring them to the front."""
        if self.room:
            self.room.show()
        else:
            self._open(replace(self._kept(), is_wall=False))

    def open_link(self, link: str = "") -> None:
        """Open the figures as a link describes them."""
        arrangement = read_link(link or self._link)
        if arrangement is None:
            return
        if self.room:
            self.room.arrange(self._allowed(arrangement))
            self.room.show()
        else:
            self._open(arrangement)

    def offer(self, query: str) -> Sequence[Command]:
        """Return what the palette offers for a link."""
        if not is_link(query):
            return []
        self._link = query
        return [Command(OPEN_LINK, _("Open these live figures"), "chart-line-up")]

    def close(self) -> None:
        """Close the window."""
        if self.room:
            self.room.window.close()

    @property
    def _offered(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All tiles and cards that this person may have."""
        leads = self._desk.me.leads
        cards = tuple(name for name in CARDS if leads or name not in LEADERS_CARDS)
        return (ALL if leads else OWN), cards

    def _open(self, arrangement: Arrangement) -> None:
        if self._service is None:
            self._main.queue.notice.tell(Tone.INFO, _(NO_SERVICE))
            return
        from desktop.controllers.dashboard_room import DashboardRoom

        self.room = room = DashboardRoom(self._desk, self._service, self._offered, self.is_live)
        room.changed.connect(self._keep)
        room.linkAsked.connect(self._copy)
        room.opened.connect(self._open_incident)
        room.screen.announceAsked.connect(self.announce)
        room.window.behind.giveAsked.connect(lambda ids: self._giving.ask(room.window, ids))
        room.window.closing.connect(self._on_closing)
        room.arrange(self._allowed(arrangement))
        room.show()

    def _allowed(self, arrangement: Arrangement) -> Arrangement:
        return arrangement.allowed(*self._offered)

    def _kept(self) -> Arrangement:
        return read_link(self._preferences.text(self._key)) or Arrangement()

    @property
    def _key(self) -> str:
        return f"dashboard-{self._desk.me.id}"

    def _keep(self, arrangement: Arrangement) -> None:
        self._preferences.set_text(self._key, arrangement.link())

    def _copy(self, arrangement: Arrangement) -> None:
        QGuiApplication.clipboard().setText(arrangement.link())
        if self.room:
            text = _("The link is copied. Whoever pastes it into their palette (Ctrl+K) sees the same.")
            self.room.window.notice.tell(Tone.OK, text)

    def _open_incident(self, incident_id: UUID) -> None:
        if self._main.isMinimized():
            self._main.showNormal()
        self._main.raise_()
        self._main.activateWindow()
        self.open_incident(incident_id)

    def _on_closing(self) -> None:
        if self.room:
            self.room.end()
            self.room = None

    def _on_figures(self) -> None:
        self._heard_at = monotonic()
        if self.room:
            self.room.feed.poke()

    def _on_events(self) -> None:
        if self.room and monotonic() - self._heard_at > HEARD_S:
            self.room.feed.poke()
