"""Where one is signed in, and signing out there, everywhere, or everywhere but here."""

import re
from contextlib import suppress

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from webform.account_forms import ButtonForm
from webform.account_pages import Page, for_signed_in
from webform.customers import RefusedError
from webform.parts import parts
from webform.stale import stale_notice

_PLACE_ID = re.compile(r"[0-9a-f]{24}")
"""As ``customers`` makes them; what is none must not become part of an address: "." would mean all."""

places = Blueprint("places", __name__, url_prefix="/account/sessions")
for_signed_in(places)


@places.get("")
def show() -> Page:
    """List the places."""
    found = parts().own_account.places()
    return render_template("places.html", form=ButtonForm(), places=found)


@places.post("/<place_id>/end")
def end(place_id: str) -> Page:
    """Sign out in one place."""
    if not _PLACE_ID.fullmatch(place_id):
        abort(404)
    form = ButtonForm()
    if form.validate():
        # Where it has ended by itself meanwhile it is just as well.
        with suppress(RefusedError):
            parts().own_account.sign_out_there(place_id)
        flash(_("Signed out there."))
    else:
        flash(stale_notice(form))
    return redirect(url_for(".show"), 303)


@places.post("/others/end")
def end_others() -> Page:
    """Sign out everywhere but here."""
    form = ButtonForm()
    if form.validate():
        parts().own_account.sign_out_elsewhere()
        flash(_("Everywhere but here you are signed out."))
    else:
        flash(stale_notice(form))
    return redirect(url_for(".show"), 303)


@places.post("/end")
def end_all() -> Page:
    """Sign out everywhere, here too."""
    form = ButtonForm()
    if not form.validate():
        flash(stale_notice(form))
        return redirect(url_for(".show"), 303)
    parts().own_account.sign_out_everywhere()
    flash(_("You are signed out everywhere."))
    return redirect(url_for("account.sign_in"), 303)
