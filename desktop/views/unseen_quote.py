"""One thing that came in, as the stale-reply guard quotes it: who, when, and the words."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.state.ages import clock_time, exact
from desktop.state.excerpts import excerpt
from desktop.state.texts import _, language
from desktop.state.words import actor_name, happened, message_name
from desktop.views.flowing_text import FlowingText
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.clock import Clock
from shared.contracts.resources import Message, TimelineEntry


class UnseenQuote(SpokenWidget):
    """A message, shortened until one asks for all of it, or a change without words."""

    def __init__(self, one: Message | TimelineEntry, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one = one
        self._clock = clock
        self._words = one.text.strip() if isinstance(one, Message) else ""
        self._who = label("strong")
        self._time = label("small")
        self._text = FlowingText()
        self._more = button("link", "show-all")
        self._more.clicked.connect(self._show_all)
        self._lay_out()
        short = excerpt(self._words)
        self._text.set_text(short)
        self._text.setVisible(bool(short))
        self._more.setVisible(short != self._words)
        self.ready()

    @property
    def text(self) -> str:
        """The words that can be read now."""
        return self._text.text()

    def say(self) -> None:
        """Write who, when and the way to the rest in the language in use."""
        one = self._one
        if isinstance(one, Message):
            self._who.setText(f"{actor_name(one.author)} · {message_name(one.kind)}")
        else:
            self._who.setText(happened(one))
        self._time.setText(clock_time(one.at, self._clock().astimezone(), language()))
        self._time.setToolTip(exact(one.at))
        self._more.setText(_("Show all of it"))

    def _show_all(self) -> None:
        self._text.set_text(self._words)
        self._more.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._who)
        head.addWidget(self._time)
        head.addWidget(self._more)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._text)
