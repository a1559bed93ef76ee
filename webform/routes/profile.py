"""One's account: who one is, and the ways to everything else about it."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _

from webform.account_pages import Page, for_signed_in, form_page, is_sent, refused_notice, unchanged_notice
from webform.customers import AccountsUnavailableError, RefusedError
from webform.own_account import StaleProfileError
from webform.parts import parts
from webform.profile_form import ProfileForm


def _signed_out_page() -> Page:
    """Show what was typed, to save it after signing in again."""
    notice = _(
        "Your session has ended, so nothing is saved yet. What you typed is still here: sign in again in "
        "another window, then save here."
    )
    return form_page("account.html", ProfileForm(), notice, 403, profile=None)


profile = Blueprint("profile", __name__)
for_signed_in(profile, _signed_out_page)


@profile.get("/account")
def show() -> Page:
    """Show the profile and the rest of the account."""
    found = parts().own_account.profile()
    return form_page("account.html", ProfileForm.of(found), profile=found.profile)


@profile.post("/account")
def change() -> Page:
    """Change the profile, unless it was changed elsewhere since it was shown: then show both."""
    form = ProfileForm()
    if form.owner.data != (parts().accounts.customer() or {}).get("id"):
        flash(_("Somebody else has signed in here since that page was opened, so nothing was changed."))
        return redirect(url_for(".show"), 303)
    if not is_sent(form):
        return _again(form)
    try:
        parts().own_account.change(form.change(), form.version.data or "")
    except StaleProfileError as error:
        form.rebase(error.current)
        return form_page("account.html", form, _moved_notice(form), 412, profile=error.current.profile)
    except RefusedError as error:
        form.blame(error.fields)
        return _again(form, None if form.errors else refused_notice())
    except AccountsUnavailableError:
        return _again(form, unchanged_notice(), 503)
    flash(_("Saved."))
    return redirect(url_for(".show"), 303)


def _again(form: ProfileForm, notice: str | None = None, status: int = 0) -> Page:
    """Show the form as it was typed; the rest of the page where it can be had."""
    try:
        rest = parts().own_account.profile().profile
    except AccountsUnavailableError:
        rest = None
    return form_page("account.html", form, notice, status, profile=rest)


def _moved_notice(form: ProfileForm) -> str:
    if form.now:
        return str(
            _(
                "Your details were changed elsewhere meanwhile. What you typed is still here, and beside it "
                "what stands there now. Save once more to keep what you typed."
            )
        )
    return str(
        _(
            "Your details were changed elsewhere meanwhile, in other places than here. They are on this page "
            "now, with what you typed. Save once more."
        )
    )
