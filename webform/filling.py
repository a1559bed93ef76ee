"""The form of a new incident as its author has left it: posted just now, or carried along."""

from itertools import chain

from flask import Response, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from webform.attaching import CARRIED, carry_on
from webform.attachments import OPENING
from webform.forms import IncidentForm
from webform.knowledge import Catalogue
from webform.languages import current_language
from webform.parts import parts


def filled() -> IncidentForm:
    """Return the form that the present request posts; its files are not looked at yet."""
    form = IncidentForm(parts().knowledge.catalogue(), current_language(), request.form)
    _fill_in_person(form)
    return form


def anew(catalogue: Catalogue, carried: MultiDict[str, str]) -> IncidentForm:
    """Return a form with what its author carries along, files included."""
    form = IncidentForm(catalogue, current_language(), carried)
    form.ticket.data = parts().tickets.new()
    carry_on(form.files, OPENING, carried.getlist(CARRIED))
    _fill_in_person(form)
    return form


def led_to(page: str, form: IncidentForm, **values: str) -> Response | None:
    """Return what leads to a page with all of a form; None where that is too long to be carried."""
    response = make_response(redirect(url_for(page, **values), 303))  # type: ignore[arg-type]
    return response if parts().carried.keep(response, typed(form)) else None


def typed(form: IncidentForm) -> dict[str, str | list[str]]:
    """Return what is in the fields, but for who somebody is where that is known already."""
    person = {"name", "email"} if parts().accounts.customer() else set()
    left_out = {*person, form.files.name}
    fields = (field for field in (*form.shown(), form.suggested) if field.name not in left_out)
    return {**{field.name: field.data or "" for field in fields}, CARRIED: form.files.carried()}


def said_in(form: IncidentForm) -> tuple[str, ...]:
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


def _fill_in_person(form: IncidentForm) -> None:
    """Who is signed in need not say who they are, and can't say to be somebody else."""
    if customer := parts().accounts.customer():
        form.name.data, form.email.data = customer["name"], customer["email"]
