"""What a customer says about an incident besides its conversation: how it went, and whether to get mails."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _

from shared.contracts.commands import RateIncident, SubscribeIncident, UnsubscribeIncident
from shared.links import RATING as RATING_PAGE
from webform.attaching import attach
from webform.authors import author_of
from webform.correlation import correlation_id
from webform.fair import Action, limited
from webform.forms import MailsForm, OptionalMessageForm, RatingForm, about_files
from webform.parts import parts
from webform.routes.tracking import tracked_by, tracking_page
from webform.slowed import attach_slowed
from webform.stale import is_stale, stale_notice
from webform.submission import NotAcceptedError, Ticket
from webform.unsent import (
    NOTHING,
    down_notice,
    leave,
    rating_posted,
    tell_of_words,
    too_long,
)
from webform.view import Tracked

afterwards = Blueprint("afterwards", __name__, url_prefix="/incidents")
Wish = RateIncident | SubscribeIncident | UnsubscribeIncident


def _slowed(notice: str, reference: str) -> Response:
    tracked, message = tracked_by(reference), OptionalMessageForm()
    attach_slowed(message.files, str(tracked.incident_id), parts().tickets.fresh())
    page = tracking_page(tracked, message, notice, rated=rating_posted())
    leave(page, tracked, message.files, sent=NOTHING)
    return page


@afterwards.post(f"/<reference>/{RATING_PAGE}")
@limited(Action.COMMENTS, _slowed)
def rate(reference: str) -> Response:
    """The customer says how it went."""
    tracked, form = tracked_by(reference), RatingForm()
    is_right = form.validate()
    stars, word = form.stars.data or "", form.word.data or None

    def make(ticket: Ticket) -> Wish:
        return RateIncident(
            incident_id=tracked.incident_id,
            request_id=ticket.identity(RATING_PAGE, str(tracked.incident_id), stars, word or ""),
            author=author_of(tracked),
            stars=int(stars),
            word=word,
        )

    # It stays on the page, too: the rating itself is not there yet when that is fetched.
    return _send(tracked, form, make if is_right else None, _("Thank you for telling us."))


@afterwards.post("/<reference>/mails")
@limited(Action.COMMENTS, _slowed)
def choose_mails(reference: str) -> Response:
    """The customer wants mails about it, or no more."""
    tracked, form = tracked_by(reference), MailsForm()
    is_right = form.validate()
    is_wanted = form.wanted.data == "yes"
    done = (
        _("From now on we send you mails about this incident.")
        if is_wanted
        else _("From now on we send you no more mails about this incident.")
    )

    def make(ticket: Ticket) -> Wish:
        return _mails_wish(tracked, ticket, is_wanted=is_wanted)

    return _send(tracked, form, make if is_right else None, done)


@afterwards.get(f"/<reference>/<any({RATING_PAGE}, mails):place>")
def back(reference: str, place: str) -> Response:  # noqa: ARG001 (the address's)
    """Lead who reloads the address of a post to the page itself."""
    return _to_page(reference)


def _mails_wish(tracked: Tracked, ticket: Ticket, *, is_wanted: bool) -> Wish:
    kind = SubscribeIncident if is_wanted else UnsubscribeIncident
    request_id = ticket.identity("mails", str(tracked.incident_id), str(is_wanted))
    return kind(incident_id=tracked.incident_id, request_id=request_id, author=author_of(tracked))


def _send(
    tracked: Tracked,
    form: RatingForm | MailsForm,
    make: Callable[[Ticket], Wish] | None,
    done: str,
) -> Response:
    """Leave a wish with the broker and lead to the page; ``make`` is None where the form is not right.

    A message that stands typed on the page stays there.
    """
    message = OptionalMessageForm()
    ticket = parts().tickets.read(message.ticket.data)
    attach(message.files, str(tracked.incident_id), ticket or parts().tickets.fresh())
    if ticket is None or make is None:
        is_old = ticket is None or is_stale(form)
        message.ticket.data = parts().tickets.new() if is_old else message.ticket.data
        return _again(tracked, message, form, stale_notice(form) if is_old else None, 400)
    if message.files.errors:
        return _again(tracked, message, form, about_files(message), message.files.status)
    response = _to_page(tracked.reference)
    if not leave(response, tracked, message.files, NOTHING):
        return _again(tracked, message, form, too_long(), 400)
    wish = make(ticket)
    try:
        parts().sender.send(wish, wish.request_id, correlation_id())
    except NotAcceptedError:
        return _again(tracked, message, form, down_notice(), 503)
    flash(done, tracked.reference)
    tell_of_words(message.files, tracked.reference)
    return response


def _again(
    tracked: Tracked,
    message: OptionalMessageForm,
    form: RatingForm | MailsForm,
    notice: str | None,
    status: int,
) -> Response:
    rated = form if isinstance(form, RatingForm) else rating_posted()
    page = tracking_page(tracked, message, notice, rated=rated)
    leave(page, tracked, message.files, sent=NOTHING)  # for its other language, which is a plain link
    page.status_code = status
    return page


def _to_page(reference: str) -> Response:
    values = {"reference": reference, "key": request.args.get("key"), "lang": request.args.get("lang")}
    return make_response(redirect(url_for("tracking.show", **values), 303))  # type: ignore[arg-type]
