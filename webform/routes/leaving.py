"""Deleting one's account: what goes and what stays, then what is still open, and a proof of who asks."""

from flask import Blueprint, redirect, render_template, url_for

from shared.contracts.vocabulary import State
from webform.account_forms import ProofForm
from webform.account_pages import Page, for_signed_in, form_page, is_sent, refused_page, unchanged_notice
from webform.customers import AccountsUnavailableError, RefusedError
from webform.desk import DeskUnavailableError, SignedOutError
from webform.parts import parts
from webform.proof import Proof, blame_proof

leaving = Blueprint("leaving", __name__, url_prefix="/account")
for_signed_in(leaving)
left = Blueprint("left", __name__, url_prefix="/account")
"""What is shown afterwards, to who is nobody here any more."""
_PAGE = "deletion_confirmation.html"
_UNSOLVED = frozenset({State.OPEN, State.ASSIGNED, State.WAITING})


@leaving.get("/deletion")
def explain() -> str:
    """Say what goes and what stays."""
    return render_template("deletion.html")


@leaving.route("/deletion/confirmation", methods=["GET", "POST"])
def delete() -> Page:
    """Ask once more, with what is still open, and delete the account."""
    form, proof = ProofForm(), Proof.needed()
    form.is_asked = proof.is_password
    if not is_sent(form):
        return form_page(_PAGE, form, proof=proof, unsolved=_unsolved())
    try:
        parts().own_account.erase(proof.given(form))
    except RefusedError as error:
        proof, notice = blame_proof(form, proof, error)
        return refused_page(_PAGE, form, error, notice, proof=proof, unsolved=_unsolved())
    except AccountsUnavailableError:
        return form_page(_PAGE, form, unchanged_notice(), 503, proof=proof, unsolved=_unsolved())
    return redirect(url_for("left.deleted"), 303)


@left.get("/deleted")
def deleted() -> str:
    """Say that the account is gone."""
    return render_template("deleted.html")


def _unsolved() -> int | None:
    """Return how many incidents nobody has solved yet; None where that can't be told just now."""
    try:
        token = parts().accounts.access_token()
        own = parts().desk.own(token) if token else ()
    except (AccountsUnavailableError, DeskUnavailableError, SignedOutError):
        return None
    return sum(one.row.state in _UNSOLVED for one in own)
