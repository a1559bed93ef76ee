"""What managing employees asks of the world outside."""

from typing import Protocol


class Doorkeeper(Protocol):
    """Ends what a person still has open elsewhere."""

    def turn_out(self, employee_id: str, reason: str) -> None:
        """Close the broker connections of an employee, now or as soon as that is possible."""
        ...
