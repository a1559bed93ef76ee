"""What stands typed on an incident's page while another of its buttons is pressed: it stays, and is not sent.

All of the page is one form, so that it works without scripts; a cookie of the page carries what is left over.
"""

from collections.abc import Collection

from flask import Response, flash, request
from flask_babel import gettext as _

from webform.attaching import CARRIED, carry_on
from webform.attachments import FilesField
from webform.carried import COOKIE
from webform.forms import MessageForm, RatingForm
from webform.parts import parts
from webform.view import Tracked

MESSAGE = frozenset({"text", CARRIED})
"""The fields of a message."""
RATING = frozenset({"stars", "word"})
"""The fields of a rating."""
NOTHING = frozenset[str]()


def leave(response: Response, tracked: Tracked, files: FilesField, sent: Collection[str]) -> bool:
    """Have the browser carry what was typed but for the fields ``sent``.

    Return False where it is too long for that: then nothing must be done before it is sent.
    """
    typed = {name: request.form.get(name, "") for name in ("text", *sorted(RATING))}
    if tracked.rated == (typed["stars"], typed["word"]):
        typed |= {"stars": "", "word": ""}
    said: dict[str, str | list[str]] = {**typed, CARRIED: files.carried()}
    left = {name: value for name, value in said.items() if name not in sent and value}
    path = _path(tracked)
    if not left:
        if COOKIE in request.cookies:
            parts().carried.forget(response, path)
        return True
    return parts().carried.keep(response, left, path)


def tell_of_words(files: FilesField, reference: str) -> None:
    """Say on the page that follows that a message was typed, and not sent."""
    if request.form.get("text", "").strip() or files.data:
        flash(_("What you had written is not sent yet. It is still in the box below."), reference)


def too_long() -> str:
    """Return what to say to who has typed more than can be left in its place."""
    return str(_("Nothing was done: what you have written is too long to be kept meanwhile. Send it first."))


def down_notice() -> str:
    """Return what to say where the broker takes nothing."""
    return str(
        _("We could not take it just now, because of a fault on our side. Please try again in a moment.")
    )


def message_left(tracked: Tracked) -> MessageForm:
    """Return the form of a message as it was left, or empty."""
    left = parts().carried.recall()
    form = MessageForm(formdata=None, text=left.get("text", "") if left else "")
    if left:
        carry_on(form.files, str(tracked.incident_id), left.getlist(CARRIED))
    return form


def rating_left() -> RatingForm | None:
    """Return the form of a rating as it was left; None where nothing was."""
    left = parts().carried.recall()
    if not left or not RATING & left.keys():
        return None
    return RatingForm(formdata=None, stars=left.get("stars"), word=left.get("word"))


def rating_posted() -> RatingForm | None:
    """Return the form of a rating as the present request posts it; None where it posts none."""
    return RatingForm() if any(request.form.get(name) for name in RATING) else None


def _path(tracked: Tracked) -> str:
    return f"/incidents/{tracked.reference}"
