"""Searching everywhere: not in the list alone, but in every conversation, closed incidents too."""

from PySide6.QtCore import QObject, Qt

from desktop.controllers.incident_controller import IncidentController
from desktop.services.searching import Searching
from desktop.services.wire import Exchange
from desktop.state.failure import Failure, Kind
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.search import SearchResults


class SearchController(QObject):
    """Takes the words of the filter to the service ``search``, and opens what is chosen of its answer."""

    def __init__(self, window: MainWindow, searching: Searching, incidents: IncidentController) -> None:
        super().__init__(window)
        self._window = window
        self._searching = searching
        self._asking: Exchange | None = None
        self.view = window.queue.search
        self.view.opened.connect(incidents.open_anywhere)
        self.view.closed.connect(self.close)
        window.sidebar.chosen.connect(lambda _view: self.close())

    @property
    def is_open(self) -> bool:
        """Tell whether results stand in the place of the list."""
        return not self.view.isHidden()

    def search(self) -> None:
        """Look everywhere for the words in the filter; without any, ask for them."""
        words = self._window.top_bar.filter.text().strip()
        self._window.top_bar.ask_everywhere(on=not words)
        if not words:
            self._window.top_bar.focus_filter()
            return
        if self._asking:
            self._asking.cancel()
        self._window.queue.show_search(shown=True)
        self.view.wait_for(words)
        self._asking = self._searching.find(words, self._on_found, self._on_failed)

    def close(self) -> None:
        """Give the list its place back."""
        if not self.is_open:
            return
        if self._asking:
            self._asking.cancel()
            self._asking = None
        self._window.queue.show_search(shown=False)
        self._window.queue.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_found(self, results: SearchResults) -> None:
        self._asking = None
        self.view.show_results(results)

    def _on_failed(self, failure: Failure) -> None:
        self._asking = None
        self.view.stop_waiting()
        if failure.kind is Kind.SIGNED_OUT:
            return
        text = _("Nothing can be looked up just now. {why} The list and its filter work as always.")
        why = failure.sentence()
        self.view.notice.tell(Tone.DANGER, text.format(why=why), (_("Try again"), self.search))
