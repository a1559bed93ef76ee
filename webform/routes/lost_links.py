"""Having the links of one's incidents mailed, for guests who have lost them.

Whether there are any changes nothing on these pages, which do not know it: the mailbox alone is told.
"""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from shared.contracts.commands import SendIncidentLinks
from webform.account_pages import Page
from webform.correlation import correlation_id
from webform.fair import Action, limited
from webform.forms import LostLinksForm, faults
from webform.languages import current_language
from webform.parts import parts
from webform.stale import is_stale, stale_notice
from webform.submission import NotAcceptedError

lost_links = Blueprint("lost_links", __name__, url_prefix="/incidents")


def _slowed(notice: str) -> Page:
    return _page(LostLinksForm(), notice)


@lost_links.get("/links")
def show() -> Page:
    """Ask for the e-mail."""
    return _page(LostLinksForm(formdata=None, email=session.get("mailed", "")))


@lost_links.post("/links")
@limited(Action.LOST_LINKS, _slowed)
def ask() -> Page:
    """Have the links mailed; a repeated post has them mailed once."""
    form = LostLinksForm()
    if not form.validate():
        return _page(form, stale_notice(form) if is_stale(form) else None, 400)
    ticket = parts().tickets.read(form.ticket.data) or parts().tickets.fresh()
    email: str = form.email.data
    wish = SendIncidentLinks(
        request_id=ticket.identity("links", email), email=email, language=current_language()
    )
    try:
        parts().sender.send(wish, wish.request_id, correlation_id())
    except NotAcceptedError:
        notice = _(
            "We could not take it just now, because of a fault on our side. Please try again in a moment."
        )
        return _page(form, notice, 503)
    session["mailed"] = email
    return redirect(url_for("account.mailed", about="links"), 303)


def _page(form: LostLinksForm, notice: str | None = None, status: int = 200) -> Page:
    form.ticket.data = form.ticket.data or parts().tickets.new()
    found = faults(form) if request.method == "POST" else ()
    return render_template("lost_links.html", form=form, faults=found, notice=notice), status
