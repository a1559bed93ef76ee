"""Whether a posted form is still good, and what to say where it is not."""

import time

from flask import session
from flask_babel import gettext as _
from flask_wtf import FlaskForm

_LEFT = "left_at"
_EXPIRED = "The CSRF token has expired."
"""Flask-WTF's own words for a form that was open too long."""


def is_stale(form: FlaskForm) -> bool:
    """Tell whether the form was open too long, or was shown to somebody who has signed out since."""
    return bool(form.csrf_token.errors)


def note_sign_out() -> None:
    """Remember that forms which are open in other windows are stale for this reason."""
    session[_LEFT] = int(time.time())


def stale_notice(form: FlaskForm) -> str:
    """Return what to say above a stale form that is shown again, filled in."""
    if _LEFT in session and _EXPIRED not in map(str, form.csrf_token.errors):
        return str(
            _(
                "You have signed out since this page was opened. Nothing is lost: please look it over and "
                "send it once more."
            )
        )
    return str(_("This page had been open for too long. Nothing is lost: please send it once more."))
