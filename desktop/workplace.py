"""All that exists while one person is signed in: everything of it is made and connected here."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject

from desktop.controllers.admin_controller import AdminController
from desktop.controllers.attachment_controller import AttachmentController
from desktop.controllers.availability_controller import AvailabilityController
from desktop.controllers.bulk_controller import BulkController
from desktop.controllers.carrier import Carrier
from desktop.controllers.choice_controller import ChoiceController
from desktop.controllers.console_commands import ConsoleCommands
from desktop.controllers.copy_controller import CopyController
from desktop.controllers.dashboard_controller import OPEN_LINK, DashboardController
from desktop.controllers.dashboard_giving import DashboardGiving
from desktop.controllers.desk import Desk
from desktop.controllers.draft_marks import DraftMarks
from desktop.controllers.draft_reminder import DraftReminder
from desktop.controllers.editor_controller import EditorController
from desktop.controllers.errands import Errands
from desktop.controllers.file_controller import FileController
from desktop.controllers.gesture_controller import GestureController
from desktop.controllers.incident_controller import IncidentController
from desktop.controllers.leftover_controller import LeftoverController
from desktop.controllers.list_menu_controller import ListMenuController
from desktop.controllers.macro_controller import MacroController
from desktop.controllers.macro_editing_controller import MacroEditingController
from desktop.controllers.mention_controller import MentionController
from desktop.controllers.names_controller import NamesController
from desktop.controllers.notification_controller import NotificationController
from desktop.controllers.outbox_controller import OutboxController
from desktop.controllers.person_controller import PersonController
from desktop.controllers.picking_controller import PickingController
from desktop.controllers.presence_controller import PresenceController
from desktop.controllers.queue_controller import QueueController
from desktop.controllers.relations_controller import RelationsController
from desktop.controllers.report_controller import ReportController
from desktop.controllers.saved_view_controller import SavedViewController
from desktop.controllers.search_controller import SearchController
from desktop.controllers.security_controller import SecurityController
from desktop.controllers.sender import Sender
from desktop.controllers.shell_controller import ShellController
from desktop.controllers.side_controller import SideController
from desktop.controllers.split_controller import SplitController
from desktop.controllers.undo_controller import UndoController
from desktop.controllers.view_controller import ViewController
from desktop.services.account import Account
from desktop.services.addresses import Addresses
from desktop.services.administration import Administration
from desktop.services.api import Api
from desktop.services.availability import AvailabilityService
from desktop.services.background import Background
from desktop.services.draft_writer import DraftWriter
from desktop.services.figures import FiguresService
from desktop.services.files import Files
from desktop.services.knowledge import Knowledge
from desktop.services.leftover_file import LeftoverFile
from desktop.services.live import Live, ReaderFactory
from desktop.services.notification_file import NotificationFile
from desktop.services.people import People
from desktop.services.preferences import Preferences, drafts_folder, leftovers_file, notifications_file
from desktop.services.presence import PresenceService
from desktop.services.saved_views import SavedViewService
from desktop.services.searching import Searching
from desktop.services.session import Session
from desktop.services.similar import Similar
from desktop.services.staff import Staff
from desktop.services.waiting import wait
from desktop.state.connection import Freshness
from desktop.state.person import Person
from desktop.views.looks import Looks
from desktop.views.main_window import MainWindow
from shared.clock import Clock
from shared.contracts.vocabulary import Availability
from shared.messaging.ports import StreamState


class Host(Protocol):
    """What the application lends to whoever is signed in."""

    addresses: Addresses
    clock: Clock
    session: Session
    looks: Looks
    preferences: Preferences
    undo_s: float

    @property
    def reader_factory(self) -> Callable[[Person], ReaderFactory]:
        """What makes a person's reader of the stream."""
        ...


LAST_WORDS_MS = 3_000
"""So long the end of a session waits for what is on its way."""
LAST_WRITE_S = 1.0
"""So long it waits for what is being written beside the window."""


