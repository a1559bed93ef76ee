"""MongoDB's own server, where it is installed: a replica set of one member, with accounts."""

from pymongo.errors import OperationFailure

from deploy.local import accounts
from deploy.local.database import OPERATOR, LocalDatabase
from deploy.local.part import Part
from deploy.local.place import Place, write_private
from deploy.local.readiness import NotReady
from deploy.local.record import Record

_NAME = "ventanilla"
_ALREADY_INITIALIZED = 23


class ReplicaSet(LocalDatabase):
    """``mongod`` with a key file, which turns its accounts on."""

    def __init__(self, place: Place, record: Record) -> None:
        super().__init__(record, place.root / "database-mongod")
        self._key_file = place.keys / "mongod.key"

    def part(self) -> Part:
        """Return the part that is shown as ``database``."""
        command = (
            *("mongod", "--bind_ip", "127.0.0.1", "--port", str(self.port), "--replSet", _NAME),
            *("--dbpath", str(self.directory), "--keyFile", str(self._key_file)),
            *("--wiredTigerCacheSizeGB", "0.25", "--nounixsocket", "--quiet"),
        )
        return Part(
            name="database",
            command=command,
            check=self._check,
            prepare=self._prepare,
            settle=self.create_service_accounts,
            port=self.port,
            tier=2,
        )

    def _prepare(self) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mongod takes base64 alone, which the letters of our passwords go beyond.
        write_private(self._key_file, self.password("key-file").encode().hex())

    def _check(self) -> None:
        """Ask whether the set has its primary; the first time, found the set and make the administrator."""
        self.check()
        try:
            with accounts.client(self.operator_uri()) as server:
                is_primary = bool(server.admin.command("hello").get("isWritablePrimary"))
                server.admin.command("ping", comment="signed in")
                server.admin.command("usersInfo", OPERATOR)
        except OperationFailure:
            self._found()
            raise NotReady("the replica set is being founded") from None
        if not is_primary:
            raise NotReady("the replica set has no primary yet")

    def _found(self) -> None:
        # As long as there is no account, a client of this machine may do these two things without one.
        member = {"_id": 0, "host": f"127.0.0.1:{self.port}"}
        with accounts.client(self.bare_uri) as server:
            try:
                server.admin.command("replSetInitiate", {"_id": _NAME, "members": [member]})
            except OperationFailure as error:
                if error.code != _ALREADY_INITIALIZED and "already" not in str(error):
                    raise NotReady(f"the replica set cannot be founded: {error}") from None
            if server.admin.command("hello").get("isWritablePrimary"):
                roles = [{"role": "root", "db": "admin"}]
                accounts.create_account(server, OPERATOR, self.password(OPERATOR), roles)
