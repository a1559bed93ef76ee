"""What may help, shown to who is about to send: a page of its own, so that Back and Reload find it again."""

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webform.fair import Action, limited
from webform.filling import anew
from webform.forms import IncidentForm
from webform.helping import Help
from webform.parts import parts
from webform.routes.helping import helps
from webform.security import KEPT_FOR_BACK
from webform.suggesting import SearchUnavailableError

before_sending = Blueprint("before_sending", __name__)


def helps_with(form: IncidentForm) -> tuple[Help, ...]:
    """Return what may help with what a form says; nothing where that is not known soon, for it must go on."""
    try:
        return helps(f"{form.subject.data}\n{form.description.data}", form.category.data)
    except SearchUnavailableError:
        return ()


@before_sending.get("/incidents/new/help")
@limited(Action.SEARCH, lambda notice: _page(None))  # noqa: ARG005 (it goes on without help)
def show() -> Response:
    """Show it, with the form that its author carries along."""
    return _page(helps_with)


def _page(find: Callable[[IncidentForm], tuple[Help, ...]] | None) -> Response:
    carried = parts().carried.recall()
    if carried is None:
        return redirect(url_for("opening.show"), 303)
    form = anew(parts().knowledge.catalogue(), carried)
    html = render_template("preview.html", form=form, helps=find(form) if find else ())
    response = make_response(html)
    response.headers["Cache-Control"] = KEPT_FOR_BACK
    return response
