"""Asking for a mailed link: to sign in without a password, or to choose another one.

Whether the e-mail has an account changes nothing on these pages: its mailbox alone is told.
"""

from collections.abc import Callable

from flask import Blueprint, redirect, request, session, url_for

from webform.account_forms import LinkForm, ResetForm
from webform.account_pages import Page, down_notice, form_page, is_sent
from webform.customers import AccountsUnavailableError, RefusedError
from webform.fair import Action, limited
from webform.parts import parts
from webform.returning import come_back_to
from webform.routes.mailed_links import choose_password

link_requests = Blueprint("link_requests", __name__, url_prefix="/account")


def _slowed(notice: str) -> Page:
    if "token" in request.args:
        return form_page("reset.html", ResetForm(), notice)
    about = "reset" if request.endpoint == "link_requests.reset" else "sign-in"
    return form_page("ask_link.html", LinkForm(), notice, about=about)


@link_requests.route("/sign-in-link", methods=["GET", "POST"])
@limited(Action.MAILED_LINKS, _slowed)
def sign_in_link() -> Page:
    """Have a link mailed that signs in."""
    return _ask("sign-in", parts().accounts.mail_sign_in)


@link_requests.route("/reset", methods=["GET", "POST"])
@limited(Action.MAILED_LINKS, _slowed)
def reset() -> Page:
    """Have a link mailed by which another password is chosen; the link leads here too."""
    return choose_password() if "token" in request.args else _ask("reset", parts().accounts.mail_reset)


def _ask(about: str, mail: Callable[[str], None]) -> Page:
    form = LinkForm()
    if "password" in request.form and not form.email.data:
        # From the page to sign in, with nothing typed yet: nothing is wrong so far.
        come_back_to(form.then.data)
        return redirect(request.path, 303)
    if not is_sent(form):
        form.email.data = form.email.data or session.get("mailed", "")
        return form_page("ask_link.html", form, about=about)
    try:
        mail(form.email.data)
    except RefusedError:
        # What no account can have as its e-mail is answered like what none has.
        pass
    except AccountsUnavailableError:
        return form_page("ask_link.html", form, down_notice(), 503, about=about)
    come_back_to(form.then.data)
    session["mailed"] = form.email.data
    return redirect(url_for("account.mailed", about=about), 303)
