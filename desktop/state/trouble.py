"""Why a gesture was not done, and what can be done about it."""

from dataclasses import dataclass

from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME
from desktop.state.moves import Move
from desktop.state.person import Person
from desktop.state.texts import _
from desktop.state.words import happened


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sentence; ``again`` is what the button says that asks once more, empty where that is of no use.

    ``is_error`` tells what went wrong from what somebody did meanwhile.
    """

    why: str
    again: str = ""
    is_error: bool = True


def trouble_of(move: Move, failure: Failure, me: Person) -> Trouble | None:
    """Return what to tell about a gesture that failed; None where there is nothing to tell."""
    gesture, current = BY_NAME[move.gesture], failure.current
    if failure.kind is Kind.SIGNED_OUT:
        return None
    if failure.kind is not Kind.STALE or current is None:
        return Trouble(failure.sentence(), _("Try again") if failure.passing else "")
    what = happened(failure.since[-1]) if failure.since else failure.sentence()
    obstacle = gesture.obstacle(current, me)
    if obstacle and failure.since and all(one.actor.id == me.id for one in failure.since):
        return None  # the person did it themselves: the answer was lost on its way
    if obstacle:
        text = _("{what} just before you. {why}").format(what=what, why=obstacle)
        return Trouble(text, is_error=False)
    anyway = _("{gesture} anyway").format(gesture=gesture.label())
    return Trouble(_("{what} just before you. Look at it first.").format(what=what), anyway, is_error=False)
