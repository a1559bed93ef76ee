"""Having an account: register, sign in, sign out, one's own incidents."""

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.contracts.resources import IncidentRow
from webform.accounts import AccountsUnavailableError, RefusedError
from webform.desk import DeskUnavailableError, SignedOutError
from webform.forms import ConfirmForm, RegisterForm, SignInForm, faults
from webform.languages import current_language
from webform.parts import parts
from webform.returning import come_back_to, way_back
from webform.stale import is_stale, stale_notice

account = Blueprint("account", __name__)
Page = str | tuple[str, int] | Response


@account.get("/incidents")
def own() -> Page:
    """The incidents of who is signed in."""
    rows: tuple[IncidentRow, ...] | None = None
    try:
        token = parts().accounts.access_token()
        if token is None:
            return redirect(url_for(".sign_in"), 303)
        rows = parts().desk.own(token)
    except SignedOutError:
        return redirect(url_for(".sign_in"), 303)
    except (DeskUnavailableError, AccountsUnavailableError):
        return render_template("own.html", rows=None), 503
    keys = {row.id: parts().links.key_of(row.id) for row in rows}
    return render_template("own.html", rows=rows, keys=keys)


@account.route("/account/sign-in", methods=["GET", "POST"])
def sign_in() -> Page:
    """Sign in with e-mail and password."""
    form = SignInForm()
    come_back_to(request.args.get("then"))
    if request.method == "GET" or not form.validate():
        return _page("sign_in.html", form)
    try:
        parts().accounts.sign_in(form.email.data, form.password.data)
    except RefusedError as error:
        locked = _("Too many failed tries. Please wait a few minutes.")
        wrong = _("This e-mail and this password don't belong together.")
        return _page("sign_in.html", form, locked if error.status == 429 else wrong, 400)
    except AccountsUnavailableError:
        return _page("sign_in.html", form, _down(), 503)
    return redirect(way_back(), 303)


@account.route("/account/new", methods=["GET", "POST"])
def register() -> Page:
    """Have a link mailed that makes the account."""
    form = RegisterForm()
    if request.method == "GET" or not form.validate():
        return _page("register.html", form)
    name, email, password = form.name.data, form.email.data, form.password.data
    try:
        parts().accounts.register(name, email, password, current_language())
    except RefusedError as error:
        if "password" in error.fields:
            form.password.errors = [_("This password is too easy to guess.")]
        return _page("register.html", form, None if form.errors else _("This could not be accepted."), 400)
    except AccountsUnavailableError:
        return _page("register.html", form, _down(), 503)
    session["mailed"] = email
    return redirect(url_for(".mailed"), 303)


@account.get("/account/mailed")
def mailed() -> Page:
    """Say that the next step lies in the mailbox."""
    return render_template("mailed.html", email=session.get("mailed"))


@account.route("/account/confirm", methods=["GET", "POST"])
def confirm() -> Page:
    """Make the account real by a mailed link; programs that look at links in mails only look."""
    form = ConfirmForm()
    form.token.data = form.token.data or request.args.get("token", "")
    if request.method == "GET" or not form.validate():
        return _page("confirm.html", form)
    try:
        parts().accounts.confirm(form.token.data)
    except RefusedError:
        return render_template("link_over.html"), 410
    except AccountsUnavailableError:
        return _page("confirm.html", form, _down(), 503)
    return redirect(way_back(), 303)


@account.post("/account/sign-out")
def sign_out() -> Page:
    """Sign out here. It needs no token of the form: the cookie is not sent from other sites."""
    parts().accounts.sign_out()
    response = make_response(redirect(url_for("opening.show"), 303))
    parts().carried.forget(response)
    return response


def _page(
    template: str, form: SignInForm | RegisterForm | ConfirmForm, notice: str | None = None, status: int = 0
) -> Page:
    found = faults(form)
    if is_stale(form):
        notice = stale_notice(form)
    usual = 200 if request.method == "GET" else 400
    return render_template(template, form=form, faults=found, notice=notice), status or usual


def _down() -> str:
    return str(_("Accounts can't be reached just now. You can open an incident without one."))
