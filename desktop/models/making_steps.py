"""Announces to Qt what a list is about to do, step by step, as a model must."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex

from desktop.state.listing import Insert, Remove, Shift, Step

ROOT = QModelIndex()


def make(model: QAbstractTableModel, steps: Iterator[Step]) -> None:
    """Let each step be made, told to the views before and after."""
    end: Callable[[], None] | None = None
    for step in steps:
        if end:
            end()
        end = _announce(model, step)
    if end:
        end()


def _announce(model: QAbstractTableModel, step: Step) -> Callable[[], None]:
    """Tell the views what is about to happen; return what tells them that it has."""
    match step:
        case Insert(first, last):
            model.beginInsertRows(ROOT, first, last)
            return model.endInsertRows
        case Remove(first, last):
            model.beginRemoveRows(ROOT, first, last)
            return model.endRemoveRows
        case Shift(before, after):
            # Qt counts the target before the row has left its place.
            model.beginMoveRows(ROOT, before, before, ROOT, after + 1 if after > before else after)
            return model.endMoveRows
