"""The one form of an e-mail address: what is stored and what is looked up are the same for every spelling."""

import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator

from shared.contracts.vocabulary import Email
from shared.contracts.wording import cleaned


def normal_email(email: str) -> str:
    """Return the form in which two spellings of one address are equal; that form's own form is itself."""
    address = cleaned(email)
    try:
        spelled = _valid(address)
    except EmailNotValidError:
        return _folded(address)
    try:
        return _valid(_folded(spelled))
    except EmailNotValidError:  # some letters fold into several, and an address has a greatest length
        return spelled


def _valid(address: str) -> str:
    return validate_email(address, check_deliverability=False).normalized


def _folded(text: str) -> str:
    """Return the text without the difference of capitals, composed; one turn may make the next possible."""
    folded = unicodedata.normalize("NFC", text.casefold())
    return folded if folded == text else _folded(folded)


NormalEmail = Annotated[Email, AfterValidator(normal_email)]
"""For what is stored: an e-mail address in its normal form."""
