"""What is demanded of everybody who signs in: one document in the collection ``settings``."""

from collections.abc import Callable

from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from shared.contracts.resources import Contract

_KEY = {"_id": "sign-in"}


class SignInPolicy(Contract):
    """``second_factor_required``: who has not enrolled must do so at the next sign-in."""

    second_factor_required: bool = False
    version: int = 1


class StalePolicyError(Exception):
    """The policy is in another version than the author of a change has seen."""

    def __init__(self, current: SignInPolicy) -> None:
        super().__init__("Somebody has changed it meanwhile.")
        self.current = current


class SignInPolicies:
    """The policy as it stands. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settings = database["settings"]

    def present(self, session: ClientSession | None = None) -> SignInPolicy:
        """Return the policy; the usual one before anybody has changed it."""
        with reachable():
            found = self._settings.find_one(_KEY, {"_id": 0}, session=session)
        return SignInPolicy.model_validate(found or {})

    def change(
        self,
        seen: int,
        required: bool,
        note: Callable[[SignInPolicy, SignInPolicy, ClientSession], None],
    ) -> SignInPolicy:
        """Change the policy of which version ``seen`` was seen; raise StalePolicyError."""

        def work(session: ClientSession) -> SignInPolicy:
            before = self.present(session)
            if before.version != seen:
                raise StalePolicyError(before)
            after = SignInPolicy(second_factor_required=required, version=seen + 1)
            self._settings.replace_one(_KEY, after.model_dump(), upsert=True, session=session)
            note(before, after, session)
            return after

        return in_transaction(self._database, work)
