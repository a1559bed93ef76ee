"""Where one writes: Reply and Note, each with its own words, and whatever stands between them and sending."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.state.guard import Unseen
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.guard_panel import GuardPanel
from desktop.views.key_names import key_name
from desktop.views.notice import Notice
from desktop.views.spoken_widget import SpokenWidget, button, label, restyle
from desktop.views.text_field import TextField
from shared.clock import Clock
from shared.contracts.vocabulary import TEXT_MAX, MessageKind

COUNT_FROM = TEXT_MAX - 1000


class EditorView(SpokenWidget):
    """The editor.

    Signals:
        typed(MessageKind, str): the words of this kind are now these.
        turned(MessageKind): the person went to the other tab.
        sent(MessageKind, bool): send the words of this kind, and resolve the incident or not.
    """

    typed = Signal(object, str)
    turned = Signal(object)
    sent = Signal(object, bool)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="editor")
        self._kind = MessageKind.REPLY
        self._customer = ""
        self._busy = False
        self._can_reply = self._can_resolve = True
        self._resolves_first = False
        self._status_text = ""
        self.guard = GuardPanel(clock)
        self.notice = Notice()
        self.field = TextField()
        self._tabs = {kind: button("tab") for kind in (MessageKind.REPLY, MessageKind.NOTE)}
        self._status = label("small")
        self._send = button("main", "send")
        self._other = button(name="send-other")
        self._lay_out()
        self._connect()
        self.ready()

    @property
    def kind(self) -> MessageKind:
        """What is being written: a reply or a note."""
        return self._kind

    def show_words(self, kind: MessageKind, text: str) -> None:
        """Show these words on this tab; nobody is told."""
        self._kind = kind
        self._tabs[kind].setChecked(True)
        if self.field.toPlainText() != text:
            self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.moveCursor(self.field.textCursor().MoveOperation.End)
            self.field.blockSignals(False)
            self.field.settle()
        self.say()

    def show_incident(self, customer: str, *, can_reply: bool, can_resolve: bool) -> None:
        """Write to this customer; what the incident's state does not allow is not offered."""
        self._customer, self._can_reply, self._can_resolve = customer, can_reply, can_resolve
        self.say()

    def show_status(self, text: str) -> None:
        """Say this beside the buttons, such as that the draft is saved."""
        self._status_text = text
        self._say_buttons()

    def show_busy(self, *, busy: bool) -> None:
        """Show that the words are on their way."""
        self._busy = busy
        self.field.setReadOnly(busy)
        self.say()

    def show_guard(self, unseen: Unseen | None) -> None:
        """Show what stands between these words and sending them, or nothing any more."""
        if unseen:
            self.guard.show_unseen(unseen)
        else:
            self.guard.clear()
        self.field.give_way(on=unseen is not None)
        self._say_buttons()

    def forget_intent(self) -> None:
        """Make plain sending the main button again."""
        self._resolves_first = False
        self._say_buttons()

    def start(self, kind: MessageKind, *, resolve: bool = False) -> None:
        """Put the cursor where this kind is written; with ``resolve`` the main button also resolves."""
        self._resolves_first = resolve
        if kind is not self._kind:
            self.turned.emit(kind)
        self._say_buttons()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def say(self) -> None:
        """Write everything in the language in use."""
        is_note = self._kind is MessageKind.NOTE
        self._tabs[MessageKind.REPLY].setText(_("Your reply"))
        self._tabs[MessageKind.NOTE].setText(_("Internal note"))
        if is_note:
            hint = _("A note for colleagues. The customer never sees it.")
        else:
            hint = _("Write to {customer}").format(customer=self._customer)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        if self.field.property("note") != is_note:
            self.field.setProperty("note", is_note)
            restyle(self.field)
        self.field.setEnabled(is_note or self._can_reply)
        self._say_buttons()

    def recolour(self) -> None:
        """Draw the icons."""
        self._send.setIcon(icons.icon("paper-plane-tilt", "on_accent"))

    def _say_buttons(self) -> None:
        is_note = self._kind is MessageKind.NOTE
        length = len(self.field.toPlainText().strip())
        writing = self.field.hasFocus() or length > 0
        free = self.guard.unseen is None
        fits = 0 < length <= TEXT_MAX and not self._busy and free
        both = not is_note and self._can_resolve
        first = both and self._resolves_first
        alone, resolving = _("Save note") if is_note else _("Send"), _("Send and resolve")
        self._send.setText(_("Sending…") if self._busy else resolving if first else alone)
        self._send.setToolTip(key_name("Ctrl+Return"))
        self._send.setEnabled(fits and (is_note or self._can_reply))
        self._send.setVisible(writing and free)
        self._other.setText(alone if first else resolving)
        self._other.setToolTip(key_name("Ctrl+Shift+Return"))
        self._other.setVisible(writing and both and free)
        self._other.setEnabled(fits)
        if length > COUNT_FROM:
            count = _("{length} of {most} characters").format(length=length, most=TEXT_MAX)
            self._status.setText(count)
        else:
            self._status.setText(self._status_text if writing else "")

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_typed)
        self.field.focused.connect(lambda _on: self._say_buttons())
        for one, keys in ((self._send, "Ctrl+Return"), (self._other, "Ctrl+Shift+Return")):
            one.clicked.connect(lambda _checked=False, one=one: self._ask_to_send(one))
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda one=one: self._ask_to_send(one))

    def _on_typed(self) -> None:
        self.typed.emit(self._kind, self.field.toPlainText())
        self._say_buttons()

    def _ask_to_send(self, pressed: QPushButton) -> None:
        if not pressed.isEnabled():
            self._say_why_not()
            return
        both = self._kind is MessageKind.REPLY and self._can_resolve
        resolve = both and (pressed is self._send) == self._resolves_first
        self.sent.emit(self._kind, resolve)

    def _say_why_not(self) -> None:
        """Tell whoever pressed the key what is wrong with the words."""
        length = len(self.field.toPlainText().strip())
        if length == 0:
            self._status.setText(_("Nothing is written yet"))
        elif length > TEXT_MAX:
            self._status.setText(_("Too long by {count} characters").format(count=length - TEXT_MAX))

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        group = QButtonGroup(self)
        for kind, tab in self._tabs.items():
            tab.setCheckable(True)
            tab.clicked.connect(lambda _checked=False, kind=kind: self.start(kind))
            group.addButton(tab)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        tabs.addWidget(self._status)
        tabs.addSpacing(12)
        tabs.addWidget(self._other)
        tabs.addSpacing(8)
        tabs.addWidget(self._send)
        self._tabs[MessageKind.REPLY].setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 12)
        layout.setSpacing(6)
        layout.addWidget(self.guard)
        layout.addWidget(self.notice)
        layout.addLayout(tabs)
        layout.addWidget(self.field)
