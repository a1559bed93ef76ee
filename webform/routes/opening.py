"""Opening an incident: the form, its errors, and the way to the tracking page."""

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Contact
from shared.ids import reference_of
from webform.correlation import correlation_id
from webform.forms import IncidentForm, faults, is_stale
from webform.languages import current_language
from webform.parts import parts
from webform.security import KEPT_FOR_BACK
from webform.submission import NotAcceptedError, Ticket

opening = Blueprint("opening", __name__)


@opening.get("/incidents/new")
def show() -> Response:
    """Show the empty form."""
    if parts().accounts.customer():
        return _answer(_empty(parts().tickets.new()))
    return _answer(parts().blank.page(current_language(), _empty))


@opening.post("/incidents/new")
def send() -> AnyResponse:
    """Take the form: accepted and on to the tracking page, or back filled in with what is wrong."""
    form = IncidentForm()
    _fill_in_person(form)
    ticket = parts().tickets.read(form.ticket.data)
    if ticket is None:
        form.ticket.data = parts().tickets.new()
    if "switch" in request.form:
        return _page(form)
    is_right = form.validate()
    if ticket is None or is_stale(form):
        return _page(form, _stale_notice(), 400)
    if not is_right:
        return _page(form, status=400)
    return _open(form, ticket)


def _open(form: IncidentForm, ticket: Ticket) -> AnyResponse:
    """Leave the command with the broker, unless the same words have been sent before."""
    said = _said(form)
    if known := parts().opened.recall(said):
        flash(_("You had sent this already, so it was not opened a second time. Here it is."))
        return _lead_to(known)
    try:
        command = _command(said, ticket)
    except ValidationError:
        notice = _("Something in what you wrote can't be read. Please check each field.")
        return _page(form, notice, 400)
    try:
        parts().sender.send(command, command.incident_id, correlation_id())
    except NotAcceptedError:
        return _page(form, _down_notice(), 503)
    parts().opened.remember(said, command.incident_id)
    return _lead_to(command.incident_id)


def _lead_to(incident_id: UUID) -> AnyResponse:
    reference, key = reference_of(incident_id), parts().links.key_of(incident_id)
    return redirect(url_for("tracking.show", reference=reference, key=key), 303)


def _empty(ticket: str) -> str:
    form = IncidentForm(formdata=None)
    form.ticket.data = ticket
    return _html(form)


def _page(form: IncidentForm, notice: str | None = None, status: int = 200) -> Response:
    return _answer(_html(form, notice), status)


def _html(form: IncidentForm, notice: str | None = None) -> str:
    form.offer(current_language())
    return render_template("opening.html", form=form, faults=faults(form), notice=notice)


def _answer(html: str, status: int = 200) -> Response:
    response = make_response(html, status)
    response.headers["Cache-Control"] = KEPT_FOR_BACK
    return response


def _fill_in_person(form: IncidentForm) -> None:
    """Who is signed in need not say who they are, and can't say to be somebody else."""
    if customer := parts().accounts.customer():
        form.name.data, form.email.data = customer["name"], customer["email"]


def _said(form: IncidentForm) -> tuple[str, ...]:
    """Return all that makes one submission differ from another."""
    customer = parts().accounts.customer()
    fields = (form.category, form.subject, form.description, form.order_number)
    return (
        *(field.data or "" for field in (*fields, form.product, form.name, form.email)),
        customer["id"] if customer else "",
    )


def _command(said: tuple[str, ...], ticket: Ticket) -> OpenIncident:
    category, subject, description, order_number, product, name, email, customer_id = said
    return OpenIncident(
        incident_id=ticket.identity(*said),
        category=category,
        subject=subject,
        description=description,
        order_number=order_number or None,
        product=product or None,
        contact=Contact(name=name, email=email, customer_id=customer_id or None),
        language=current_language(),
    )


def _stale_notice() -> str:
    return str(_("This page had been open for too long. Nothing is lost: please send it once more."))


def _down_notice() -> str:
    text = _(
        "We could not take it just now, because of a fault on our side. What you wrote is still here: "
        "please send it again in a moment."
    )
    return str(text)
