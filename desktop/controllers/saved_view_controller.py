"""Saving what one sees as a view; renaming, changing, sharing and deleting it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from desktop.controllers.view_controller import ViewController
from desktop.services.saved_views import SavedViewService
from desktop.state.failure import Failure, Kind
from desktop.state.person import Person
from desktop.state.saved import body_from, view_from
from desktop.state.texts import _, mark
from desktop.state.views import View
from desktop.views.main_window import MainWindow
from desktop.views.name_popup import NamePopup
from desktop.views.notice import Tone
from shared.contracts.views import SavedView, SavedViews, Sharing, ViewBody

SHARINGS = {
    Sharing.NOBODY: mark("Only for me"),
    Sharing.TEAM: mark("For my team"),
    Sharing.EVERYBODY: mark("For everybody"),
}


class SavedViewController(QObject):
    """What is kept is asked for anew after each change, so that the sidebar shows what ``employees`` has."""

    def __init__(
        self, me: Person, window: MainWindow, views: ViewController, service: SavedViewService
    ) -> None:
        super().__init__(window)
        self._me = me
        self._window = window
        self._views = views
        self._service = service
        self._asked = 0
        self._wanted: str | None = None
        self.popup: NamePopup | None = None
        self.menu: QMenu | None = None
        window.sidebar.saveAsked.connect(self.ask_to_save)
        window.sidebar.menuAsked.connect(self.open_menu)

    def start(self) -> None:
        """Fetch what is kept."""
        self._fetch()

    def ask_to_save(self) -> None:
        """Ask for a name, then keep what is seen now under it."""
        proposed = self._views.query
        point = self._window.sidebar.save_corner()
        self._ask(_("Name of the new view"), proposed, point, self.save)

    def save(self, name: str) -> None:
        """Keep what is seen now under this name, and show it."""
        body = self._body(name, self._views.view, Sharing.NOBODY)
        self._service.add(body, self._on_kept, self._on_failed)

    def rename(self, view: SavedView, name: str) -> None:
        """Call one's view otherwise."""
        self._replace(view, ViewBody(name=name, shared_with=view.shared_with, definition=view.definition))

    def share(self, view: SavedView, sharing: Sharing) -> None:
        """Let others use one's view, or no longer."""
        self._replace(view, ViewBody(name=view.name, shared_with=sharing, definition=view.definition))

    def update(self, view: SavedView) -> None:
        """Have one's view be what is seen now."""
        self._replace(view, self._body(view.name, self._views.view, view.shared_with))

    def delete(self, view: SavedView) -> None:
        """Keep one's view no longer."""
        self._service.remove(view, self._fetch, self._on_failed)

    def open_menu(self, view: View, point: QPoint) -> None:
        """Show what can be done with a saved view."""
        saved = view.saved
        if saved is None:
            return
        menu = QMenu(self._window)
        if saved.owner.id == self._me.id:
            self._fill(menu, saved, point)
        else:
            menu.addAction(_("Saved by {name}").format(name=saved.owner.name)).setEnabled(False)
            menu.addAction(_("Copy as a view of my own")).triggered.connect(lambda: self._copy(saved))
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.popup(point)

    def _fill(self, menu: QMenu, saved: SavedView, point: QPoint) -> None:
        title = _("New name of the view")
        rename = menu.addAction(_("Rename"))
        rename.triggered.connect(
            lambda: self._ask(title, saved.name, point, lambda name: self.rename(saved, name))
        )
        change = menu.addAction(_("Save what is shown now in it"))
        change.setEnabled(self._views.view.id == str(saved.id))
        change.triggered.connect(lambda: self.update(saved))
        menu.addSeparator()
        for sharing, name in SHARINGS.items():
            action = menu.addAction(_(name))
            action.setCheckable(True)
            action.setChecked(saved.shared_with is sharing)
            action.triggered.connect(lambda _on=False, sharing=sharing: self.share(saved, sharing))
        menu.addSeparator()
        menu.addAction(_("Delete")).triggered.connect(lambda: self.delete(saved))

    def _body(self, name: str, view: View, sharing: Sharing) -> ViewBody:
        return body_from(name, view, self._views.shape(), self._views.query, self._me, sharing)

    def _copy(self, saved: SavedView) -> None:
        body = ViewBody(name=saved.name, definition=saved.definition)
        self._service.add(body, self._on_kept, self._on_failed)

    def _replace(self, view: SavedView, body: ViewBody) -> None:
        self._service.replace(view, body, lambda _kept: self._fetch(), self._on_failed)

    def _on_kept(self, kept: SavedView) -> None:
        self._wanted = str(kept.id)
        self._window.top_bar.filter.clear()  # its words are part of the view now
        self._fetch()

    def _fetch(self) -> None:
        self._asked += 1
        number = self._asked
        self._service.all(lambda found: self._on_views(found, number), self._on_absent)

    def _on_views(self, found: SavedViews, number: int) -> None:
        if number != self._asked:
            return  # a later question has its answer still to come, or had it before
        self._views.set_views(tuple(view_from(one) for one in found.views))
        wanted, self._wanted = self._wanted, None
        if wanted:
            self._views.show_id(wanted)

    def _on_absent(self, failure: Failure) -> None:
        if failure.kind not in (Kind.SIGNED_OUT, Kind.FORBIDDEN):
            self._tell(_("Your saved views could not be fetched. {why}"), failure, self._fetch)

    def _on_failed(self, failure: Failure) -> None:
        if failure.kind is Kind.STALE:
            self._fetch()
        if failure.kind is not Kind.SIGNED_OUT:
            self._tell(_("The view was not saved. {why}"), failure, None)

    def _tell(self, text: str, failure: Failure, again: Callable[[], None] | None) -> None:
        actions = [(_("Try again"), again)] if again else []
        self._window.queue.notice.tell(Tone.DANGER, text.format(why=failure.sentence()), *actions)

    def _ask(self, title: str, name: str, point: QPoint, then: Callable[[str], None]) -> None:
        self.popup = NamePopup(title, name, then, self._window)
        self.popup.open_at(point)
