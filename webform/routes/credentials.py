"""What could take an account away from its owner: another e-mail, another password. Each asks for a proof."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _

from webform.account_forms import NewEmailForm, NewPasswordForm
from webform.account_pages import Page, for_signed_in, form_page, is_sent, refused_page, unchanged_notice
from webform.customers import AccountsUnavailableError, RefusedError
from webform.parts import parts
from webform.proof import Proof, blame_proof

credentials = Blueprint("credentials", __name__, url_prefix="/account")
for_signed_in(credentials)


@credentials.route("/new-email", methods=["GET", "POST"])
def change_email() -> Page:
    """Have a link mailed to another e-mail, which counts once that was opened."""
    form, proof = NewEmailForm(), Proof.needed()
    form.is_asked = proof.is_password
    if not is_sent(form):
        return form_page("new_email.html", form, proof=proof)
    try:
        parts().own_account.change_email(form.email.data, proof.given(form))
    except RefusedError as error:
        proof, notice = blame_proof(form, proof, error)
        return refused_page("new_email.html", form, error, notice, proof=proof)
    except AccountsUnavailableError:
        return form_page("new_email.html", form, unchanged_notice(), 503, proof=proof)
    flash(
        _(
            "We have sent a mail to %(email)s. Your e-mail changes once you open the link in it.",
            email=form.email.data,
        )
    )
    return redirect(url_for("profile.show"), 303)


@credentials.route("/password", methods=["GET", "POST"])
def change_password() -> Page:
    """Choose another password; the present one is always asked for, where there is one."""
    form, proof = NewPasswordForm(), Proof.needed(is_strict=True)
    form.is_asked = proof.is_password
    if not is_sent(form):
        return form_page("new_password.html", form, proof=proof)
    try:
        parts().own_account.change_password(form.password.data, proof.given(form))
    except RefusedError as error:
        if "password" in error.fields:
            form.password.errors = [_("This password is too easy to guess.")]
            return form_page("new_password.html", form, proof=proof)
        proof, notice = blame_proof(form, proof, error)
        return refused_page("new_password.html", form, error, notice, proof=proof)
    except AccountsUnavailableError:
        return form_page("new_password.html", form, unchanged_notice(), 503, proof=proof)
    flash(_("Your password is changed. Everywhere but here you are signed out."))
    return redirect(url_for("profile.show"), 303)
