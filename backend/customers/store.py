"""Where customers are kept: the database ``customers``."""

from typing import Any

from pymongo.errors import DuplicateKeyError

from backend.customers.domain import Customer
from backend.kit.mongo import Database


class KnownEmailError(ValueError):
    """There is an account with this e-mail."""


class UnknownCustomerError(LookupError):
    """There is no customer with this id."""


class CustomerStore:
    """Customers by id and by e-mail."""

    def __init__(self, database: Database) -> None:
        self._customers = database["customers"]

    def prepare(self) -> None:
        """Make the indexes; harmless when they exist."""
        self._customers.create_index("email", unique=True)

    def add(self, customer: Customer) -> None:
        """Insert a customer; raise KnownEmailError."""
        document = customer.model_dump()
        try:
            self._customers.insert_one({"_id": document.pop("id"), **document})
        except DuplicateKeyError as error:
            raise KnownEmailError("There is an account with this e-mail.") from error

    def get(self, customer_id: str) -> Customer:
        """Return a customer; raise UnknownCustomerError."""
        found = self._customers.find_one({"_id": customer_id})
        if found is None:
            raise UnknownCustomerError(customer_id)
        return _to_customer(found)

    def by_email(self, email: str) -> Customer | None:
        """Return the customer with this e-mail in its normal form."""
        found = self._customers.find_one({"email": email})
        return _to_customer(found) if found else None


def _to_customer(found: dict[str, Any]) -> Customer:
    return Customer.model_validate({"id": found.pop("_id"), **found})
