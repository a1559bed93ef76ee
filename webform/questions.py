"""What a category asks besides: fields that staff defines, with a message in words for each wrong value."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, SelectField, StringField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import DateInput, TextInput

from shared.contracts.answering import AnswerFault, fault_of, shown
from shared.contracts.knowledge import CategoryDefinition, FieldDefinition, FieldKind
from shared.contracts.resources import FieldAnswer
from shared.contracts.vocabulary import FIELD_VALUE_MAX, Language
from webform.checks import AtMost, Filled, seen

_MESSAGES = {
    AnswerFault.NO_NUMBER: lazy_gettext("This should be a number, such as 3 or 12.50."),
    AnswerFault.NO_DAY: lazy_gettext("This should be a day, such as 2026-05-31."),
    AnswerFault.NO_CHOICE: lazy_gettext("Choose one of the list."),
}
"""What is said of a wrong value; of a missing or long one the checks of every form speak."""


class Questions(BaseForm):
    """What one category asks, filled in or not."""

    def __init__(self, category: CategoryDefinition, language: Language, said: Any) -> None:
        fields = {asked.slug: _field(asked, language) for asked in category.fields}
        # A dot is in no slug, so two categories never share a name.
        super().__init__(fields, prefix=f"{category.slug}.", meta=Form.Meta())
        self.heading = category.names[language]
        self._asked = {asked.slug: asked for asked in category.fields}
        self._language = language
        for asked in category.fields:
            if asked.kind is FieldKind.CHOICE:
                offered = [(choice.slug, choice.labels[language]) for choice in asked.choices]
                self._fields[asked.slug].choices = [("", _("Choose…")), *offered]
        self.process(said)

    def answers(self) -> tuple[FieldAnswer, ...]:
        """Return what was answered, as the customer read it; what was left empty is left out."""
        return tuple(
            FieldAnswer(
                field=slug,
                label=field.label.text,
                value=shown(self._asked[slug], field.data, self._language),
            )
            for slug, field in self._fields.items()
            if field.data
        )


def _field(asked: FieldDefinition, language: Language) -> Any:
    """Return the unbound field of a question."""
    label = asked.labels[language]
    needed = _needed(asked, label)
    checks = [needed, AtMost(FIELD_VALUE_MAX), _WillDo(asked)]
    if asked.kind is FieldKind.CHOICE:
        return SelectField(label, [needed, _WillDo(asked)], filters=[seen], validate_choice=False)
    if asked.kind is FieldKind.DATE:
        return StringField(label, checks, filters=[seen], widget=DateInput())
    if asked.kind is FieldKind.NUMBER:
        kind = {"inputmode": "decimal"}
        return StringField(label, checks, filters=[seen], widget=TextInput(), render_kw=kind)
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


class _WillDo:
    """The value must be of the kind that is asked for."""

    def __init__(self, asked: FieldDefinition) -> None:
        self._asked = asked

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Check."""
        fault = fault_of(self._asked, field.data)
        if fault in _MESSAGES:
            raise ValidationError(str(_MESSAGES[fault]))
