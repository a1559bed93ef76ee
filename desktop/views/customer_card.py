"""The card at the side: who the customer is and what the incident is about."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.state.ages import as_read, clock_time, dated, exact
from desktop.state.house_names import category_name, team_name
from desktop.state.hovering import as_written
from desktop.state.texts import _, language
from desktop.state.words import priority_name
from desktop.views.flowing_text import FlowingText
from desktop.views.incident_lines import IncidentLines
from desktop.views.person_box import PersonBox
from desktop.views.relations_box import RelationsBox
from desktop.views.spoken_widget import SpokenWidget, label
from desktop.views.tag_chips import TagChips
from shared.clock import Clock
from shared.contracts.resources import IncidentDetail, IncidentRow
from shared.contracts.vocabulary import FIELDS_MAX, Language

WIDTH, MARGIN = 248, 16
LANGUAGE_NAMES = {Language.SPANISH: "español", Language.ENGLISH: "English"}
_FACTS = 9
"""So many besides what the category had asked."""


class CustomerCard(SpokenWidget):
    """Facts in pairs: a small name above its value, which can be copied; below, what else there is to see.

    Controllers fill ``others`` and ``similar``.
    """

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="side")
        self._clock = clock
        self._row: IncidentRow | None = None
        self._detail: IncidentDetail | None = None
        self.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(2)
        self._pairs: list[tuple[QLabel, FlowingText]] = []
        for _place in range(_FACTS + FIELDS_MAX):
            name, value = label("caption"), FlowingText(below=8)
            layout.addWidget(name)
            layout.addWidget(value)
            self._pairs.append((name, value))
        self.tags = TagChips(WIDTH - 2 * MARGIN)
        self.others = IncidentLines(lambda: _("The customer's other incidents"), lambda: _("None."), clock)
        self.similar = IncidentLines(lambda: _("Similar incidents"), lambda: _("None is like it."), clock)
        layout.insertWidget(2, self.others)  # they belong to the customer, who is the first of the facts
        layout.addWidget(self.tags)
        layout.addWidget(self.similar)
        self.relations = RelationsBox()
        layout.addWidget(self.relations)
        self.person = PersonBox()
        layout.addWidget(self.person)
        layout.addStretch(1)
        self.ready()

    def show_row(self, row: IncidentRow) -> None:
        """Show what the list knows already, while the rest is fetched."""
        if self._row is None or row.id != self._row.id:
            self.others.clear()
            self.similar.clear()
        self._row, self._detail = row, None
        self.relations.show_detail(None)
        self.person.show_person(None)
        self.say()

    def update_row(self, row: IncidentRow) -> None:
        """Show what has changed of the incident that is shown; what else is known of it stays."""
        self._row = row
        self.say()

    def show_detail(self, detail: IncidentDetail) -> None:
        """Show everything."""
        self._row, self._detail = detail.row, detail
        self.relations.show_detail(detail)
        self.person.show_person(detail.contact)
        self.say()

    def texts(self) -> list[str]:
        """Return the names and values on show, from the top."""
        return [part.text() for pair in self._pairs for part in pair if not part.isHidden()]

    def say(self) -> None:
        """Write the facts in the language in use."""
        self.tags.show_tags(self._row.tags if self._row else ())
        facts = self._facts()
        for place, (name, value) in enumerate(self._pairs):
            shown = place < len(facts)
            value.setToolTip("")
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(facts[place][0])
                value.set_text(facts[place][1])
        if self._detail and self._detail.contact:
            self._pairs[0][1].setToolTip(as_written(self._detail.contact.email))
        if facts and self._row:
            self._pairs[len(facts) - 1][1].setToolTip(exact(self._row.opened_at))

    def _fitting(self, address: str) -> str:
        """Return an address that has no place to break as much as fits; all of it is where one hovers."""
        value = self._pairs[0][1]
        room = WIDTH - 2 * MARGIN
        return value.fontMetrics().elidedText(address, Qt.TextElideMode.ElideMiddle, room)

    def _facts(self) -> list[tuple[str, str]]:
        row, detail = self._row, self._detail
        if row is None:
            return []
        facts = [(_("Customer"), row.customer_name)]
        if detail and detail.contact:
            account = _("Has an account") if detail.contact.customer_id else _("Guest, without an account")
            facts[0] = (
                _("Customer"),
                f"{row.customer_name}\n{self._fitting(detail.contact.email)}\n{account}",
            )
        facts.append((_("Writes in"), LANGUAGE_NAMES[row.language]))
        facts.append((_("About"), category_name(row.category)))
        if detail and detail.order_number:
            facts.append((_("Order"), detail.order_number))
        if detail and detail.product:
            facts.append((_("Product"), detail.product))
        if detail:
            facts += [(answer.label, as_read(answer.value, language())) for answer in detail.answers]
        if row.wake_at:
            facts.append((_("Wakes up"), dated(row.wake_at, language())))
        facts.append((_("Team"), team_name(row.team)))
        facts.append((_("Priority"), priority_name(row.priority)))
        now = self._clock().astimezone()
        facts.append((_("Opened"), clock_time(row.opened_at, now, language())))
        return facts
