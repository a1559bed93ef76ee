"""Where somebody lives and when they were born, as far as a shop can tell what is plausible."""

from datetime import date
from typing import Annotated

import pycountry
from pydantic import AfterValidator, StringConstraints

from shared.contracts.resources import Contract
from shared.contracts.vocabulary import Name

OLDEST_YEARS = 120


def _country(code: str) -> str:
    if pycountry.countries.get(alpha_2=code) is None:
        raise ValueError("is no country of ISO 3166-1")
    return code


def plausible_birth(born: date, today: date) -> bool:
    """Tell whether somebody who lives today can have been born on this day."""
    oldest = today.year - OLDEST_YEARS
    return (oldest, today.month, today.day) <= (born.year, born.month, born.day) and born < today


Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_country)]
"""Two letters of ISO 3166-1, such as ``ES``."""
PostalCode = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,15}$")
]


class Address(Contract):
    """A postal address."""

    street: Name
    postal_code: PostalCode
    city: Name
    country: Country
