"""The profile as a form: what was shown, what was typed, and what stands there by now."""

import json
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, lazy_gettext
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Optional, Regexp, ValidationError

from shared.clock import utc_now
from shared.contracts.vocabulary import NAME_MAX, Language
from webform.checks import AtMost, seen
from webform.countries import countries
from webform.forms import NAME_RULES
from webform.own_account import Profile, Seen

OLDEST_YEARS = 120
POSTAL_CODE_MAX = 16
_SEEN = (seen,)
_ADDRESS = ("street", "postal_code", "city", "country")
_FIELDS = ("name", "surname", "birth_date", *_ADDRESS, "language")
_LANGUAGES = [(Language.SPANISH.value, "Español"), (Language.ENGLISH.value, "English")]


class ProfileForm(FlaskForm):
    """What somebody says of themselves; an address is given whole or not at all."""

    name = StringField(lazy_gettext("Your name"), NAME_RULES, filters=_SEEN)
    surname = StringField(lazy_gettext("Surname"), [AtMost(NAME_MAX)], filters=_SEEN)
    birth_date = StringField(lazy_gettext("Date of birth"), filters=_SEEN)
    street = StringField(lazy_gettext("Street and number"), [AtMost(NAME_MAX)], filters=_SEEN)
    postal_code = StringField(
        lazy_gettext("Postal code"),
        [
            AtMost(POSTAL_CODE_MAX),
            Optional(),
            Regexp("[A-Za-z0-9][A-Za-z0-9 -]*$", message=lazy_gettext("Letters and digits only.")),
        ],
        filters=_SEEN,
    )
    city = StringField(lazy_gettext("City"), [AtMost(NAME_MAX)], filters=_SEEN)
    country = SelectField(lazy_gettext("Country"), validate_choice=False)
    language = SelectField(lazy_gettext("Language of our mails"), validate_choice=False)
    owner = HiddenField()
    """Whose profile was shown: in this browser somebody else may have signed in since."""
    version = HiddenField()
    shown = HiddenField()
    """What the fields held when the page was shown, to tell what its author has touched."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.country.choices = [("", "—"), *countries()]
        self.language.choices = _LANGUAGES
        self.now: dict[str, str] = {}
        """What stands there by now, of the fields that were changed here and elsewhere."""

    @classmethod
    def of(cls, found: Seen) -> "ProfileForm":
        """Return the form that shows a profile."""
        values = _values(found.profile)
        form = cls(formdata=None, data={**values, "owner": found.profile.id})
        form.version.data, form.shown.data = found.version, json.dumps(values)
        return form

    def change(self) -> dict[str, Any]:
        """Return what was typed, as ``customers`` takes it."""
        said = {name: self[name].data or None for name in _FIELDS if name not in _ADDRESS}
        address = {name: self[name].data for name in _ADDRESS}
        return {**said, "address": address if any(address.values()) else None}

    def rebase(self, current: Seen) -> None:
        """Take what was changed elsewhere alone, and note what stands beside what was typed here."""
        shown = self._shown()
        for name, value in _values(current.profile).items():
            field, before = self[name], shown.get(name)
            if (field.data or "") == before:
                field.data = value
            elif value not in {before, field.data}:
                self.now[name] = self._said(name, value)
        self.version.data = current.version
        self.shown.data = json.dumps(_values(current.profile))

    def validate_birth_date(self, field: Any) -> None:
        """A day on which somebody who lives today can have been born."""
        if not field.data:
            return
        try:
            born = date.fromisoformat(field.data)
        except ValueError as error:
            raise ValidationError(_("Write the date as in 1984-05-23.")) from error
        today = utc_now().date()
        oldest = (today.year - OLDEST_YEARS, today.month, today.day)
        if not oldest <= (born.year, born.month, born.day) < (today.year, today.month, today.day):
            raise ValidationError(_("This can't be the day you were born. Please check the year."))

    def validate_language(self, field: Any) -> None:
        """One that we speak."""
        if field.data not in dict(_LANGUAGES):
            raise ValidationError(_("Choose one of the list."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields, and that of an address nothing is missing."""
        is_right = bool(super().validate(extra_validators))
        missing = [self[name] for name in _ADDRESS if not self[name].data]
        if len(missing) in {0, len(_ADDRESS)}:
            return is_right
        for field in missing:
            field.errors = [_("Missing for a whole address: %(field)s", field=field.label.text)]
        return False

    def blame(self, fields: dict[str, str]) -> None:
        """Mark the fields that ``customers`` refuses, which this form would have taken."""
        for path in fields:
            name = path.rpartition(".")[2]
            if name in _FIELDS and not self[name].errors:
                self[name].errors = [_("Something in this can't be accepted. Please check it.")]

    def _shown(self) -> dict[str, str]:
        try:
            found = json.loads(self.shown.data or "{}")
        except ValueError:
            return {}
        told = found.items() if isinstance(found, dict) else ()
        return {name: text for name, text in told if isinstance(text, str)}

    def _said(self, name: str, value: str) -> str:
        """Return a value as a page says it."""
        if not value:
            return str(_("nothing"))
        if name == "birth_date":
            return str(format_date(date.fromisoformat(value), "long", locale=get_locale()))
        choices = {"country": self.country.choices, "language": _LANGUAGES}.get(name, [])
        return str(dict(choices).get(value, value))


def _values(profile: Profile) -> dict[str, str]:
    address = profile.address
    lines = {name: getattr(address, name) if address else "" for name in _ADDRESS}
    return {
        "name": profile.name,
        "surname": profile.surname or "",
        "birth_date": profile.birth_date.isoformat() if profile.birth_date else "",
        **lines,
        "language": profile.language.value,
    }
