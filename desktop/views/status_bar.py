"""The line at the bottom: how many are open, and how fresh that is."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.state.ages import clock_time, fresh
from desktop.state.connection import Connection, Freshness
from desktop.state.texts import _, language, ngettext
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.clock import Clock


class StatusBar(SpokenWidget):
    """Counts and freshness in words; the way to the keys at the right."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="statusbar")
        self._clock = clock
        self._open = 0
        self._shown = 0
        self._selected = 0
        self._elapsed: float | None = None
        self._connection = Connection()
        self._text = label("small")
        self._text.setFont(number_font(self.font()))
        self._told = label("small")
        self.help = button("quiet")
        self.help.setProperty("kind", "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._text)
        layout.addStretch(1)
        layout.addWidget(self._told)
        layout.addWidget(self.help)
        self.setFixedHeight(30)
        self.ready()

    @property
    def text(self) -> str:
        """What the line says."""
        return self._text.text()

    def show_counts(self, open_count: int, shown: int) -> None:
        """Show how many are open, and how many of them the list shows."""
        self._open, self._shown = open_count, shown
        self.say()

    def show_selected(self, count: int) -> None:
        """Show how many rows are selected; one is no news."""
        self._selected = count
        self.say()

    def show_freshness(self, connection: Connection, elapsed: float | None) -> None:
        """Show how long ago the last change came in."""
        self._connection, self._elapsed = connection, elapsed
        self.say()

    def say(self) -> None:
        """Write it in the language in use."""
        parts = [
            ngettext("{count} open", "{count} open", self._open).format(count=self._open),
            ngettext("{count} shown", "{count} shown", self._shown).format(count=self._shown),
        ]
        if self._selected > 1:
            selected = ngettext("{count} selected", "{count} selected", self._selected)
            parts.append(selected.format(count=self._selected))
        if freshness := self._freshness():
            parts.append(freshness)
        self._text.setText("  ·  ".join(parts))
        self.help.setText(_("Keys (?)"))

    def _freshness(self) -> str:
        since = self._connection.offline_since
        if self._connection.freshness is Freshness.OFFLINE and since:
            time = clock_time(since, self._clock().astimezone(), language())
            return _("as it was at {time}").format(time=time)
        if self._elapsed is None:
            return ""
        return _("updated {time} ago").format(time=fresh(self._elapsed, language()))
