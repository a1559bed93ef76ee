"""Pages for when something goes wrong: what happened, that nothing was lost, what to do."""

import uuid

import structlog
from flask import Flask, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import HTTPException

_GO_BACK = {400, 408, 413, 415}
_UNCLEAR = (_("We did not understand that"), _("Go back and try again from the form."))
_OURS = (
    _("Something broke on our side"),
    _("What you had sent and got a reference for is safe. Please try again in a moment."),
)
_WORDS = {
    400: _UNCLEAR,
    404: (
        _("We can't find this page"),
        _("The link may be cut short. Copy all of it, or open it again from where you kept it."),
    ),
    405: _UNCLEAR,
    408: (
        _("That took too long"),
        _(
            "We waited, and it did not arrive. Go back: your words are still in the form. "
            "Choose fewer or smaller files, or add them later."
        ),
    ),
    413: (
        _("That was too much at once"),
        _(
            "What you sent is larger than we can take. Go back: your words are still in the form. "
            "Shorten them a little, or choose smaller files."
        ),
    ),
    415: _UNCLEAR,
    503: (
        _("Not available for a moment"),
        _("Nothing is lost. Please try again in a minute."),
    ),
}
log = structlog.stdlib.get_logger(__name__)


def answer_errors(app: Flask) -> None:
    """Give every error a page."""
    app.register_error_handler(HTTPException, _expected)
    app.register_error_handler(Exception, _crash)


def _expected(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    return failure_page(status)


def failure_page(status: int) -> tuple[str, int]:
    """Return the page for a failure that is known by its HTTP status."""
    title, text = _words(status)
    # Who is to go back must not be led to an empty form.
    leads_to_form = status not in _GO_BACK
    shown = {"leads_to_form": leads_to_form, "has_lost_link": status == 404 and _is_about_incident()}
    return render_template("error.html", title=title, text=text, **shown), status


def _is_about_incident() -> bool:
    return "reference" in (request.view_args or {})


def _crash(error: Exception) -> tuple[str, int]:
    error_id = uuid.uuid4().hex[:12]
    log.error("page crashed", error_id=error_id, exc_info=error)
    title, text = _words(500)
    return render_template("error.html", title=title, text=text, leads_to_form=True, error_id=error_id), 500


def _words(status: int) -> tuple[str, str]:
    title, text = _WORDS.get(status, _OURS)
    return str(title), str(text)
