"""The forms of the site, with a message in words for everything that can be wrong with a field."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from shared.contracts.knowledge import CategoryDefinition
from shared.contracts.resources import FieldAnswer
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
from webform.attachments import FilesField
from webform.checks import AtMost, Filled, is_email, seen
from webform.questions import Questions

_SEEN = (seen,)

NAME_RULES = (Filled(lazy_gettext("Tell us your name, so that we know whom to answer.")), AtMost(NAME_MAX))
EMAIL_RULES = (Filled(lazy_gettext("We need an e-mail address to reach you.")), AtMost(EMAIL_MAX), is_email)

_files = lazy_gettext("Photos and documents")


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
    files = FilesField(_files)
    name = StringField(lazy_gettext("Your name"), NAME_RULES, filters=_SEEN)
    email = EmailField(lazy_gettext("Your e-mail"), EMAIL_RULES, filters=_SEEN)
    ticket = HiddenField()
    suggested = HiddenField()
    """Filled where the customer has seen what may help, or need not."""
    website = StringField(lazy_gettext("Leave this empty"))
    """Nobody sees it; machines fill it in."""

    def __init__(self, catalogue: Sequence[CategoryDefinition], language: Language, said: Any) -> None:
        """Offer the categories with their questions; ``said`` is what was posted, None for an empty form."""
        super().__init__(formdata=said)
        self.category.choices = [(category.slug, category.names[language]) for category in catalogue]
        self.questions = {category.slug: Questions(category, language, said) for category in catalogue}

    @property
    def chosen(self) -> Questions | None:
        """Return the questions of the chosen category; None where none was chosen."""
        return self.questions.get(self.category.data)

    def answers(self) -> tuple[FieldAnswer, ...]:
        """Return what was answered to the questions of the chosen category."""
        return self.chosen.answers() if self.chosen else ()

    def shown(self) -> Iterator[Any]:
        """Return the fields that a customer fills in, in the order of the page."""
        yield self.category
        yield from self.chosen or ()
        yield from (self.subject, self.description, self.order_number, self.product)
        yield from (self.files, self.name, self.email)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields, of the questions those of the chosen category alone."""
        are_answered = self.chosen is None or self.chosen.validate()
        return super().validate(extra_validators) and are_answered

    def validate_category(self, field: Any) -> None:
        """Only what is on the list."""
        if field.data not in self.questions:
            raise ValidationError(_("Choose what comes closest."))


class LostLinksForm(FlaskForm):
    """Where to mail the links of one's incidents."""

    email = EmailField(lazy_gettext("Your e-mail"), EMAIL_RULES, filters=_SEEN)
    ticket = HiddenField()


class FollowForm(FlaskForm):
    """Who wants to hear when a known incident is solved."""

    name = StringField(lazy_gettext("Your name"), NAME_RULES, filters=_SEEN)
    email = EmailField(lazy_gettext("Your e-mail"), EMAIL_RULES, filters=_SEEN)


class MessageForm(FlaskForm):
    """More words of the customer."""

    text = TextAreaField(
        lazy_gettext("Your message"),
        [Filled(lazy_gettext("Write something first.")), AtMost(TEXT_MAX, lines=True)],
        filters=_SEEN,
    )
    files = FilesField(_files)
    ticket = HiddenField()


class OptionalMessageForm(FlaskForm):
    """What stands typed while another button is pressed: it is not sent, so anything will do."""

    text = TextAreaField(lazy_gettext("Your message"), filters=_SEEN)
    files = FilesField(_files)
    ticket = HiddenField()


class UploadForm(FlaskForm):
    """A file that goes along with a form later on."""

    files = FilesField(_files)
    ticket = HiddenField()


class RatingForm(FlaskForm):
    """How well a customer found it dealt with."""

    stars = RadioField(lazy_gettext("How did we do?"), validate_choice=False)
    word = TextAreaField(
        lazy_gettext("Anything you want to add?"), [AtMost(RATING_WORD_MAX, lines=True)], filters=_SEEN
    )

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

    def validate_wanted(self, field: Any) -> None:
        """Yes or no."""
        if field.data not in {"yes", "no"}:
            raise ValidationError("yes or no")


def faults(fields: Iterable[Any]) -> Sequence[tuple[str, str]]:
    """Return the id of each field that is wrong, with its message, in their order; of a form, or of some.

    Of files each may be wrong in its own way. What is wrong alike in several fields is said once, for the
    first of them: each has the sentence beside it as well.
    """
    found: dict[str, str] = {}
    for field in fields:
        if field.name != "csrf_token":
            for error in field.errors if isinstance(field, FilesField) else field.errors[:1]:
                found.setdefault(str(error), field.id)
    return [(place, message) for message, place in found.items()]


def about_files(fields: Iterable[Any]) -> str | None:
    """Return what to say where nothing but files is wrong; None else."""
    wrong = {type(field) for field in fields if field.errors}
    if wrong != {FilesField}:
        return None
    return str(_("Everything else is still here. Send it as it is, or choose another file first."))
