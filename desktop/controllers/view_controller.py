"""Which view of the queue is shown, with its columns and order, and how many rows each one has."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.controllers.desk import Desk
from desktop.controllers.queue_controller import QueueController
from desktop.services.preferences import Preferences
from desktop.state.links import without_scheme
from desktop.state.scopes import EMPTY, Scope
from desktop.state.shapes import read_shape, written
from desktop.state.texts import _
from desktop.state.views import BUILT_IN, EVERYTHING, Shape, View
from desktop.views.main_window import MainWindow

TIME_MS = 15_000
"""So often it is looked what has come close to its due time, as often as ages are painted anew."""


class ViewController(QObject):
    """Sidebar, filter and columns on one side, the model on the other."""

    def __init__(
        self, desk: Desk, window: MainWindow, queue: QueueController, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._queue = queue
        self._preferences = preferences
        self._query = ""
        self.view: View = EVERYTHING
        self.views: tuple[View, ...] = BUILT_IN
        self._connect()

    def start(self) -> None:
        """Show everything, as it was left."""
        self._window.sidebar.show_views(self.views)
        self._show(EVERYTHING)

    def show(self, view: View) -> None:
        """Show another view, with the columns and in the order that it was left with."""
        self.remember()
        self._show(view)

    def _show(self, view: View) -> None:
        shape = self._kept_shape(view)
        self.view = view.shaped(shape)
        self._window.sidebar.choose(view.id)
        self._window.queue.table.columns.show_shape(shape)
        self._desk.model.show_view(self.view)
        self._show_counts()

    def show_number(self, number: int) -> None:
        """Show the view at this place of the sidebar, the first being 1; nothing where there is none."""
        if 1 <= number <= len(self.views):
            self.show(self.views[number - 1])

    def show_id(self, view_id: str) -> None:
        """Show the view of this identity, where there is one."""
        for view in self.views:
            if view.id == view_id:
                self.show(view)

    def set_views(self, saved: tuple[View, ...]) -> None:
        """Have these saved views below those that everybody has."""
        self.views = (*BUILT_IN, *saved)
        self._desk.counters.watch(self.views, self._desk.queue.lines.values())
        self._window.sidebar.show_views(self.views)
        now = next((view for view in self.views if view.id == self.view.id), None)
        if now is None:
            self.show(EVERYTHING)
        elif now.saved != self.view.saved:
            self.show(now)
        self._window.sidebar.choose(self.view.id)
        self._show_counts()

    def follow_time(self) -> None:
        """Bring up to date what changes as time goes by: the views of what is due soon."""
        moving = [view for view in self.views if view.moves_with_time]
        self._desk.counters.recount(moving, self._desk.queue.lines.values())
        if self.view.moves_with_time:
            self._desk.model.relay(anew=True)
        self._show_counts()

    def shape(self) -> Shape:
        """Return how the list looks now."""
        return self._window.queue.table.columns.shape(self._desk.model.ordering, self._desk.model.folded)

    @property
    def query(self) -> str:
        """The words in the filter."""
        return self._query

    def remember(self) -> None:
        """Write down how the view that is shown looks."""
        self._preferences.set_text(_key(self.view), written(self.shape()))
        self._preferences.set_text(_version_key(self.view), _version(self.view))

    def _connect(self) -> None:
        window, desk = self._window, self._desk
        desk.changed.connect(self._show_counts)
        desk.opened.connect(self._show_counts)  # the open one stays listed whatever the filter
        desk.model.relaid.connect(self._show_counts)
        desk.model.relaid.connect(self._show_selected)  # Qt tells nothing of what a new list leaves out
        self._queue.completed.connect(self._show_counts)
        window.sidebar.chosen.connect(self.show)
        window.top_bar.filtered.connect(self._on_filtered)
        window.queue.table.selectedChanged.connect(self._show_selected)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), window)
            shortcut.activated.connect(lambda number=number: self.show_number(number))
        window.queue.set_empty_text(self._empty_text)
        window.closing.connect(self.remember)
        time = QTimer(self, interval=TIME_MS)
        time.timeout.connect(self.follow_time)
        time.start()

    def _kept_shape(self, view: View) -> Shape:
        """Return how the person left it; a shared view that was changed since looks as its owner wants."""
        if view.saved and self._preferences.text(_version_key(view)) != _version(view):
            return view.shape
        kept = self._preferences.text(_key(view))
        return read_shape(kept, view.shape)

    def _on_filtered(self, query: str) -> None:
        self._query = without_scheme(query).strip()
        self._desk.model.show_query(self._query)
        self._show_counts()

    def _show_selected(self) -> None:
        self._window.status.show_selected(self._window.queue.table.selected_count())

    def _empty_text(self) -> str:
        if self._query:
            return _("Nothing here matches “{query}”. Enter looks everywhere.").format(query=self._query)
        if not self._queue.has_snapshot:
            return _("Fetching the queue…")
        if self.view.scope is Scope.TEAM and not self._desk.me.teams:
            return _("You are in no team yet.")
        if self.view.saved:
            return _("Nothing is in “{view}” now.").format(view=self.view.title())
        return _(EMPTY[self.view.scope])

    def _show_counts(self) -> None:
        for view in self.views:
            self._window.sidebar.set_count(view.id, self._desk.counters[view.id])
        self._window.status.show_counts(self._desk.counters[Scope.ALL], self._desk.model.count)
        self._window.queue.set_empty_text(self._empty_text)


def _key(view: View) -> str:
    return f"view-{view.id}"


def _version_key(view: View) -> str:
    """Return under which name it is kept of which version of the view a look is."""
    return f"{_key(view)}-version"


def _version(view: View) -> str:
    return str(view.saved.version) if view.saved else ""
