"""Calls the person when somebody mentions them or gives them something: bell, tray, and a sound on wish."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.controllers.queue_controller import QueueController
from desktop.services.live import Live
from desktop.services.notification_file import NotificationFile
from desktop.services.preferences import Preferences
from desktop.state.notifications import Notification, Notifications, from_event, given_meanwhile, in_hand
from desktop.state.texts import ngettext
from desktop.views.main_window import MainWindow
from desktop.views.tray import Tray, beep
from shared.contracts.events import IncidentEvent

SOUND = "sound"
READ_AFTER_MS = 2_000
"""What has been shown for so long counts as read: whoever goes down the list with J only passes over it."""


class NotificationController(QObject):
    """Follows the stream; what came while nobody listened is found in the list, as far as that tells.

    Signals:
        told(str, str): title and text of what is shown in the tray.
    """

    told = Signal(str, str)

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        incidents: IncidentController,
        queue: QueueController,
        file: NotificationFile,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._bell = window.top_bar.bell
        self._incidents = incidents
        self._file = file
        self._preferences = preferences
        self._kept = file.read()
        self._last: UUID | None = None
        self._tray = Tray(self)
        self._tray.pressed.connect(self._on_tray)
        self.told.connect(self._tray.tell)
        self._bell.chosen.connect(self._go_to)
        self._bell.allRead.connect(lambda: self._keep(self._kept.read()))
        self._bell.soundChosen.connect(self._on_sound)
        self._bell.show_sound(with_sound=preferences.text(SOUND) == "yes")
        self._reading = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._reading.timeout.connect(self._on_read)
        desk.opened.connect(self._on_opened)
        queue.completed.connect(self._on_fetched)
        self._bell.show_unread(self._kept.unread)

    @property
    def kept(self) -> Notifications:
        """Everything that the person was called for and that is still kept."""
        return self._kept

    @property
    def is_reading(self) -> bool:
        """Whether the open incident has not been shown for long enough to count as read."""
        return self._reading.isActive()

    def follow(self, live: Live) -> None:
        """Listen to the stream from now on; it must tell the list first."""
        live.arrived.connect(self._on_events)
        self._tray.show()

    def close(self) -> None:
        """Write what is due, and leave the tray."""
        self._file.close()
        self._tray.close()

    def _on_events(self, events: list[IncidentEvent]) -> None:
        calls = [call for event in events if (call := from_event(event, self._desk.me))]
        holding = set(self._kept.in_hand or ())
        for event in events:
            if event.row.version >= self._desk.queue.version_of(event.row.id):
                holding.discard(event.row.id)
                holding |= in_hand([event.row], self._desk.me)
        # Before the first list has come, what is in hand is not known: it must not seem to be this alone.
        known = self._kept if self._kept.in_hand is None else self._kept.holding(holding)
        self._call(known, calls)

    def _on_fetched(self) -> None:
        rows = list(self._desk.queue.rows.values())
        calls = given_meanwhile(rows, self._kept, self._desk.me)
        self._call(self._kept.holding(in_hand(rows, self._desk.me)), calls)

    def _call(self, kept: Notifications, calls: list[Notification]) -> None:
        after = kept.with_calls(calls)
        if self._desk.open_id and self._window.isActiveWindow() and not self.is_reading:
            after = after.read(self._desk.open_id)  # it is under their eyes
        news = [one for one in after.unread if one not in self._kept.calls]
        if after != self._kept:
            self._keep(after)
        if news:
            self._tell(news)

    def _tell(self, news: list[Notification]) -> None:
        """Show one message, however many came at once."""
        self._last = news[0].incident_id
        title = news[0].sentence()
        if len(news) > 1:
            count = len(news)
            title = ngettext("{count} new notification", "{count} new notifications", count).format(
                count=count
            )
        self.told.emit(title, news[0].subject)
        if self._preferences.text(SOUND) == "yes":
            beep()

    def _keep(self, notifications: Notifications) -> None:
        self._kept = notifications
        self._bell.show_unread(notifications.unread)
        self._file.keep(notifications)

    def _on_opened(self, incident_id: UUID | None) -> None:
        if incident_id:
            self._reading.start()
        else:
            self._reading.stop()

    def _on_read(self) -> None:
        """Count what has been shown for a while as read; nobody reads in a window behind others."""
        incident_id = self._desk.open_id
        if not any(one.incident_id == incident_id for one in self._kept.unread) or incident_id is None:
            return
        if self._window.isActiveWindow():
            self._keep(self._kept.read(incident_id))
        else:
            self._reading.start()

    def _go_to(self, incident_id: UUID) -> None:
        self._keep(self._kept.read(incident_id))
        self._incidents.open_anywhere(incident_id)

    def _on_tray(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if self._last:
            self._go_to(self._last)
            self._last = None

    def _on_sound(self, with_sound: bool) -> None:
        self._preferences.set_text(SOUND, "yes" if with_sound else "no")
        self._bell.show_sound(with_sound=with_sound)
