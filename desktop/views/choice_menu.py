"""A menu that asks for what a gesture needs to know: one of a few, the present one ticked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the menu; ``value`` is handed on when it is chosen."""

    text: str
    value: Any
    is_present: bool = False


def ask(near: QWidget, groups: Sequence[Sequence[Choice]], then: Callable[[Any], None]) -> QMenu:
    """Open the menu below a widget, the groups divided by lines; call ``then`` with what is chosen."""
    menu = QMenu(near)
    menu.setObjectName("choices")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group in filter(None, groups):
        if menu.actions():
            menu.addSeparator()
        can_be_ticked = any(choice.is_present for choice in group)
        for choice in group:
            _add(menu, choice, then, can_be_ticked)
    if menu.activeAction() is None and menu.actions():
        menu.setActiveAction(menu.actions()[0])
    menu.popup(near.mapToGlobal(near.rect().bottomLeft()))
    return menu


def _add(menu: QMenu, choice: Choice, then: Callable[[Any], None], can_be_ticked: bool) -> None:
    action = menu.addAction(choice.text.replace("&", "&&"))  # one alone would underline a letter
    action.triggered.connect(lambda _on=False: then(choice.value))
    action.setCheckable(can_be_ticked)  # all or none, so that their names stand below each other
    if choice.is_present:
        action.setChecked(True)
        menu.setActiveAction(action)
