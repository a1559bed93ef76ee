"""What can be wrong with a field of a form, each with a message in words."""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from shared.contracts.wording import cleaned

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS_AND_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def seen(text: str | None) -> str:
    """Return what one can see of a text; a filter of fields."""
    return cleaned(text or "")


class Filled:
    """The field must not be empty; ``message`` says what we need and why."""

    field_flags = {"required": True}  # noqa: RUF012 (WTForms' own name and type)

    def __init__(self, message: Any) -> None:
        self._message = message

    def __call__(self, form: BaseForm, field: Any) -> None:
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

    def __call__(self, form: BaseForm, field: Any) -> None:
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


def is_email(form: BaseForm, field: Any) -> None:
    """Check that the address could exist."""
    try:
        validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(_("This doesn't look like an e-mail address. Is something missing?")) from error
