"""Opening an incident: the form, its errors, and the way to the tracking page."""

from functools import partial
from itertools import chain
from uuid import UUID

import structlog
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Contact
from shared.ids import reference_of
from webform.attaching import CARRIED, REMOVED, attach, carry_on
from webform.attachments import OPENING
from webform.correlation import correlation_id
from webform.fair import Action, limited
from webform.forms import IncidentForm, about_files, faults
from webform.knowledge import Catalogue
from webform.languages import current_language
from webform.parts import parts
from webform.routes.helping import helps
from webform.security import KEPT_FOR_BACK
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
        return _answer(_anew(catalogue, said))
    if parts().accounts.customer():
        return _answer(_empty(catalogue, parts().tickets.new()))
    return _answer(parts().blank.page(current_language(), catalogue, partial(_empty, catalogue)))


def _slowed(notice: str) -> Response:
    return _page(_filled(), notice)


@opening.post("/incidents/new")
@limited(Action.OPENING, _slowed, free=("back", "sign-in"))
def send() -> AnyResponse:
    """Take the form: accepted and on to the tracking page, or back filled in with what is wrong.

    Who has not seen yet what may help sees that first.
    """
    form = _filled()
    ticket = parts().tickets.read(form.ticket.data)
    if ticket is None:
        form.ticket.data = parts().tickets.new()
    if not form.website.data:
        attach(form.files, OPENING, ticket or parts().tickets.fresh())
    if _ONLY_CHANGES & request.form.keys():
        return _page(form)
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
        return _lead_to(ticket.identity(*_said(form)))
    return _offer_help(form) or _open(form, ticket)


def _offer_help(form: IncidentForm) -> AnyResponse | None:
    """Return the page with what may help; None for who has seen it, or where there is nothing."""
    if form.suggested.data or parts().opened.recall(_said(form)):
        return None
    found = helps(f"{form.subject.data}\n{form.description.data}", form.category.data)
    if not found:
        return None
    return _with_typed(form, _answer(render_template("preview.html", form=form, helps=found)))


def _open(form: IncidentForm, ticket: Ticket) -> AnyResponse:
    """Leave the command with the broker, unless the same words have been sent before."""
    said = _said(form)
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
    return _lead_to(command.incident_id)


def _lead_to(incident_id: UUID) -> AnyResponse:
    reference, key = reference_of(incident_id), parts().links.key_of(incident_id)
    response = make_response(redirect(url_for("tracking.show", reference=reference, key=key), 303))
    parts().carried.forget(response)
    return response


def _to_sign_in(form: IncidentForm) -> AnyResponse:
    response = make_response(redirect(url_for("account.sign_in", then="incident"), 303))
    if parts().carried.keep(response, _typed(form)):
        return response
    notice = _(
        "What you wrote is too long to take along. Sign in in another window, then press Send here: "
        "nothing is lost."
    )
    return _page(form, notice)


def _anew(catalogue: Catalogue, said: MultiDict[str, str]) -> str:
    form = IncidentForm(catalogue, current_language(), said)
    form.ticket.data = parts().tickets.new()
    carry_on(form.files, OPENING, said.getlist(CARRIED))
    _fill_in_person(form)
    return _html(form, is_empty=True)


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
    typed = _typed(form)
    if not parts().carried.keep(response, typed):
        parts().carried.keep(response, {**typed, CARRIED: []})
    return response


def _typed(form: IncidentForm) -> dict[str, str | list[str]]:
    """Return what is in the fields, but for who somebody is where that is known already."""
    person = {"name", "email"} if parts().accounts.customer() else set()
    left_out = {*person, form.files.name}
    typed = {field.name: field.data or "" for field in form.shown() if field.name not in left_out}
    return {**typed, CARRIED: form.files.carried()}


def _html(form: IncidentForm, notice: str | None = None, *, is_empty: bool = False) -> str:
    wrong = faults(form.shown())
    return render_template("opening.html", form=form, faults=wrong, notice=notice, is_empty=is_empty)


def _answer(html: str, status: int = 200) -> Response:
    response = make_response(html, status)
    response.headers["Cache-Control"] = KEPT_FOR_BACK
    return response


def _filled() -> IncidentForm:
    form = IncidentForm(parts().knowledge.catalogue(), current_language(), request.form)
    _fill_in_person(form)
    return form


def _fill_in_person(form: IncidentForm) -> None:
    """Who is signed in need not say who they are, and can't say to be somebody else."""
    if customer := parts().accounts.customer():
        form.name.data, form.email.data = customer["name"], customer["email"]


def _said(form: IncidentForm) -> tuple[str, ...]:
    """Return all that makes one submission differ from another."""
    customer = parts().accounts.customer()
    fields = (form.category, form.subject, form.description, form.order_number)
    answered = ((answer.field, answer.value) for answer in form.answers())
    return (
        *(field.data or "" for field in (*fields, form.product, form.name, form.email)),
        customer["id"] if customer else "",
        *chain.from_iterable(answered),
        *form.files.digests(),
    )


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
        language=current_language(),
    )


def _down_notice() -> str:
    text = _(
        "We could not take it just now, because of a fault on our side. What you wrote is still here: "
        "please send it again in a moment."
    )
    return str(text)
