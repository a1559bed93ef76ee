"""The forms, with a message in words for everything that can be wrong with a field."""

import re
from collections.abc import Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError

from shared.contracts.catalogue import CATEGORIES
from shared.contracts.vocabulary import (
    EMAIL_MAX,
    NAME_MAX,
    ORDER_MAX,
    PRODUCT_MAX,
    RATING_WORD_MAX,
    SUBJECT_MAX,
    TEXT_MAX,
    Language,
)
from shared.contracts.wording import cleaned

PASSWORD_MIN = 12
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS_AND_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _clean(text: str | None) -> str:
    return cleaned(text or "")


_SEEN = (_clean,)


class Filled:
    """The field must not be empty; ``message`` says what we need and why."""

    field_flags = {"required": True}  # noqa: RUF012 (WTForms' own name and type)

    def __init__(self, message: Any) -> None:
        self._message = message

    def __call__(self, form: FlaskForm, field: Any) -> None:
        """Check."""
        if not field.data:
            field.errors = []
            raise StopValidation(str(self._message))


class AtMost:
    """The text must fit, and must hold nothing that hides or forges lines."""

    def __init__(self, most: int, *, lines: bool = False) -> None:
        # A browser cuts what is pasted without a word; of a long text that would be noticed too late.
        self.field_flags = {} if lines else {"maxlength": most}
        self._most = most
        self._hidden = _CONTROLS if lines else _CONTROLS_AND_BREAKS

    def __call__(self, form: FlaskForm, field: Any) -> None:
        """Check."""
        text = field.data or ""
        if len(text) > self._most:
            raise ValidationError(
                _(
                    "This is %(length)d characters long; at most %(most)d fit.",
                    length=len(text),
                    most=self._most,
                )
            )
        if self._hidden.search(text):
            raise ValidationError(_("This contains invisible control characters. Please type it again."))


def is_email(form: FlaskForm, field: Any) -> None:
    """Check that the address could exist."""
    try:
        validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(_("This doesn't look like an e-mail address. Is something missing?")) from error


_name = (Filled(lazy_gettext("Tell us your name, so that we know whom to answer.")), AtMost(NAME_MAX))
_email = (Filled(lazy_gettext("We need an e-mail address to reach you.")), AtMost(EMAIL_MAX), is_email)


class IncidentForm(FlaskForm):
    """What happened."""

    category = RadioField(lazy_gettext("What is it about?"), validate_choice=False)
    subject = StringField(
        lazy_gettext("In one line"),
        [Filled(lazy_gettext("Say in a few words what happened.")), AtMost(SUBJECT_MAX)],
        filters=_SEEN,
    )
    description = TextAreaField(
        lazy_gettext("What happened?"),
        [Filled(lazy_gettext("Tell us what happened, so that we can help.")), AtMost(TEXT_MAX, lines=True)],
        filters=_SEEN,
    )
    order_number = StringField(lazy_gettext("Order number"), [AtMost(ORDER_MAX)], filters=_SEEN)
    product = StringField(lazy_gettext("Product"), [AtMost(PRODUCT_MAX)], filters=_SEEN)
    name = StringField(lazy_gettext("Your name"), _name, filters=_SEEN)
    email = EmailField(lazy_gettext("Your e-mail"), _email, filters=_SEEN)
    ticket = HiddenField()

    def validate_category(self, field: Any) -> None:
        """Only what is on the list."""
        if field.data not in CATEGORIES:
            raise ValidationError(_("Choose what comes closest."))

    def offer(self, language: Language) -> None:
        """Fill in the choices in a language."""
        self.category.choices = [(slug, category.names[language]) for slug, category in CATEGORIES.items()]


class MessageForm(FlaskForm):
    """More words of the customer."""

    text = TextAreaField(
        lazy_gettext("Your message"),
        [Filled(lazy_gettext("Write something first.")), AtMost(TEXT_MAX, lines=True)],
        filters=_SEEN,
    )
    ticket = HiddenField()


class OptionalMessageForm(FlaskForm):
    """More words of the customer that may be missing, because the button says enough."""

    text = TextAreaField(lazy_gettext("Your message"), [AtMost(TEXT_MAX, lines=True)], filters=_SEEN)
    ticket = HiddenField()


class RatingForm(FlaskForm):
    """How well a customer found it dealt with."""

    stars = RadioField(lazy_gettext("How did we do?"), validate_choice=False)
    word = TextAreaField(
        lazy_gettext("Anything you want to add?"), [AtMost(RATING_WORD_MAX, lines=True)], filters=_SEEN
    )
    ticket = HiddenField()

    def validate_stars(self, field: Any) -> None:
        """One to five."""
        if field.data not in {"1", "2", "3", "4", "5"}:
            raise ValidationError(_("Choose how we did first."))

    def offer(self) -> None:
        """Fill in the choices in the page's language, the best first."""
        names = (_("Very well"), _("Well"), _("So-so"), _("Badly"), _("Very badly"))
        self.stars.choices = [(str(5 - place), name) for place, name in enumerate(names)]


class MailsForm(FlaskForm):
    """Whether mails about an incident are wanted."""

    wanted = HiddenField()
    ticket = HiddenField()

    def validate_wanted(self, field: Any) -> None:
        """Yes or no."""
        if field.data not in {"yes", "no"}:
            raise ValidationError("yes or no")


class SignInForm(FlaskForm):
    """Who wants in."""

    email = EmailField(
        lazy_gettext("Your e-mail"),
        [Filled(lazy_gettext("Enter your e-mail.")), AtMost(EMAIL_MAX)],
        filters=_SEEN,
    )
    password = PasswordField(lazy_gettext("Password"), [Filled(lazy_gettext("Enter your password."))])


class RegisterForm(FlaskForm):
    """A new account."""

    name = StringField(lazy_gettext("Your name"), _name, filters=_SEEN)
    email = EmailField(lazy_gettext("Your e-mail"), _email, filters=_SEEN)
    password = PasswordField(lazy_gettext("Password"), [Filled(lazy_gettext("Choose a password."))])

    def validate_password(self, field: Any) -> None:
        """Long is what makes a password good."""
        if len(field.data or "") < PASSWORD_MIN:
            raise ValidationError(
                _(
                    "At least %(least)d characters: three or four words are easy to remember.",
                    least=PASSWORD_MIN,
                )
            )


class ConfirmForm(FlaskForm):
    """A mailed link that was opened: looking at it does nothing, the button does."""

    token = HiddenField()


def faults(form: FlaskForm) -> Sequence[tuple[str, str]]:
    """Return the id of each field that is wrong, with its message, in the order of the form."""
    return [(field.id, str(field.errors[0])) for field in form if field.errors and field.name != "csrf_token"]


def is_stale(form: FlaskForm) -> bool:
    """Tell whether the form was open too long, or comes from elsewhere."""
    return bool(form.csrf_token.errors)
