"""What a category asks besides: fields that staff defines, with a message in words for each wrong value."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, SelectField, StringField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import DateInput, TextInput

from shared.contracts.knowledge import CategoryDefinition, FieldDefinition, FieldKind
from shared.contracts.resources import FieldAnswer
from shared.contracts.vocabulary import FIELD_VALUE_MAX, Language
from shared.contracts.wording import day_in
from webform.checks import AtMost, Filled, seen

_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,6})?")


class Questions(BaseForm):
    """What one category asks, filled in or not."""

    def __init__(self, category: CategoryDefinition, language: Language, said: Any) -> None:
        fields = {asked.slug: _field(asked, language) for asked in category.fields}
        # A dot is in no slug, so two categories never share a name.
        super().__init__(fields, prefix=f"{category.slug}.", meta=Form.Meta())
        self.heading = category.names[language]
        self._choices: Mapping[str, Mapping[str, str]] = {
            asked.slug: {choice.slug: choice.labels[language] for choice in asked.choices}
            for asked in category.fields
            if asked.choices
        }
        for slug, labels in self._choices.items():
            self._fields[slug].choices = [("", _("Choose…")), *labels.items()]
        self.process(said)

    def answers(self) -> tuple[FieldAnswer, ...]:
        """Return what was answered, as the customer read it; what was left empty is left out."""
        return tuple(
            FieldAnswer(field=slug, label=field.label.text, value=self._shown(slug, field.data))
            for slug, field in self._fields.items()
            if field.data
        )

    def _shown(self, slug: str, value: str) -> str:
        return self._choices.get(slug, {}).get(value, value)


def _field(asked: FieldDefinition, language: Language) -> Any:
    """Return the unbound field of a question."""
    label = asked.labels[language]
    needed = _needed(asked, label)
    checks = [needed, AtMost(FIELD_VALUE_MAX)]
    if asked.kind is FieldKind.CHOICE:
        known = frozenset(choice.slug for choice in asked.choices)
        return SelectField(label, [needed, _OneOf(known)], filters=[seen], validate_choice=False)
    if asked.kind is FieldKind.DATE:
        return StringField(label, [*checks, is_day], filters=[seen], widget=DateInput())
    if asked.kind is FieldKind.NUMBER:
        kind = {"inputmode": "decimal"}
        return StringField(label, [*checks, is_number], filters=[seen], widget=TextInput(), render_kw=kind)
    return StringField(label, checks, filters=[seen])


def _needed(asked: FieldDefinition, label: str) -> Any:
    if not asked.is_required:
        return _or_empty
    # Above the form it stands among others, so it names what is missing.
    return Filled(lazy_gettext("We need this to help you: %(question)s", question=label))


def _or_empty(form: BaseForm, field: Any) -> None:
    """Check no further what may be left empty, and is."""
    if not field.data:
        raise StopValidation


def is_number(form: BaseForm, field: Any) -> None:
    """Check that it is a number, with a comma or a point."""
    if not _NUMBER.fullmatch(field.data):
        raise ValidationError(_("This should be a number, such as 3 or 12.50."))


def is_day(form: BaseForm, field: Any) -> None:
    """Check that it is a day of the calendar, as browsers send it."""
    if day_in(field.data) is None:
        raise ValidationError(_("This should be a day, such as 2026-05-31."))


class _OneOf:
    """The value must be one of those that were offered."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Check."""
        if field.data not in self._known:
            raise ValidationError(_("Choose one of the list."))
