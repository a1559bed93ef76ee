"""Where one writes: Reply and Note, each with its own words, and whatever stands between them and sending."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.state.attaching import Chip
from desktop.state.guard import Unseen
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.attachment_row import AttachmentRow
from desktop.views.folding_row import FoldingRow
from desktop.views.guard_panel import GuardPanel
from desktop.views.key_names import key_name
from desktop.views.notice import Notice, Tone
from desktop.views.spoken_widget import SpokenWidget, button, label, restyle
from desktop.views.text_field import TextField, local_files
from shared.clock import Clock
from shared.contracts.vocabulary import TEXT_MAX, MessageKind

COUNT_FROM = TEXT_MAX - 1000


class EditorView(SpokenWidget):
    """The editor.

    Signals:
        typed(MessageKind, str): the words of this kind are now these.
        turned(MessageKind): the person went to the other tab.
        sent(MessageKind, bool): send the words of this kind, and resolve the incident or not.
        attachAsked(): the person wants to choose files that go along.
        filesGiven(list[Path]): these files were dropped or pasted, to go along.
    """

    typed = Signal(object, str)
    turned = Signal(object)
    sent = Signal(object, bool)
    attachAsked = Signal()
    filesGiven = Signal(object)

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
        self.attachments = AttachmentRow()
        self._attach = button("quiet", "attach")
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

    @property
    def is_busy(self) -> bool:
        """Whether the words are on their way."""
        return self._busy

    @property
    def words(self) -> str:
        """What is written on the tab that is open."""
        return self.field.toPlainText().strip()

    def insert(self, words: str) -> None:
        """Write words where the cursor is, as if they were typed; harmless while others are on their way."""
        if not self._busy:
            self.field.textCursor().insertText(words)

    def show_attachments(self, chips: Sequence[Chip]) -> None:
        """Show what goes along; words are not sent before all of it is there."""
        self.attachments.show_chips(chips)
        self._make_room()
        self._say_buttons()

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
        self._make_room()
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
        self.field.viewport().update()  # Qt paints a hint that comes in another's place only when asked
        self.field.setAccessibleName(hint)
        if self.field.property("note") != is_note:
            self.field.setProperty("note", is_note)
            restyle(self.field)
        self.field.setEnabled(is_note or self._can_reply)
        self._say_buttons()

    def recolour(self) -> None:
        """Draw the icons."""
        self._send.setIcon(icons.icon("paper-plane-tilt", "on_accent"))
        self._attach.setIcon(icons.icon("paperclip"))

    def _say_buttons(self) -> None:
        is_note = self._kind is MessageKind.NOTE
        length = len(self.field.toPlainText().strip())
        writing = self.field.hasFocus() or length > 0 or not self.attachments.isHidden()
        free = self.guard.unseen is None
        complete = all(one.chip.is_ready for one in self.attachments.chips)
        fits = 0 < length <= TEXT_MAX and not self._busy and free and complete
        self._attach.setToolTip(f"{_('Attach files')} ({key_name('Ctrl+Shift+A')})")
        self._attach.setAccessibleName(_("Attach files"))
        self._attach.setEnabled(not self._busy and (is_note or self._can_reply))
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
        self.attachments.show_hint(self._what_is_missing(length))
        if length > COUNT_FROM:
            count = _("{length} of {most} characters").format(length=length, most=TEXT_MAX)
            self._status.setText(count)
        else:
            self._status.setText(self._status_text if writing else "")

    def _make_room(self) -> None:
        self.field.give_way(on=self.guard.unseen is not None or bool(self.attachments.chips))

    def _what_is_missing(self, length: int) -> str:
        """Return why the files can't go out yet."""
        chips = [one.chip for one in self.attachments.chips]
        if any(chip.is_refused for chip in chips):
            return _("Take out what can't be sent.")
        if not all(chip.is_ready for chip in chips):
            return _("The files are on their way…")
        return "" if length else _("Write some words to go with the files.")

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_typed)
        self.field.focused.connect(lambda _on: self._say_buttons())
        self.field.filesGiven.connect(self.filesGiven)
        self.field.pasteRefused.connect(self._say_too_much)
        self._attach.clicked.connect(self.attachAsked)
        attach = QShortcut(QKeySequence("Ctrl+Shift+A"), self)
        attach.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        attach.activated.connect(self._attach.click)
        self.setAcceptDrops(True)
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

    def _say_too_much(self, count: int) -> None:
        text = _("Not pasted: these are {count} characters, and at most {most} can be sent.")
        self.notice.tell(Tone.WARNING, text.format(count=count, most=TEXT_MAX))

    def _lay_out(self) -> None:
        tabs, actions = QWidget(), QWidget()
        first, second = QHBoxLayout(tabs), QHBoxLayout(actions)
        group = QButtonGroup(self)
        for kind, tab in self._tabs.items():
            tab.setCheckable(True)
            tab.clicked.connect(lambda _checked=False, kind=kind: self.start(kind))
            group.addButton(tab)
            first.addWidget(tab)
        first.addStretch(1)
        second.addStretch(1)
        for part in (self._status, self._attach, self._other, self._send):
            second.addWidget(part)
        for row, spacing in ((first, 0), (second, 8)):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(spacing)
        self._tabs[MessageKind.REPLY].setChecked(True)
        head = FoldingRow(6)
        head.add(tabs)
        head.add(actions, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 12)
        layout.setSpacing(6)
        for each in (self.guard, self.notice, head, self.field, self.attachments):
            layout.addWidget(each)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged over it."""
        if local_files(event.mimeData()) and self._attach.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over the files that were dropped."""
        self.filesGiven.emit(local_files(event.mimeData()))
        event.acceptProposedAction()
