"""What a customer says about an incident besides its conversation: how it went, and whether to get mails."""

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _

from shared.contracts.commands import RateIncident, SubscribeIncident, UnsubscribeIncident
from shared.links import RATING
from webform.authors import author_of
from webform.correlation import correlation_id
from webform.fair import Action, limited
from webform.forms import MailsForm, RatingForm
from webform.parts import parts
from webform.routes.tracking import tracked_by, tracking_page
from webform.stale import is_stale, stale_notice
from webform.submission import NotAcceptedError, Ticket
from webform.view import Tracked

afterwards = Blueprint("afterwards", __name__, url_prefix="/incidents")
Wish = RateIncident | SubscribeIncident | UnsubscribeIncident


def _slowed_rating(notice: str, reference: str) -> Response:
    return tracking_page(tracked_by(reference), notice=notice, rated=RatingForm())


def _slowed(notice: str, reference: str) -> Response:
    return tracking_page(tracked_by(reference), notice=notice)


@afterwards.post(f"/<reference>/{RATING}")
@limited(Action.COMMENTS, _slowed_rating)
def rate(reference: str) -> Response:
    """The customer says how it went."""
    tracked, form = tracked_by(reference), RatingForm()
    ticket = parts().tickets.read(form.ticket.data)
    if not form.validate() or ticket is None:
        return _again(tracked, form, stale_notice(form) if is_stale(form) or ticket is None else None, 400)
    stars, word = int(form.stars.data), form.word.data or None
    wish = RateIncident(
        incident_id=tracked.incident_id,
        request_id=ticket.identity(RATING, str(tracked.incident_id), str(stars), word or ""),
        author=author_of(tracked),
        stars=stars,
        word=word,
    )
    if not _left(wish):
        return _again(tracked, form, _down_notice(), 503)
    flash(_("Thank you for telling us."), tracked.reference)
    return _to_page(reference)


@afterwards.post("/<reference>/mails")
@limited(Action.COMMENTS, _slowed)
def choose_mails(reference: str) -> Response:
    """The customer wants mails about it, or no more."""
    tracked, form = tracked_by(reference), MailsForm()
    ticket = parts().tickets.read(form.ticket.data)
    if not form.validate() or ticket is None:
        return _again(tracked, None, stale_notice(form), 400)
    is_wanted = form.wanted.data == "yes"
    if not _left(_mails_wish(tracked, ticket, is_wanted=is_wanted)):
        return _again(tracked, None, _down_notice(), 503)
    notice = (
        _("From now on we send you mails about this incident.")
        if is_wanted
        else _("From now on we send you no more mails about this incident.")
    )
    flash(notice, tracked.reference)
    return _to_page(reference)


@afterwards.get(f"/<reference>/<any({RATING}, mails):place>")
def back(reference: str, place: str) -> Response:  # noqa: ARG001 (the address's)
    """Lead who reloads the address of a post to the page itself."""
    return _to_page(reference)


def _mails_wish(tracked: Tracked, ticket: Ticket, *, is_wanted: bool) -> Wish:
    kind = SubscribeIncident if is_wanted else UnsubscribeIncident
    request_id = ticket.identity("mails", str(tracked.incident_id), str(is_wanted))
    return kind(incident_id=tracked.incident_id, request_id=request_id, author=author_of(tracked))


def _left(wish: Wish) -> bool:
    """Leave a wish with the broker; return False when it can't be taken now."""
    try:
        parts().sender.send(wish, wish.request_id, correlation_id())
    except NotAcceptedError:
        return False
    return True


def _again(tracked: Tracked, form: RatingForm | None, notice: str | None, status: int) -> Response:
    page = tracking_page(tracked, notice=notice, rated=form)
    page.status_code = status
    return page


def _to_page(reference: str) -> Response:
    values = {"reference": reference, "key": request.args.get("key"), "lang": request.args.get("lang")}
    return make_response(redirect(url_for("tracking.show", **values), 303))  # type: ignore[arg-type]


def _down_notice() -> str:
    return str(
        _("We could not take it just now, because of a fault on our side. Please try again in a moment.")
    )
