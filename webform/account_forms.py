"""The forms of the ways in and out of an account, and of what proves who somebody is."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

from shared.contracts.vocabulary import EMAIL_MAX, NAME_MAX
from webform.checks import AtMost, Filled, seen
from webform.forms import EMAIL_RULES, NAME_RULES

PASSWORD_MIN, PASSWORD_MAX = 12, 200
_SEEN = (seen,)
_ENTER_EMAIL = (Filled(lazy_gettext("Enter your e-mail.")), AtMost(EMAIL_MAX))


def _is_long(form: FlaskForm, field: Any) -> None:  # noqa: ARG001 (WTForms calls it with both)
    """Long is what makes a password good."""
    if len(field.data or "") < PASSWORD_MIN:
        text = _(
            "At least %(least)d characters: three or four words are easy to remember.", least=PASSWORD_MIN
        )
        raise ValidationError(text)


_NEW_PASSWORD = (Filled(lazy_gettext("Choose a password.")), AtMost(PASSWORD_MAX), _is_long)


class ButtonForm(FlaskForm):
    """A button and nothing to fill in."""


class SignInForm(FlaskForm):
    """Who wants in."""

    email = EmailField(lazy_gettext("Your e-mail"), _ENTER_EMAIL, filters=_SEEN)
    password = PasswordField(lazy_gettext("Password"), [Filled(lazy_gettext("Enter your password."))])


class LinkForm(FlaskForm):
    """Whom to mail a link; ``then`` is where they go on once it was opened."""

    email = EmailField(lazy_gettext("Your e-mail"), _ENTER_EMAIL, filters=_SEEN)
    then = HiddenField()


class RegisterForm(FlaskForm):
    """A new account."""

    name = StringField(lazy_gettext("Your name"), NAME_RULES, filters=_SEEN)
    surname = StringField(lazy_gettext("Surname"), [AtMost(NAME_MAX)], filters=_SEEN)
    email = EmailField(lazy_gettext("Your e-mail"), EMAIL_RULES, filters=_SEEN)
    password = PasswordField(lazy_gettext("Password"), _NEW_PASSWORD)


class ResetForm(FlaskForm):
    """A password in place of one that was forgotten."""

    password = PasswordField(lazy_gettext("New password"), _NEW_PASSWORD)


class ProofForm(FlaskForm):
    """The present password, where it is asked for."""

    current = PasswordField(lazy_gettext("Your present password"))
    is_asked = True
    """Whether the password has to be there; set for each request."""

    def validate_current(self, field: Any) -> None:
        """Nothing, unless it is asked for."""
        if self.is_asked and not field.data:
            raise ValidationError(_("Enter your password."))


class NewEmailForm(ProofForm):
    """Another e-mail."""

    email = EmailField(lazy_gettext("New e-mail"), EMAIL_RULES, filters=_SEEN)


class NewPasswordForm(ProofForm):
    """Another password."""

    password = PasswordField(lazy_gettext("New password"), _NEW_PASSWORD)
