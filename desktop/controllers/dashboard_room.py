"""The live figures while they are open: window, feed, screen and list, under one arrangement."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.controllers.dashboard_behind import DashboardBehindController
from desktop.controllers.dashboard_feed import DashboardFeed
from desktop.controllers.dashboard_screen import DashboardScreen
from desktop.controllers.desk import Desk
from desktop.services.figures import FiguresService
from desktop.state.dashboard_arrangement import Arrangement
from desktop.state.dashboard_board import Board
from desktop.state.dashboard_period import Choice
from desktop.views.dashboard_window import DashboardWindow

Offered = tuple[tuple[str, ...], tuple[str, ...]]


class DashboardRoom(QObject):
    """Everything between its window's opening and closing.

    Signals:
        changed(Arrangement): the person has arranged it otherwise.
        linkAsked(Arrangement): the person wants a link to it.
        opened(UUID): the person wants this incident.
    """

    changed = Signal(object)
    linkAsked = Signal(object)
    opened = Signal(object)

    def __init__(
        self, desk: Desk, service: FiguresService, offered: Offered, is_live: Callable[[], bool]
    ) -> None:
        super().__init__()
        is_own = not desk.me.leads
        self._desk = desk
        self._offered = offered
        self.arrangement = Arrangement()
        self.board = Board(is_own=is_own)
        self.window = DashboardWindow(is_own=is_own, may_give=desk.me.leads)
        self.feed = DashboardFeed(service, self.board, desk.me.id, desk.clock, self)
        self.screen = DashboardScreen(desk, self.board, self.window, is_live)
        self.behind = DashboardBehindController(desk, self.window, service, is_own=is_own)
        self._connect()

    def arrange(self, arrangement: Arrangement) -> None:
        """Show it so from now on."""
        before, self.arrangement = self.arrangement, arrangement
        today = self._desk.clock().astimezone(self.feed.local_zone()).date()
        self.window.bar.show_choice(arrangement.choice, today, compares=arrangement.compares)
        if _shape(before) != _shape(arrangement) or not self.window.board.tiles:
            self.window.board.arrange(arrangement, on_wall=arrangement.is_wall)
        if before.is_wall != arrangement.is_wall:
            self.window.set_wall(on=arrangement.is_wall)
        if before.choice != arrangement.choice or before.compares != arrangement.compares:
            self.board.choice, self.feed.compares = arrangement.choice, arrangement.compares
            self.feed.restart()
        self.screen.show()

    def show(self) -> None:
        """Bring the window to the front, and follow what happens."""
        if not self.window.isVisible():
            self.window.show()
        self.feed.start()
        self.window.raise_()
        self.window.activateWindow()
        if not self.window.shows_behind:
            self.window.show_board()

    def end(self) -> None:
        """Ask for nothing any more; the window goes."""
        self.feed.stop()
        self.behind.stop()
        self.window.deleteLater()
        self.deleteLater()

    def _connect(self) -> None:
        window, bar = self.window, self.window.bar
        self.feed.filled.connect(lambda: self.screen.show(self.feed.zone))
        self.screen.asked.connect(self.behind.open)
        self.screen.opened.connect(self.opened)
        window.behind.opened.connect(self.opened)
        bar.chosen.connect(self._choose)
        bar.compared.connect(lambda on: self._change(replace(self.arrangement, compares=on)))
        bar.pressed.connect(self._press)
        window.wallLeft.connect(lambda: self._change(replace(self.arrangement, is_wall=False)))
        window.arranging.arranged.connect(self._on_arranged)
        window.arranging.resetAsked.connect(lambda: self._on_arranged(*self._offered))
        window.spoken.connect(self.screen.show)

    def _choose(self, choice: Choice) -> None:
        self._change(replace(self.arrangement, choice=choice))

    def _press(self, name: str) -> None:
        if name == "wall":
            self._change(replace(self.arrangement, is_wall=not self.arrangement.is_wall))
        elif name == "copy":
            self.linkAsked.emit(self.arrangement)
        else:
            self.window.arranging.open((self.arrangement.tiles, self.arrangement.cards), self._offered)

    def _on_arranged(self, tiles: Sequence[str], cards: Sequence[str]) -> None:
        self._change(
            replace(self.arrangement, tiles=tuple(tiles), cards=tuple(cards)).allowed(*self._offered)
        )

    def _change(self, arrangement: Arrangement) -> None:
        self.arrange(arrangement)
        self.changed.emit(arrangement)


def _shape(arrangement: Arrangement) -> tuple[object, ...]:
    """Return what the parts are made of."""
    return arrangement.tiles, arrangement.cards, arrangement.is_wall
