"""Having an account: register, sign in, sign out, one's own incidents."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from webform.account_forms import RegisterForm, SignInForm
from webform.account_pages import Page, down_notice, form_page, is_inside, is_sent, refused_page
from webform.accounts import Registration
from webform.customers import AccountsUnavailableError, RefusedError
from webform.desk import DeskUnavailableError, SignedOutError
from webform.fair import Action, limited
from webform.languages import current_language
from webform.parts import parts
from webform.returning import come_back_to, way_back
from webform.routes.mailed_links import sign_in_by_link

account = Blueprint("account", __name__)


@account.get("/incidents")
def own() -> Page:
    """The incidents of who is signed in."""
    try:
        token = parts().accounts.access_token()
        if token is None:
            return redirect(url_for(".sign_in"), 303)
        incidents = parts().desk.own(token)
    except SignedOutError:
        # Here too, or the door would lead back to this page.
        parts().accounts.forget()
        return redirect(url_for(".sign_in"), 303)
    except (DeskUnavailableError, AccountsUnavailableError):
        return render_template("own.html", incidents=None), 503
    keys = {one.row.id: parts().links.key_of(one.row.id) for one in incidents}
    return render_template("own.html", incidents=incidents, keys=keys)


@account.route("/account/sign-in", methods=["GET", "POST"])
@limited(Action.SIGN_IN, lambda notice: form_page("sign_in.html", SignInForm(), notice))
def sign_in() -> Page:
    """Sign in with e-mail and password, or by the link that was mailed, which leads here too."""
    if "token" in request.args:
        return sign_in_by_link()
    come_back_to(request.args.get("then"))
    if is_inside():
        return redirect(way_back(), 303)
    form = SignInForm()
    if not is_sent(form):
        return form_page("sign_in.html", form)
    try:
        parts().accounts.sign_in(form.email.data, form.password.data)
    except RefusedError as error:
        wrong = _("This e-mail and this password don't belong together.")
        return refused_page("sign_in.html", form, error, wrong)
    except AccountsUnavailableError:
        return form_page("sign_in.html", form, down_notice(), 503)
    return redirect(way_back(), 303)


@account.route("/account/new", methods=["GET", "POST"])
@limited(Action.REGISTRATION, lambda notice: form_page("register.html", RegisterForm(), notice))
def register() -> Page:
    """Have a link mailed that makes the account."""
    if is_inside():
        return redirect(way_back(), 303)
    form = RegisterForm()
    if not is_sent(form):
        return form_page("register.html", form)
    wish = Registration(
        name=form.name.data,
        surname=form.surname.data or None,
        email=form.email.data,
        password=form.password.data,
        language=current_language(),
    )
    try:
        parts().accounts.register(wish)
    except RefusedError as error:
        if "password" in error.fields:
            form.password.errors = [_("This password is too easy to guess.")]
        return form_page("register.html", form, None if form.errors else _("This could not be accepted."))
    except AccountsUnavailableError:
        return form_page("register.html", form, down_notice(), 503)
    session["mailed"] = wish.email
    return redirect(url_for(".mailed"), 303)


@account.get("/account/mailed")
def mailed() -> Page:
    """Say that the next step lies in the mailbox; ``about`` is what for."""
    return render_template("mailed.html", email=session.get("mailed"), about=request.args.get("about"))


@account.post("/account/sign-out")
def sign_out() -> Page:
    """Sign out here. It needs no token of the form: the cookie is not sent from other sites."""
    parts().accounts.sign_out()
    return redirect(url_for("opening.show"), 303)
