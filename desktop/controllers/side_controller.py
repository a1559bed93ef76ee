"""Fills the card at the side: the customer's other incidents, and those that are like the open one."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.services.api import Api
from desktop.services.similar import Similar
from desktop.services.wire import Exchange
from desktop.state.failure import Failure, Kind
from desktop.state.queue import RowChange
from desktop.state.texts import _
from desktop.views.incident_lines import IncidentLines
from desktop.views.main_window import MainWindow
from shared.contracts.resources import IncidentDetail, IncidentRow, OtherIncidents
from shared.contracts.search import SimilarIncidents


class SideController(QObject):
    """Asks once for each incident that is opened, when its conversation is there; events do the rest."""

    def __init__(
        self, desk: Desk, window: MainWindow, api: Api, similar: Similar, incidents: IncidentController
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._card = window.incident.card
        self._api = api
        self._similar = similar
        self._asked: UUID | None = None
        self._exchanges: list[Exchange] = []
        desk.opened.connect(self._on_opened)
        desk.detailChanged.connect(self._on_detail)
        desk.changed.connect(self._on_changes)
        for lines in self._lists():
            lines.chosen.connect(incidents.open_anywhere)
        self._card.others.askedAgain.connect(self._ask_others)
        self._card.similar.askedAgain.connect(self._ask_similar)

    def _lists(self) -> Sequence[IncidentLines]:
        return self._card.others, self._card.similar

    def _on_opened(self, _incident_id: UUID | None) -> None:
        self._asked = None
        for exchange in self._exchanges:
            exchange.cancel()
        self._exchanges.clear()

    def _on_detail(self, detail: IncidentDetail) -> None:
        if detail.row.id != self._asked:
            self._asked = detail.row.id
            self._ask_others()
            self._ask_similar()

    def _on_changes(self, changes: list[RowChange]) -> None:
        for change in changes:
            for lines in self._lists():
                if change.new and lines.has(change.id):
                    lines.update_row(change.new.whole())

    def _ask_others(self) -> None:
        lines = self._card.others

        def done(found: OtherIncidents) -> None:
            lines.show_rows([self._newest(row) for row in found.rows])

        if self._asked:
            self._exchanges.append(self._api.others(self._asked, done, lambda why: lines.fail(why.sentence)))

    def _ask_similar(self) -> None:
        lines = self._card.similar

        def failed(failure: Failure) -> None:
            if failure.kind is Kind.GONE:
                lines.show_rows([])  # it is too new to be compared
            else:
                lines.fail(lambda: _similar_sentence(failure))

        if self._asked:
            self._exchanges.append(self._similar.like(self._asked, self._on_similar, failed))

    def _on_similar(self, found: SimilarIncidents) -> None:
        """Show those that the list knows at once, and each of the others when it is fetched."""
        order = [one.id for one in found.incidents]
        known = {one: row for one in order if (row := self._desk.row(one))}

        def show() -> None:
            self._card.similar.show_rows([known[one] for one in order if one in known])

        def add(detail: IncidentDetail) -> None:
            known[detail.row.id] = detail.row
            show()

        show()
        missing = [one for one in order if one not in known]
        # What can't be fetched is only a line less.
        self._exchanges += [self._api.incident(one, add, lambda _failure: None) for one in missing]

    def _newest(self, row: IncidentRow) -> IncidentRow:
        known = self._desk.row(row.id)
        return known if known and known.version > row.version else row


def _similar_sentence(failure: Failure) -> str:
    is_away = failure.kind is Kind.UNREACHABLE or failure.status == 503
    return _("The search can't be reached.") if is_away else failure.sentence()
