"""Shows a board in its window: tiles, charts, lists, and how far all of it can be believed."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.controllers.desk import Desk
from desktop.state.dashboard_board import Board, staleness
from desktop.state.dashboard_charts import chart
from desktop.state.dashboard_found import Found
from desktop.state.dashboard_lists import Entry, due, identity, loads
from desktop.state.dashboard_own import own_backlog
from desktop.state.dashboard_soonest import Soonest
from desktop.state.dashboard_sources import Now, Source, at_present
from desktop.state.dashboard_tiles import tile
from desktop.state.dashboard_words import lasting
from desktop.state.house_names import category_name
from desktop.state.queue import RowChange
from desktop.state.texts import _
from desktop.views.dashboard_chart_card import Action
from desktop.views.dashboard_window import DashboardWindow
from desktop.views.notice import Tone
from shared.contracts.figures import Arrivals

TICK_MS = 1_000
SOON_MS = 200
"""What changes in the queue is shown so soon; what changes meanwhile comes along."""


class DashboardScreen(QObject):
    """Draws; asks nobody.

    Signals:
        asked(Source): the person wants to see the incidents behind something.
        opened(UUID): the person wants this incident.
        announceAsked(str): announce a known incident about this category.
    """

    asked = Signal(object)
    opened = Signal(object)
    announceAsked = Signal(str)

    def __init__(
        self, desk: Desk, board: Board, window: DashboardWindow, is_live: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._board = board
        self._window = window
        self._is_live = is_live
        self._zone = desk.clock().astimezone().tzinfo
        self._only = desk.me.id if board.is_own else None
        self._soonest = Soonest(desk.queue.lines, self._only)
        self._own = Found(Source("", Now.OPEN), desk.queue.lines, self._only)
        if board.is_own:
            self._own.look(desk.clock())
        self._told = ""
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._show_queue)
        tick = QTimer(self, interval=TICK_MS)
        tick.timeout.connect(self._on_tick)
        tick.start()
        desk.changed.connect(self._on_changes)
        window.board.asked.connect(self.asked)
        window.board.arranged.connect(self._connect_lists)

    def show(self, zone: object = None) -> None:
        """Show everything as it stands."""
        if zone is not None:
            self._zone = zone  # type: ignore[assignment]  # a zone
        if self._board.is_own:
            now = self._desk.clock()
            self._board.backlog = own_backlog(self._own.rows(now), self._desk.me.id, now)
        self._show_freshness()
        self._show_tiles()
        assert self._zone is not None
        for name, card in self._window.board.charts().items():
            card.show_chart(chart(name, self._board, self._zone), self._surges() if name == "usual" else ())
        self._show_lists()

    def _show_tiles(self) -> None:
        board = self._window.board
        tiles = [tile(name, self._board) for name in board.tiles]
        board.show_tiles(tiles, is_stale=bool(self._told), compared_with=self._window.bar.compared_with())

    def _show_lists(self) -> None:
        if card := self._window.board.lists("due"):
            card.show_entries(
                due(self._soonest.first(), self._desk.clock()), _("No promise is about to end. Good work.")
            )
        if card := self._window.board.lists("loads"):
            backlog = self._board.backlog
            why = self._board.trouble or _("No figures have come yet.")
            card.show_entries(
                loads(backlog.loads) if backlog else [], _("Nobody has anything in hand.") if backlog else why
            )

    def _show_freshness(self) -> None:
        board, now = self._board, self._desk.clock()
        told = staleness(board, now, self._desk.queue.latest, is_live=self._is_live())
        if board.fetched_at is None:
            fresh = board.trouble or _("Fetching the figures…")
        else:
            age = lasting(max((now - board.fetched_at).total_seconds(), 0))
            at = board.fetched_at.astimezone(self._zone)
            fresh = _("As of {time}, {age} ago").format(time=f"{at:%H:%M:%S}", age=age)
        self._window.show_freshness(fresh)
        if board.fetched_at is None and board.trouble:
            told = board.trouble
        if told and told != self._told:
            self._window.stale.tell(Tone.WARNING, told)
        elif self._told and not told:
            self._window.stale.clear()
        self._told = told

    def _on_tick(self) -> None:
        was_told = bool(self._told)
        self._show_freshness()
        self._show_lists()
        if was_told != bool(self._told):
            self._show_tiles()

    def _on_changes(self, changes: list[RowChange]) -> None:
        self._soonest.apply(changes)
        if self._board.is_own:
            self._own.apply(changes, self._desk.clock())
        if not self._soon.isActive():
            self._soon.start()

    def _show_queue(self) -> None:
        """Show what the queue alone tells."""
        if self._board.is_own:
            self.show()
        else:
            self._show_lists()

    def _connect_lists(self) -> None:
        if card := self._window.board.lists("due"):
            card.list.opened.connect(lambda entry: self.opened.emit(identity(entry)))
        if card := self._window.board.lists("loads"):
            card.list.opened.connect(self._on_person)

    def _on_person(self, entry: Entry) -> None:
        self.asked.emit(at_present(entry.title, Now.PERSON, entry.id))

    def _surges(self) -> list[Action]:
        """Return what can be done about what is clearly above the usual, by who may."""
        found: Iterable[Arrivals] = self._board.usual.categories if self._board.usual else ()
        text = _("▲ {category}: announce a known incident")
        return [
            (
                text.format(category=category_name(one.category)),
                partial(self.announceAsked.emit, one.category),
            )
            for one in found
            if one.is_surge and self._desk.me.leads
        ]
