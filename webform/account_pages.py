"""How the account's pages are answered: a form with what is wrong with it, and who may see it at all."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from webform.customers import AccountsUnavailableError, RefusedError
from webform.desk import SignedOutError
from webform.errors import failure_page
from webform.forms import faults
from webform.parts import parts
from webform.returning import place_of
from webform.stale import is_stale, stale_notice
from webform.waits import held_back, in_words

Page = str | tuple[str, int] | Response


def is_sent(form: FlaskForm) -> bool:
    """Tell whether the form was posted, and nothing is wrong with it."""
    return request.method == "POST" and bool(form.validate())


def is_inside() -> bool:
    """Tell whether who looks at a page for signing in is signed in already."""
    return request.method == "GET" and parts().accounts.customer() is not None


def form_page(
    template: str, form: FlaskForm, notice: str | None = None, status: int = 0, **more: Any
) -> tuple[str, int]:
    """Return a page with its form and what is wrong with it; 400 where it was posted, or ``status``."""
    found = faults(form)
    if is_stale(form):
        notice = stale_notice(form)
    usual = 200 if request.method == "GET" else 400
    return render_template(template, form=form, faults=found, notice=notice, **more), status or usual


def down_notice() -> str:
    """Return what to say while accounts can't be reached."""
    return str(_("Accounts can't be reached just now. You can open an incident without one."))


def unchanged_notice() -> str:
    """Return what to say of a change that could not be made, because accounts can't be reached."""
    return str(_("Nothing was changed: accounts can't be reached just now. Please try again in a minute."))


def refused_notice() -> str:
    """Return what to say of a refusal that belongs to no field."""
    return str(_("This could not be accepted."))


def refused_page(
    template: str, form: FlaskForm, error: RefusedError, notice: str | None, **more: Any
) -> Page:
    """Return a page with the ``notice`` of a refusal.

    Who has tried too many passwords gets 429 instead, and is told how long to wait.
    """
    if error.status != TooManyRequests.code:
        return form_page(template, form, notice, **more)
    wait = in_words(error.answer.wait_s)
    notice = _("Too many wrong passwords. Please try again in %(wait)s.", wait=wait)
    return held_back(make_response(form_page(template, form, notice, **more)), error.answer.wait_s)


def for_signed_in(pages: Blueprint, typed_page: Callable[[], Page] | None = None) -> None:
    """Lead who is not signed in to the door, and back afterwards; say so while accounts can't be reached.

    ``typed_page`` answers a post instead, where so much was typed that it must not be lost.
    """

    def refuse() -> Page:
        return typed_page() if typed_page and request.method == "POST" else _to_the_door()

    @pages.before_request
    def check() -> Page | None:
        return None if parts().accounts.customer() else refuse()

    @pages.errorhandler(SignedOutError)
    def signed_out(_error: SignedOutError) -> Page:
        return refuse()

    @pages.errorhandler(AccountsUnavailableError)
    def away(_error: AccountsUnavailableError) -> tuple[str, int]:
        return failure_page(503)


def _to_the_door() -> Response:
    if request.method == "POST":
        flash(_("You are signed out by now, so nothing was changed. Sign in to go on."))
    return redirect(url_for("account.sign_in", then=place_of(request.endpoint)), 303)
