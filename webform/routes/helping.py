"""Help before an incident is opened: what may help while one writes, and hearing when something is solved."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from shared.contracts.knowledge import Follower
from webform.fair import Action, limited
from webform.forms import FollowForm, faults
from webform.helping import Help
from webform.knowledge import KnowledgeUnavailableError
from webform.languages import current_language
from webform.parts import parts
from webform.stale import is_stale, stale_notice
from webform.suggesting import SearchUnavailableError

helping = Blueprint("helping", __name__)


@helping.get("/incidents/suggestions")
@limited(Action.SEARCH, lambda notice: "")  # noqa: ARG005 (a script asks: nothing helps)
def suggestions() -> Response:
    """Return what may help with what is being written, as a piece of the page; empty where nothing does."""
    try:
        found = helps(request.args.get("text", ""), request.args.get("category"))
    except SearchUnavailableError:
        return make_response("", 503)  # the script asks again
    return make_response(render_template("_suggestions.html", helps=found) if found else "")


def helps(text: str, category: str | None) -> tuple[Help, ...]:
    """Return what may help the present customer; raise SearchUnavailableError."""
    customer = parts().accounts.customer()
    return parts().helper.find(text, category, current_language(), customer["id"] if customer else None)


def _slowed(notice: str, known_id: UUID) -> AnyResponse:
    return _page(known_id, _filled(), notice)


@helping.post("/known-incidents/<uuid:known_id>/followers")
@limited(Action.FOLLOWING, _slowed)
def follow(known_id: UUID) -> AnyResponse:
    """Note who wants to hear when it is solved; ask who they are where that is not known yet."""
    form = _filled()
    is_right = form.validate()
    if is_stale(form):
        return _page(known_id, form, stale_notice(form), 400)
    if not is_right and not (form.name.data or form.email.data):
        # Nothing is wrong yet: they have not been asked.
        return redirect(url_for("helping.ask", known_id=known_id), 303)
    if not is_right:
        return _page(known_id, form, status=400)
    return _note(known_id, form)


@helping.get("/known-incidents/<uuid:known_id>/followers")
def ask(known_id: UUID) -> AnyResponse:
    """Show the page anew to who comes to its address without having sent it."""
    return _page(known_id, FollowForm(formdata=None))


@helping.get("/known-incidents/<uuid:known_id>/followed")
def followed(known_id: UUID) -> str:
    """Say that we will write."""
    return render_template("followed.html", title=_title(known_id), is_over=False)


def _filled() -> FollowForm:
    form = FollowForm()
    if customer := parts().accounts.customer():
        form.name.data, form.email.data = customer["name"], customer["email"]
    return form


def _note(known_id: UUID, form: FollowForm) -> AnyResponse:
    follower = Follower(name=form.name.data, email=form.email.data, language=current_language())
    try:
        is_noted = parts().knowledge.follow(known_id, follower)
    except KnowledgeUnavailableError:
        return _page(known_id, form, _down_notice(), 503)
    if not is_noted:
        return make_response(render_template("followed.html", title=_title(known_id), is_over=True))
    return redirect(url_for("helping.followed", known_id=known_id), 303)


def _page(known_id: UUID, form: FollowForm, notice: str | None = None, status: int = 200) -> AnyResponse:
    said = {"known_id": known_id, "title": _title(known_id), "notice": notice}
    return make_response(render_template("follow.html", form=form, faults=faults(form), **said), status)


def _down_notice() -> str:
    text = _("We could not note it just now, because of a fault on our side. Please try again in a moment.")
    return str(text)


def _title(known_id: UUID) -> str:
    known = parts().knowledge.known_incident(known_id)
    return known.texts[current_language()].title if known else ""
