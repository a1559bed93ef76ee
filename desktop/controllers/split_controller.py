"""Makes an incident of one of the customer's messages: which, what about, and then it is open."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.controllers.carrier import Carrier
from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.services.api import Api
from desktop.state.ages import clock_time
from desktop.state.moves import Move, split
from desktop.state.palette import Command, found
from desktop.state.texts import _, language
from desktop.views.main_window import MainWindow
from desktop.views.message_card import MessageCard
from desktop.views.notice import Tone
from shared.contracts.resources import IncidentDetail, IncidentRow, Message
from shared.contracts.vocabulary import SUBJECT_MAX, MessageKind

LINE_MOST = 70


class SplitController(QObject):
    """The message that has the focus is taken at once; else one is chosen by typing."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        api: Api,
        carrier: Carrier,
        incidents: IncidentController,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._api = api
        self._carrier = carrier
        self._incidents = incidents
        carrier.done.connect(self._on_done)
        window.incident.conversation.splitAsked.connect(self._ask_subject_of)

    def ask(self, row: IncidentRow) -> None:
        """Ask which message of an incident, unless one has the focus, and then what the new one is about."""
        detail = self._desk.detail
        if detail is None or detail.row.id != row.id:
            self._carrier.notice(row).tell(Tone.INFO, _("Open it first, and choose one of its messages."))
            return
        offered = splittable(detail)
        present = _message_of(self._window.focusWidget())
        if present in offered and present is not None:
            self._ask_subject(row.id, present)
        elif not offered:
            why = _("Its customer wrote nothing besides the description.")
            self._carrier.notice(row).tell(Tone.INFO, why)
        else:
            self._ask_which(row.id, offered)

    def _ask_which(self, incident_id: UUID, offered: Sequence[Message]) -> None:
        now = self._desk.clock().astimezone()
        commands = [
            Command(
                str(one.id),
                _line(one.text),
                "chat-text",
                hint=f"{one.author.name}  ·  {clock_time(one.at, now, language())}",
            )
            for one in reversed(offered)
        ]
        by_name = {str(one.id): one for one in offered}
        self._window.commands.open(
            _("Which message becomes an incident of its own?"),
            lambda query: found(query, commands),
            lambda name: self._ask_subject(incident_id, by_name[name]),
        )

    def _ask_subject_of(self, message: Message) -> None:
        detail = self._desk.detail
        if detail and message in splittable(detail):
            self._ask_subject(detail.row.id, message)
        elif self._desk.open_id:
            text = _("Only what the customer wrote later can become an incident of its own.")
            self._window.incident.notice.tell(Tone.INFO, text)

    def _ask_subject(self, incident_id: UUID, message: Message) -> None:
        def offer(query: str) -> Sequence[Command]:
            subject = " ".join(query.split())[:SUBJECT_MAX]
            return [Command(subject, subject, "scissors", hint=_("New incident"))] if subject else []

        def chosen(subject: str) -> None:
            self._carrier.carry_out(split(message.id, subject), incident_id)

        self._window.commands.open(_("What is it about?"), offer, chosen, text=_line(message.text))

    def _on_done(self, move: Move, row: IncidentRow) -> None:
        """Open what was made; only the message itself tells which it is."""
        if move.gesture == "split" and move.body:
            message = UUID(move.body["message"])
            self._api.incident(row.id, lambda detail: self._open(detail, message), lambda _failure: None)

    def _open(self, detail: IncidentDetail, message: UUID) -> None:
        made = next((one.became for one in detail.messages if one.id == message), None)
        if made and self._desk.open_id in (None, detail.row.id):
            self._incidents.open_anywhere(made)


def splittable(detail: IncidentDetail) -> list[Message]:
    """Return the customer's messages that are no incidents of their own yet, oldest first."""
    return [
        one
        for one in detail.messages
        if one.kind is MessageKind.MESSAGE and one.became is None and one.origin is None
    ]


def _message_of(widget: QWidget | None) -> Message | None:
    while widget is not None and not isinstance(widget, MessageCard):
        widget = widget.parentWidget()
    return widget.message if widget is not None else None


def _line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LINE_MOST else words[:LINE_MOST].rsplit(" ", 1)[0] + "…"
