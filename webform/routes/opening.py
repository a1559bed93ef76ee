"""Opening an incident: the form, its errors, and the way to the tracking page."""

from functools import partial
from uuid import UUID

import structlog
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Contact
from shared.ids import reference_of
from webform.attaching import CARRIED, REMOVED, attach
from webform.attachments import OPENING
from webform.correlation import correlation_id
from webform.fair import Action, limited
from webform.filling import anew, filled, led_to, said_in, typed
from webform.forms import IncidentForm, about_files, faults
from webform.knowledge import Catalogue
from webform.languages import current_language
from webform.parts import parts
from webform.routes.before_sending import helps_with
from webform.security import KEPT_FOR_BACK
from webform.slowed import attach_slowed
from webform.stale import is_stale, stale_notice
from webform.submission import NotAcceptedError, Ticket

opening = Blueprint("opening", __name__)
_ONLY_CHANGES = {"back", REMOVED}
"""Buttons that show the form again: after the help, without one of its files."""
log = structlog.stdlib.get_logger(__name__)


@opening.get("/incidents/new")
def show() -> Response:
    """Show the form: empty, or with what its author carries along."""
    catalogue = parts().knowledge.catalogue()
    if said := parts().carried.recall():
        return _answer(_html(anew(catalogue, said), is_empty=True))
    if parts().accounts.customer():
        return _answer(_empty(catalogue, parts().tickets.new()))
    return _answer(parts().blank.page(current_language(), catalogue, partial(_empty, catalogue)))


def _slowed(notice: str) -> Response:
    form = filled()
    attach_slowed(form.files, OPENING, parts().tickets.read(form.ticket.data) or parts().tickets.fresh())
    return _page(form, notice)


@opening.post("/incidents/new")
@limited(Action.OPENING, _slowed, free=("back", "sign-in"))
def send() -> AnyResponse:
    """Take the form: accepted and on to the tracking page, or back filled in with what is wrong.

    Who has not seen yet what may help is led there first.
    """
    form = filled()
    ticket = parts().tickets.read(form.ticket.data)
    if ticket is None:
        form.ticket.data = parts().tickets.new()
    if not form.website.data:
        attach(form.files, OPENING, ticket or parts().tickets.fresh())
    if _ONLY_CHANGES & request.form.keys():
        return _lead_back(form)
    if "sign-in" in request.form:
        return _to_sign_in(form)
    is_right = form.validate()
    if ticket is None or is_stale(form):
        return _page(form, stale_notice(form), 400)
    if not is_right:
        return _page(form, about_files(form.shown()), form.files.status)
    if form.website.data:
        # What a machine sent looks accepted to it, and goes nowhere.
        log.info("dropped what a machine had filled in")
        return _lead_to(ticket.identity(*said_in(form)))
    return _lead_to_help(form) or _open(form, ticket)


def _lead_to_help(form: IncidentForm) -> AnyResponse | None:
    """Lead to what may help; None for who has seen it, or where there is nothing.

    A page of its own, not this post's: a browser shows no posted page on the way back. Where all of it does
    not fit into the cookie, it is sent without a stop.
    """
    if form.suggested.data or parts().opened.recall(said_in(form)):
        return None
    if not helps_with(form):
        return None
    form.suggested.data = "1"
    return led_to("before_sending.show", form)


def _lead_back(form: IncidentForm) -> AnyResponse:
    """Show the form again, at its own address where all of it can be carried there."""
    return (None if form.files.errors else led_to("opening.show", form)) or _page(form)


def _open(form: IncidentForm, ticket: Ticket) -> AnyResponse:
    """Leave the command with the broker, unless the same words have been sent before."""
    said = said_in(form)
    if known := parts().opened.recall(said):
        notice = _("You had sent this already, so it was not opened a second time. Here it is.")
        flash(notice, reference_of(known))
        return _lead_to(known)
    if again := [each for each in form.files.data if parts().opened.has_taken(each.ref.id)]:
        form.files.drop(again)
        return _page(form, about_files(form.shown()), 400)
    try:
        command = _command(form, ticket.identity(*said))
    except ValidationError:
        notice = _("Something in what you wrote can't be read. Please check each field.")
        return _page(form, notice, 400)
    try:
        parts().sender.send(command, command.incident_id, correlation_id())
    except NotAcceptedError:
        return _page(form, _down_notice(), 503)
    parts().opened.remember(said, command.incident_id, [ref.id for ref in command.files])
    if command.contact.customer_id is None:
        _name_address(command)
    return _lead_to(command.incident_id)


def _name_address(command: OpenIncident) -> None:
    """Show a guest, and nobody else who gets the link, where our mails go: a typing error is seen there."""
    notice = _(
        "Our mails about it go to %(email)s. If that isn't right, go back and send it again with the right "
        "address.",
        email=command.contact.email,
    )
    flash(notice, reference_of(command.incident_id))


def _lead_to(incident_id: UUID) -> AnyResponse:
    reference, key = reference_of(incident_id), parts().links.key_of(incident_id)
    response = make_response(redirect(url_for("tracking.show", reference=reference, key=key), 303))
    parts().carried.forget(response)
    return response


def _to_sign_in(form: IncidentForm) -> AnyResponse:
    if led := led_to("account.sign_in", form, then="incident"):
        return led
    notice = _(
        "What you wrote is too long to take along. Sign in in another window, then press Send here: "
        "nothing is lost."
    )
    return _page(form, notice)


def _empty(catalogue: Catalogue, ticket: str) -> str:
    form = IncidentForm(catalogue, current_language(), None)
    form.ticket.data = ticket
    return _html(form, is_empty=True)


def _page(form: IncidentForm, notice: str | None = None, status: int = 200) -> Response:
    return _with_typed(form, _answer(_html(form, notice), status))


def _with_typed(form: IncidentForm, response: Response) -> Response:
    """Have the words of a posted page come along where a link leads on, such as to the other language.

    Where there is no room for all of it, words are worth more than files.
    """
    words = typed(form)
    if not parts().carried.keep(response, words):
        parts().carried.keep(response, {**words, CARRIED: []})
    return response


def _html(form: IncidentForm, notice: str | None = None, *, is_empty: bool = False) -> str:
    wrong = faults(form.shown())
    return render_template("opening.html", form=form, faults=wrong, notice=notice, is_empty=is_empty)


def _answer(html: str, status: int = 200) -> Response:
    response = make_response(html, status)
    response.headers["Cache-Control"] = KEPT_FOR_BACK
    return response


def _command(form: IncidentForm, incident_id: UUID) -> OpenIncident:
    customer = parts().accounts.customer()
    return OpenIncident(
        incident_id=incident_id,
        category=form.category.data,
        subject=form.subject.data,
        description=form.description.data,
        order_number=form.order_number.data or None,
        product=form.product.data or None,
        answers=form.answers(),
        files=form.files.refs(),
        contact=Contact(
            name=form.name.data, email=form.email.data, customer_id=customer["id"] if customer else None
        ),
        customer_group=customer.get("group") if customer else None,
        language=current_language(),
    )


def _down_notice() -> str:
    text = _(
        "We could not take it just now, because of a fault on our side. What you wrote is still here: "
        "please send it again in a moment."
    )
    return str(text)
