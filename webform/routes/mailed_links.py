"""The pages behind mailed links: looking at one does nothing, its button does."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from webform.account_forms import ButtonForm, ResetForm
from webform.account_pages import Page, down_notice, form_page, is_sent
from webform.customers import AccountsUnavailableError, RefusedError
from webform.fair import Action, limited
from webform.parts import parts
from webform.returning import way_back
from webform.used_links import is_used, note_used

mailed_links = Blueprint("mailed_links", __name__, url_prefix="/account")


@dataclass(frozen=True, slots=True)
class Words:
    """What the page behind a link says."""

    title: str
    lead: str
    button: str


@mailed_links.route("/confirm", methods=["GET", "POST"])
@limited(Action.MAILED_LINKS)
def confirm() -> Page:
    """Make the account real."""
    lead = _("One click, and your account is ready. If you have not asked for one, simply close this page.")
    words = Words(_("Confirm your e-mail"), lead, _("Confirm"))
    return _open(words, parts().accounts.confirm, "account")


def sign_in_by_link() -> Page:
    """Sign in without a password."""
    lead = _("One click, and you are in. If you have not asked for this, simply close this page.")
    return _open(Words(_("Sign in"), lead, _("Sign in")), parts().accounts.sign_in_by_link, "sign-in")


@mailed_links.route("/email", methods=["GET", "POST"])
@limited(Action.MAILED_LINKS)
def email() -> Page:
    """Let the e-mail that the link was sent to take the place of the old one."""
    lead = _("From then on you sign in with it, and our mails go there.")
    words = Words(_("Use this e-mail"), lead, _("Use this e-mail"))
    return _open(words, _take_email, "email")


def choose_password() -> Page:
    """Choose another password in place of a forgotten one, and sign in."""
    form = ResetForm()
    if is_used(_token()):
        return _over("reset")
    if not is_sent(form):
        return form_page("reset.html", form)
    try:
        parts().accounts.reset(_token(), form.password.data)
    except RefusedError as error:
        if "password" not in error.fields:
            return _over("reset")
        form.password.errors = [_("This password is too easy to guess.")]
        return form_page("reset.html", form)
    except AccountsUnavailableError:
        return form_page("reset.html", form, down_notice(), 503)
    note_used(_token())
    return redirect(way_back(), 303)


def _open(words: Words, use: Callable[[str], None], about: str) -> Page:
    form = ButtonForm()
    if is_used(_token()):
        return _over(about)
    if not is_sent(form):
        return form_page("by_link.html", form, words=words)
    try:
        use(_token())
    except RefusedError as error:
        return _over("taken" if error.status == 409 else about)
    except AccountsUnavailableError:
        return form_page("by_link.html", form, down_notice(), 503, words=words)
    note_used(_token())
    if about == "email":
        return redirect(url_for("profile.show"), 303)
    return redirect(way_back(), 303)


def _take_email(token: str) -> None:
    taken = parts().accounts.confirm_email(token)
    flash(_("From now on your e-mail is %(email)s.", email=taken))


def _over(about: str) -> Page:
    return render_template("link_over.html", about=about, is_done=is_used(_token())), 410


def _token() -> str:
    return request.args.get("token", "")
