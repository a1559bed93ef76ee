"""Saves a picture of each screen, for a machine without a display and for whoever reviews a change."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Console
from desktop.state.connection import Freshness
from desktop.state.drafts import Draft
from desktop.state.gestures import ACTIVE
from desktop.state.guard import unseen_in
from desktop.views.theme import Theme
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Language, MessageKind

STEP_MS = 100
PATIENCE_STEPS = 300
CANDIDATES = 10
FIGURES_SIZES = {"narrow": (1000, 760), "usual": (1400, 900), "wide": (1920, 1080)}
WORDS = {
    Language.SPANISH: "Hola: mañana te llega otra. No hace falta que devuelvas nada.",
    Language.ENGLISH: "Hello: another one arrives tomorrow. There is no need to return anything.",
}


class Photographer(QObject):
    """Goes through the screens, waiting for each to be complete, then ends the program.

    Where nobody signs in, the first screen is all there is.
    """

    def __init__(self, console: Console, folder: Path, *, signs_in: bool) -> None:
        super().__init__(console)
        self._signs_in = signs_in
        self._console = console
        self._folder = folder
        self._waited = 0
        self._steps = self._walk()
        self._until: Callable[[], bool] = lambda: True
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._go_on)
        console.session.failed.connect(self._on_refused)

    def start(self) -> None:
        """Begin once the event loop runs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._timer.start()

    def _go_on(self) -> None:
        if not self._until():
            self._waited += 1
            if self._waited > PATIENCE_STEPS:
                self._give_up("The console did not get ready for its pictures.")
            return
        self._waited = 0
        try:
            self._until = next(self._steps)
        except StopIteration:
            self._end(0)
        except OSError as error:
            self._give_up(str(error))

    def _on_refused(self) -> None:
        self._give_up(f"Not signed in: {self._console.sign_in.window.notice.text}")

    def _give_up(self, why: str) -> None:
        print(why, file=sys.stderr)  # noqa: T201  # said to whoever typed the command
        self._end(1)

    def _end(self, code: int) -> None:
        self._timer.stop()
        QApplication.exit(code)

    def _walk(self) -> Iterator[Callable[[], bool]]:
        """Do a screen's worth, and yield the condition under which the next may begin."""
        console = self._console
        console.sign_in.window.resize(640, 620)
        self._shoot("sign-in", console.sign_in.window)
        if not self._signs_in:
            return
        yield lambda: console.workplace is not None
        place = console.workplace
        if place is None:
            return
        place.window.resize(1280, 800)
        yield lambda: place.queue.connection.freshness is Freshness.LIVE
        yield from self._rest()
        for theme in (Theme.LIGHT, Theme.DARK):
            for language in Language:
                console.looks.paint(theme, 1.0)
                console.looks.speak(language)
                yield from self._rest()
                yield from self._shoot_desk(place, f"{language}-{theme}")

    def _shoot_desk(self, place: Workplace, suffix: str) -> Iterator[Callable[[], bool]]:
        place.incidents.close()
        yield from self._rest()
        self._shoot(f"queue-{suffix}", place.window)
        place.window.queue.table.selected = None
        place.gestures.perform("next")
        yield lambda: place.desk.detail is not None
        yield from self._rest()
        self._shoot(f"incident-{suffix}", place.window)
        yield from self._shoot_guard(place, suffix)
        yield from self._shoot_figures(place, suffix)
        place.gestures.perform("help")
        yield from self._rest()
        self._shoot(f"keys-{suffix}", place.window)
        place.window.help.hide()

    def _shoot_guard(self, place: Workplace, suffix: str) -> Iterator[Callable[[], bool]]:
        """Find an incident with words from others, and answer it as if the last had not been seen."""
        rows = sorted(place.desk.queue.rows.values(), key=lambda row: row.updated_at, reverse=True)
        for row in [row for row in rows if row.version > 2 and row.state in ACTIVE][:CANDIDATES]:
            place.incidents.close()
            place.incidents.open(row.id)
            yield lambda: place.desk.detail is not None
            detail = place.desk.detail
            news = unseen_in(detail, 1, place.desk.me) if detail else None
            if detail and news and news.messages:
                seen = news.messages[-1].version - 1
                place.incidents.close()
                place.drafts.put((row.id, MessageKind.REPLY), Draft(text=WORDS[row.language], seen=seen))
                place.incidents.open(row.id)
                yield lambda: place.desk.detail is not None
                # The guard is known to stop this before anything is sent.
                place.window.incident.editor.sent.emit(MessageKind.REPLY, False)
                yield from self._rest()
                self._shoot(f"guard-{suffix}", place.window)
                place.window.incident.editor.guard.discarded.emit()
                return

    def _shoot_figures(self, place: Workplace, suffix: str) -> Iterator[Callable[[], bool]]:
        """Open the live figures, and have them as they hang on a wall; where there are none, go on."""
        place.gestures.perform("dashboard")
        room = place.dashboard.room
        if room is None:
            return
        yield lambda: room.board.fetched_at is not None or bool(room.board.trouble)
        for name, (width, height) in FIGURES_SIZES.items():
            room.window.resize(width, height)
            yield from self._rest()
            self._shoot(f"figures-{name}-{suffix}", room.window)
        room.window.bar.pressed.emit("wall")
        yield from self._rest()
        self._shoot(f"figures-wall-{suffix}", room.window)
        room.window.wallLeft.emit()
        room.window.close()

    @staticmethod
    def _rest() -> Iterator[Callable[[], bool]]:
        """Let what has just begun to change settle: the glow, the layout."""
        for _step in range(8):
            yield lambda: True

    def _shoot(self, name: str, window: QWidget) -> None:
        path = self._folder / f"console-{name}.png"
        if not window.grab().save(str(path)):
            raise OSError(f"{path} could not be written.")
