"""Whether a posted form is still good, and what to say where it is not."""

import time

from flask import g, session
from flask_babel import gettext as _
from flask_wtf import FlaskForm

_LEFT = "left_at"
_OWNER = "forms_of"
_SWAPPED = "swapped_at"
_EXPIRED = "The CSRF token has expired."
"""Flask-WTF's own words for a form that was open too long."""


def is_stale(form: FlaskForm) -> bool:
    """Tell whether the form was open too long, or was shown to somebody else than who is here now."""
    return bool(form.csrf_token.errors)


def note_sign_out() -> None:
    """Remember that forms which are open in other windows are stale for this reason."""
    # What this request made for the session before would be refused in the one that begins.
    g.pop("csrf_token", None)
    session[_LEFT] = int(time.time())


def hand_over_to(customer_id: str) -> None:
    """Make forms stale that were shown to another customer: what they are sent for is done in a new name.

    Those of a guest stay good: it is their author who signs in.
    """
    if session.get(_OWNER, customer_id) != customer_id:
        session.pop("csrf_token", None)
        session[_SWAPPED] = int(time.time())
    session[_OWNER] = customer_id


def stale_notice(form: FlaskForm) -> str:
    """Return what to say above a stale form that is shown again, filled in."""
    is_expired = _EXPIRED in map(str, form.csrf_token.errors)
    if _SWAPPED in session and not is_expired:
        return str(
            _(
                "Somebody else has signed in here since this page was opened. Nothing was done: what you "
                "send from now on is sent in their name."
            )
        )
    if _LEFT in session and not is_expired:
        return str(
            _(
                "You have signed out since this page was opened. Nothing is lost: please look it over and "
                "send it once more."
            )
        )
    return str(_("This page had been open for too long. Nothing is lost: please send it once more."))
