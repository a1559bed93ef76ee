"""Taking out all that is known about oneself, with a proof that it is oneself who asks."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from webform.account_forms import ProofForm
from webform.account_pages import Page, for_signed_in, form_page, is_sent, refused_page
from webform.customers import AccountsUnavailableError, RefusedError
from webform.parts import parts
from webform.proof import Proof, blame_proof

exporting = Blueprint("exporting", __name__, url_prefix="/account")
for_signed_in(exporting)


@exporting.route("/export", methods=["GET", "POST"])
def take_out() -> Page:
    """Hand out everything as a zip, piece by piece as it comes; where that breaks off, so does this."""
    form, proof = ProofForm(), Proof.needed()
    form.is_asked = proof.is_password
    if not is_sent(form):
        return form_page("export.html", form, proof=proof)
    try:
        download = parts().own_account.export(proof.given(form))
    except RefusedError as error:
        proof, notice = blame_proof(form, proof, error)
        return refused_page("export.html", form, error, notice, proof=proof)
    except AccountsUnavailableError:
        notice = _("Not everything can be gathered just now. Please try again in a few minutes.")
        return form_page("export.html", form, notice, 503, proof=proof)
    name = _("my-data")
    response = Response(download.pieces, mimetype="application/zip")
    response.call_on_close(download.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