class Workplace(QObject):
    """All that exists while one person is signed in: window, controllers, stream, drafts."""

    def __init__(self, person: Person, host: Host) -> None:
        super().__init__()
        self.desk = Desk(person, host.clock, self)
        self.window = MainWindow(self.desk.model, person, host.clock)
        self.session = host.session
        self._was_live = False
        self._api = Api(host.addresses.resolution_url, host.session, self)
        self._live = Live(host.reader_factory(person), self)
        self.drafts = DraftWriter(drafts_folder(person.id), self)
        self.shell = ShellController(person, self.window, host.looks, host.preferences)
        self.queue = QueueController(self.desk, self.window, self._api, self._live)
        self.views = ViewController(self.desk, self.window, self.queue, host.preferences)
        kept = SavedViewService(host.addresses.employees_url, host.session, self)
        self.saved_views = SavedViewController(person, self.window, self.views, kept)
        self.background = Background(self)
        files = Files(host.addresses.files_url, host.session, self)
        self.files = FileController(self.desk, self.window, files, self.background)
        self.incidents = IncidentController(self.desk, self.window, self._api)
        similar = Similar(host.addresses.search_url, host.session, self)
        self.side = SideController(self.desk, self.window, self._api, similar, self.incidents)
        self.people = PersonController(self.desk, self.window, self._api, self._people(host))
        self.undo = UndoController(self.window.undo, host.undo_s)
        self.outbox = OutboxController(self.window.waiting)
        self.errands = Errands(self.desk, self._api, self.outbox, self)
        self._sender = Sender(self.desk, self.errands, self.undo, self.window)
        self.editor = EditorController(self.desk, self.window, self._sender, self.drafts)
        self.attachments = AttachmentController(self.desk, self.window, self._sender, files, self.drafts)
        self.editor.draftShown.connect(self.attachments.show)
        self.report = ReportController(self.window.report, self.incidents)
        self.carrier = Carrier(self.desk, self.window, self.errands, self.undo, self.report)
        self.bulk = BulkController(self.desk, self.window.batch, self.carrier, self.undo, self.report)
        DraftReminder(self.desk, self.carrier, self.editor, self._sender, self.drafts)
        self._make_gestures(host)
        self._make_surroundings(host)
        left = LeftoverFile(leftovers_file(person.id), self.background)
        self.leftovers = LeftoverController(
            self.window, self.queue, self._sender, self.carrier, self.errands, self.drafts, left
        )
        self.queue.completed.connect(self.outbox.go_on)
        self.session.renewed.connect(self._live.renew)

    def _people(self, host: Host) -> People | None:
        customers = host.addresses.customers_url
        return People(customers, host.addresses.resolution_url, host.session, self) if customers else None

    def _make_surroundings(self, host: Host) -> None:
        """Make what goes on beside the incidents: who else is there, and the person's own account."""
        kept = NotificationFile(notifications_file(self.desk.me.id), self.background, self)
        self.notifications = NotificationController(
            self.desk, self.window, self.incidents, self.queue, kept, host.preferences
        )
        self.notifications.follow(self._live)
        DraftMarks(self.desk, self.drafts)
        presence = PresenceService(host.addresses.presence_url, host.session, self)
        self.presence = PresenceController(self.desk, self.window, presence, self._live)
        self._take_availability(host)
        employees = host.addresses.employees_url
        staff = Staff(employees, host.session, self)
        knowledge = Knowledge(host.addresses.knowledge_url, host.session, self)
        self.names = NamesController(self.window, knowledge, staff)
        administration = Administration(employees, host.session, self)
        self.admin = AdminController(self.desk.me, self.window, administration, staff, knowledge, host.clock)
        self.shell.administrationAsked.connect(self.admin.open)
        self.gestures.also("administration", self.admin.open)
        self._make_dashboard(host, staff)
        account = Account(host.addresses.employees_url, host.session, self)
        self.security = SecurityController(account, self.window, host.clock)
        self.shell.securityAsked.connect(self.security.open)
        self._list_console_commands(host)
        self._live.stateChanged.connect(self._on_stream)

    def _list_console_commands(self, host: Host) -> None:
        """Have the palette do what the person's menu does."""
        commands = ConsoleCommands(self.desk.me, host.looks, self.shell, self.admin)
        for name, act in commands.acts().items():
            self.gestures.also(name, act)
        self.gestures.list_also(commands.listed)

    def _make_dashboard(self, host: Host, staff: Staff) -> None:
        """Make the live figures, and tell them what they lead to."""
        url = host.addresses.metrics_url
        figures = FiguresService(url, host.session, self) if url else None
        giving = DashboardGiving(self.desk, staff, self.bulk, self.window)
        dashboard = DashboardController(self.desk, self.window, figures, host.preferences, giving)
        dashboard.is_live = lambda: self.queue.connection.freshness is not Freshness.OFFLINE
        dashboard.open_incident = self.incidents.open_anywhere
        dashboard.announce = self.admin.announce
        dashboard.follow(self._live)
        self.gestures.also("dashboard", dashboard.open)
        self.gestures.also(OPEN_LINK, dashboard.open_link)
        self.gestures.offer_also(dashboard.offer)
        self.dashboard = dashboard

    def _take_availability(self, host: Host) -> None:
        """Have the person say whether they take new incidents, in the menu and in the palette."""
        service = AvailabilityService(host.addresses.employees_url, host.session, self)
        turning = self.availability = AvailabilityController(self.desk.me, self.window, service)
        turning.changed.connect(self.shell.show_availability)
        self.shell.availabilityAsked.connect(turning.turn)
        for one in Availability:
            self.gestures.also(one, partial(turning.turn, one))

    def _make_gestures(self, host: Host) -> None:
        """Make what each gesture needs, and tell it which controller carries it out."""
        staff = Staff(host.addresses.employees_url, host.session, self)
        choices = ChoiceController(self.desk, self.window, staff)
        knowledge = Knowledge(host.addresses.knowledge_url, host.session, self)
        picking = PickingController(self.desk, self.window, staff, knowledge)
        self.gestures = GestureController(
            self.desk, self.window, self.carrier, self.incidents, choices, picking, self.bulk
        )
        searching = Searching(host.addresses.search_url, host.session, self)
        self.search = SearchController(self.window, searching, self.incidents)
        self.list_menu = ListMenuController(self.desk, self.window)
        self.macros = MacroController(
            self.desk, self.window, knowledge, self.carrier, self.bulk, self.incidents, self.drafts
        )
        self.macros.follow(self._sender)
        self.macro_editing = MacroEditingController(self.desk, self.window, knowledge, staff)
        self.macros.edit_with(self.macro_editing.edit)
        self.gestures.on_incidents("macro", self.macros.ask, self.macros.ask_many)
        self.splitting = SplitController(self.desk, self.window, self._api, self.carrier, self.incidents)
        self.relations = RelationsController(self.desk, self.window, self.carrier, self.incidents)
        self.mentions = MentionController(self.desk, self.window, staff, self.drafts)
        copying = CopyController(self.desk, self.window)
        self.gestures.on_incidents("split", self.splitting.ask)
        self.gestures.on_incidents("copy", lambda row: copying.copy([row]), copying.copy)
        self.gestures.on_incidents("copy-link", lambda row: copying.copy_links([row]), copying.copy_links)
        self.gestures.also("undo", self.undo.undo)
        self.gestures.also("columns", self.list_menu.open)
        self.gestures.also("search", self.search.search)
        self.gestures.leave_first(self.search.close, lambda: self.search.is_open)

    def start(self) -> None:
        """Show the window and follow the queue."""
        self.window.show()
        self.window.queue.table.setFocus()
        self.views.start()
        self.saved_views.start()
        self.names.start()
        self.queue.start()

    def _on_stream(self, state: StreamState) -> None:
        """Ask whether the session is open still, where the broker has closed the connection."""
        was_live, self._was_live = self._was_live, state.kind in ("subscribed", "live")
        if was_live and state.kind == "offline":
            self.session.refresh(lambda _fresh: None)

    def end(self) -> None:
        """Stop within a few seconds whatever is going on; what was typed is on the disk after it.

        What waits for its ten seconds goes out now: who has sent it does not expect to find it unsent. What
        can't go out is kept for the next start.
        """
        self.errands.end()
        self.undo.end()
        wait(lambda: self.errands.is_idle and self.bulk.is_idle, LAST_WORDS_MS)
        self.leftovers.keep()
        self.session.renewed.disconnect(self._live.renew)
        self.dashboard.close()
        self.shell.remember()
        self.presence.stop()
        self.views.remember()
        self.queue.stop()
        self.drafts.close()
        self.notifications.close()
        self.background.close(LAST_WRITE_S)
        self.leftovers.close()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()
