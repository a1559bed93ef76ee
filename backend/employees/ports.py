"""What managing employees asks of the world outside."""

from typing import Protocol


class Doorkeeper(Protocol):
    """Ends what a person still has open elsewhere."""

    def turn_out(self, employee_id: str) -> None:
        """Close the broker connections of a disabled employee, now or as soon as that is possible."""
        ...

    def turn_out_ended(self, employee_id: str) -> None:
        """Close the broker connections of an employee's ended sessions, now and until their tokens are over.

        The others may be interrupted for a moment.
        """
        ...

    def let_in(self, employee_id: str) -> None:
        """Leave the connections of an employee alone who may work here (again)."""
        ...
