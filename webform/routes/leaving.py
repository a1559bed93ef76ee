"""Deleting one's account: what goes, what stays, and the proof that it is its owner who asks."""

from flask import Blueprint, redirect, render_template, url_for

from webform.account_forms import ProofForm
from webform.account_pages import Page, for_signed_in, form_page, is_sent, refused_page, unchanged_notice
from webform.customers import AccountsUnavailableError, RefusedError
from webform.parts import parts
from webform.proof import Proof, blame_proof

leaving = Blueprint("leaving", __name__, url_prefix="/account")
for_signed_in(leaving)
left = Blueprint("left", __name__, url_prefix="/account")
"""What is shown afterwards, to who is nobody here any more."""


@leaving.route("/deletion", methods=["GET", "POST"])
def delete() -> Page:
    """Delete the account."""
    form, proof = ProofForm(), Proof.needed()
    form.is_asked = proof.is_password
    if not is_sent(form):
        return form_page("deletion.html", form, proof=proof)
    try:
        parts().own_account.erase(proof.given(form))
    except RefusedError as error:
        proof, notice = blame_proof(form, proof, error)
        return refused_page("deletion.html", form, error, notice, proof=proof)
    except AccountsUnavailableError:
        return form_page("deletion.html", form, unchanged_notice(), 503, proof=proof)
    return redirect(url_for("left.deleted"), 303)


@left.get("/deleted")
def deleted() -> str:
    """Say that the account is gone."""
    return render_template("deleted.html")
