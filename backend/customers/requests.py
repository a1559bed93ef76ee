"""The shapes of the requests that ``customers`` takes, and of its answers."""

from pydantic import BaseModel, ConfigDict

from backend.customers.domain import Customer
from backend.kit.passwords import NewPassword
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import CustomerId, Email, Language, Name


class RegistrationBody(BaseModel):
    """A new account."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    email: Email
    password: NewPassword
    language: Language


class CustomerView(Contract):
    """A customer as they see themselves."""

    id: CustomerId
    name: Name
    email: Email
    language: Language

    @classmethod
    def of(cls, customer: Customer) -> "CustomerView":
        """Leave out what is nobody's business."""
        return cls.model_validate(customer.model_dump(include=set(cls.model_fields)))
